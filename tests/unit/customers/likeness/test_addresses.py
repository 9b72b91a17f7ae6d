"""An address is one in all its orders and abbreviations, in Russian, American and Australian ways."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nitka.customers.likeness.addresses import Address, address

ONE_FLAT = """ул. Ленина, д. 5, корп. 2, кв. 12|улица Ленина, дом 5, корпус 2, квартира 12|Ленина 5/2-12
Ленина 5к2-12|ЛЕНИНА, 5/2, 12
ленина ул., 5 к. 2 кв. 12|ул.Ленина,д.5,к.2,кв.12|ул Ленина д5 к2 кв12|ul. Lenina, d. 5, korp. 2, kv. 12
Lenina 5/2 kv 12
ул. им. Ленина, 5/2, кв. 12, подъезд 1, этаж 3, домофон 12|ул. В. И. Ленина, 5 корп 2 - 12"""


@pytest.mark.parametrize("text", ONE_FLAT.replace("\n", "|").split("|")[:-1])
def test_one_flat_in_russian(text: str) -> None:
    assert address(text) == Address("lenina", "5/2", "12", "")


@pytest.mark.parametrize(
    ("text", "street", "house", "flat"),
    [
        ("г. Москва, ул. Тверская, д.1, стр.2, кв.3", "tverskaia", "1s2", "3"),
        ("Москва, Тверская 1", "tverskaia", "1", ""),
        ("Москва ул Тверская 1 кв 3", "tverskaia", "1", "3"),
        ("123456, Россия, Московская обл., г. Химки, Ленинский пр-т, д5 кв12", "leninski", "5", "12"),
        ("проспект Мира 5 а", "mira", "5a", ""),
        ("пр-кт Мира, д. 5А", "mira", "5a", ""),
        ("ул. 1-я Тверская-Ямская, 10", "1 tverskaia iamskaia", "10", ""),
        ("ул. 8 Марта, 15", "8 marta", "15", ""),
        ("ул. 40 лет Октября д 3", "40 let oktiabria", "3", ""),
        ("наб. реки Фонтанки, 12", "fontanki", "12", ""),
        ("набережная Фонтанки 12", "fontanki", "12", ""),
        ("Б. Садовая 5", "bolshaia sadovaia", "5", ""),
        ("Большая Садовая ул., 5", "bolshaia sadovaia", "5", ""),
        ("шоссе Энтузиастов, 7", "entuziastov", "7", ""),
        ("Энтузиастов ш., д. 7", "entuziastov", "7", ""),
        ("мкр. Солнечный, д. 3, кв. 1", "solnechni", "3", "1"),
        ("д. Ивановка, ул. Мира, д. 4", "mira", "4", ""),
        ("с. Лесное, ул. Мира, 4", "mira", "4", ""),
        ("5/2 ул Ленина", "lenina", "5/2", ""),
        ("а/я 12", "po boks", "12", ""),
        ("12 Smith St", "smit", "12", ""),
        ("12 Smith Street", "smit", "12", ""),
        ("unit 3/12 Smith street, Rosemead", "smit", "12", "3"),
        ("3/12 Smith St", "smit", "12", "3"),
        ("12 Smith Street Unit 3", "smit", "12", "3"),
        ("12-14 Smith St", "smit", "12", ""),
        ("123 N Main St Apt 4B", "n main", "123", "4b"),
        ("123 North Main Street #4B", "n main", "123", "4b"),
        ("12 5th Ave Suite 3", "5", "12", "3"),
        ("12 St Georges Terrace, Perth WA 6000", "georges", "12", ""),
        ("Level 5, 120 King St", "king", "120", ""),
        ("10001 Main St, Springfield, IL 62701", "main", "10001", ""),
        ("PO Box 123", "po boks", "123", ""),
        ("stanley street", "stanlei", "", ""),
        ("", "", "", ""),
    ],
)
def test_parts(text: str, street: str, house: str, flat: str) -> None:
    assert address(text)[:3] == (street, house, flat)


def test_towns_and_regions_are_kept_apart() -> None:
    assert address("г. Москва, ул. Мира, 5").rest == "moskva"
    assert address("unit 3/12 Smith street, Rosemead").rest == "rosemead"


@settings(max_examples=40)
@given(st.text(max_size=60) | st.text(alphabet="улкдкв. ,-/0123456789ленина street", max_size=60))
def test_anything_at_all_may_be_written(text: str) -> None:
    assert all(isinstance(part, str) for part in address(text))


@given(st.sampled_from(ONE_FLAT.replace("\n", "|").split("|")))
def test_letter_case_does_not_matter(text: str) -> None:
    assert address(text.upper()) == address(text)
