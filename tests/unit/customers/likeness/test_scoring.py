"""Who is taken for one person, who is asked about, and who never is."""

import pytest

from nitka.customers.likeness.described import content, described, read_content
from nitka.customers.likeness.scoring import Likeness, likeness
from nitka.customers.model.versions import newest

BY = newest().likeness
HOME = {"address": "ул. Ленина, д. 5, кв. 12", "city": "Тула", "postcode": "300041"}
IVAN = {"first_name": "Иван", "last_name": "Петров", "middle_name": "Сергеевич", "birth_date": "1985-03-12"} | HOME
TOWN = {"address": "12 Main Street", "city": "Brentwood", "postcode": "4220"}
JOHN = {"first_name": "John", "last_name": "Miller", "birth_date": "1985-03-12"} | TOWN
ANNA = {"first_name": "Anna", "middle_name": "M", "last_name": "Thompson", "birth_date": "1994-11-01"} | TOWN


def _compare(a: dict[str, str], b: dict[str, str]) -> Likeness:
    one, other = described(a), described(b)
    found = likeness(one, other, BY)
    assert likeness(other, one, BY) == found, "the order of the two must not matter"
    return found


def _without(traits: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in traits.items() if name not in names}


ONE = {
    "declined": (IVAN, IVAN | {"first_name": "Ивана", "last_name": "Петрова", "middle_name": "Сергеевича"}),
    "transliterated": (IVAN, IVAN | {"first_name": "Ivan", "last_name": "Petrov", "middle_name": "Sergeevich"}),
    "diminutive, moved": (IVAN, _without(IVAN, *HOME) | {"first_name": "Ваня"}),
    "all in one field": (IVAN, _without(IVAN, "last_name", "middle_name") | {"first_name": "Петров Иван Сергеевич"}),
    "fields swapped": (IVAN, IVAN | {"first_name": "Петров", "last_name": "Иван"}),
    "other layout": (IVAN, IVAN | {"first_name": "Bdfy", "last_name": "Gtnhjd", "middle_name": "Cthuttdbx"}),
    "day and month swapped": (IVAN, IVAN | {"birth_date": "1985-12-03"}),
    "slip in the date": (IVAN, IVAN | {"birth_date": "1985-03-13"}),
    "no birth date": (IVAN, _without(IVAN, "birth_date")),
    "married": (
        IVAN | {"first_name": "Анна", "last_name": "Петрова", "middle_name": "Сергеевна"},
        IVAN | {"first_name": "Анна", "last_name": "Сидорова", "middle_name": "Сергеевна"},
    ),
    "moved": (ANNA, ANNA | {"address": "77 Hill Road", "city": "Ryde", "postcode": "2112"}),
    "names swapped": (JOHN, JOHN | {"first_name": "Miller", "last_name": "John"}),
    "another given name and no middle one": (JOHN, JOHN | {"first_name": "Bill"}),
    "date lost, street spoilt": (JOHN, JOHN | {"birth_date": "", "address": "12 Mian Stret"}),
    "no given name, the same initial": (ANNA, _without(ANNA, "first_name")),
}
TWO = {
    "twins": (IVAN, IVAN | {"first_name": "Пётр"}),
    "twins, one by an initial": (IVAN, IVAN | {"first_name": "П.", "middle_name": "С."}),
    "twins without patronymics": (
        _without(IVAN, "middle_name"),
        _without(IVAN, "middle_name") | {"first_name": "Пётр"},
    ),
    "American twins": (ANNA, ANNA | {"first_name": "Emma", "middle_name": "K"}),
    "twins, one middle name": (ANNA, _without(ANNA, "middle_name") | {"first_name": "Emma"}),
    "father and son": (IVAN, IVAN | {"birth_date": "2009-07-30", "middle_name": "Иванович"}),
    "grandfather of the same name": (IVAN, IVAN | {"birth_date": "1931-10-02"}),
    "namesakes in a group home": (ANNA, ANNA | {"birth_date": "2013-02-19"}),
    "wife and husband": (
        _without(IVAN, "birth_date"),
        _without(IVAN, "birth_date") | {"first_name": "Мария", "middle_name": "Олеговна"},
    ),
    "brothers without birth dates": (
        _without(JOHN, "birth_date"),
        _without(JOHN, "birth_date") | {"first_name": "Bill"},
    ),
    "a group home": (ANNA, ANNA | {"last_name": "Ortiz", "birth_date": "1961-05-22"}),
    "born one day in one town": (
        _without(JOHN, "address"),
        _without(JOHN, "address") | {"first_name": "Peter", "last_name": "Wong"},
    ),
    "a name alone": (_without(IVAN, "birth_date", *HOME), IVAN),
    "a name and a town": (_without(IVAN, "birth_date", "address", "postcode"), IVAN),
    "a place alone": (TOWN, JOHN),
    "nowhere": (
        {"first_name": "Ann", "middle_name": "B", "last_name": "Lee", "city": "Anytown", "postcode": "00000"},
        {"first_name": "Ann", "middle_name": "B", "last_name": "Lee", "city": "Anytown", "postcode": "00000"},
    ),
}


@pytest.mark.parametrize("case", ONE)
def test_one_person_is_recognised(case: str) -> None:
    assert _compare(*ONE[case]).joins


@pytest.mark.parametrize("case", TWO)
def test_two_people_are_not_joined(case: str) -> None:
    assert not _compare(*TWO[case]).joins


@pytest.mark.parametrize("case", ["a name alone", "a name and a town"])
def test_what_a_name_says_is_asked_about(case: str) -> None:
    assert _compare(*TWO[case]).suggests


def test_nothing_said_says_nothing() -> None:
    assert _compare({}, IVAN) == Likeness(0.0, ())


def test_the_parts_make_up_the_score() -> None:
    found = _compare(IVAN, IVAN | {"birth_date": "1985-03-13"})
    assert found.score == pytest.approx(sum(part.weight for part in found.parts))


def test_what_lives_together_shares_all_of_the_place() -> None:
    place = ("address", "city", "postcode")
    said = sum(part.weight for part in _compare(IVAN, IVAN).parts if part.feature in place)
    assert said == pytest.approx(14.0)


@pytest.mark.parametrize("traits", [IVAN, JOHN, ANNA, {"first_name": "Саша"}, {"birth_date": "март 1985"}])
def test_a_description_comes_back_from_its_text(traits: dict[str, str]) -> None:
    assert read_content(content(described(traits))) == described(traits)


def test_nina_is_a_name() -> None:
    assert described({"first_name": "Нина"}).first
