"""However a name is spelt, it meets itself and not another's."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nitka.customers.likeness.fold import fold, skeleton

LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяabcdefghijklmnopqrstuvwxyz -'.0123456789"
TEXTS = st.text(alphabet=st.sampled_from(LETTERS + LETTERS.upper()), max_size=24)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Щербаков", "shcherbakov"),
        ("Сергей", "sergei"),
        ("Мария", "mariia"),
        ("Ёлкина", "elkina"),
        ("Подъячев", "podiachev"),
        ("  Anna-Maria  SMITH ", "anna maria smith"),
        ("O'Brien", "obrien"),
        ("Il\u02b9ya", "ilya"),
        ("José Müller", "jose muller"),
        ("Łukasz Ødegård", "lukasz odegard"),
        ("Straße", "strasse"),
        ("Федір Ґудзь", "fedir gudz"),
        ("Ceргей", "sergei"),  # a Latin C and e
        ("СОКОЛОB", "sokolov"),  # a Latin B
        ("Smіth", "smith"),  # a Ukrainian і
        ("Ｉｖａｎ", "ivan"),
        ("и\u0306од", "iod"),  # й of two characters
        ("李小龙", "李小龙"),
        ("", ""),
        (" - ", ""),
    ],
)
def test_one_spelling_of_a_text(written: str, folded: str) -> None:
    assert fold(written) == folded


SPELLINGS = [
    ("Щербаков", "Shcherbakov Scherbakov Schtscherbakow Shherbakov"),
    ("Юлия", "Yulia Yuliya Yuliia Julia Julija Iuliia Juliya"),
    ("Ксения", "Xenia Kseniya Ksenia Kseniia Ksenija Xeniya"),
    ("Наталья", "Natalya Natalia Natalja Natal'ya Наталия Nataliya"),
    ("Татьяна", "Tatiana Tatyana Tatjana Tat'yana Tat'iana"),
    ("Королёв", "Королев Korolyov Korolev Koroliov Koroljov"),
    ("Соловьёв", "Solovyov Solovyev Soloviev Solovev Solov'ev"),
    ("Евгений", "Evgeny Evgeniy Evgenii Yevgeny Yevgeniy Jevgenij Evgenij"),
    ("Дмитрий", "Dmitry Dmitriy Dmitrii Dmitri Dmitrij"),
    ("Алексей", "Alexey Alexei Aleksey Aleksei Aleksej Alexej"),
    ("Фёдор", "Fedor Fyodor Fjodor"),
    ("Михаил", "Mikhail Mihail"),
    ("Хабибуллин", "Khabibullin Habibullin Khabibulin"),
    ("Чайковский", "Tchaikovsky Chaikovskiy Chaykovskij Tschaikowski Chaikovskii"),
    ("Жуковская", "Zhukovskaya Zhukovskaia Zhukovskaja"),
    ("Цветаева", "Tsvetaeva Tsvetayeva Cvetaeva Tzvetaeva"),
    ("Шмидт", "Schmidt Shmidt"),
    ("Людмила", "Lyudmila Liudmila Ludmila Ljudmila"),
    ("Любовь", "Lyubov Liubov Lubov Lyubov'"),
    ("Эдуард", "Eduard Ehduard"),
    ("Арсеньева", "Arsenyeva Arsenieva Arseneva Arsen'eva"),
    ("Ильич", "Ilyich Ilich Il'ich"),
    ("Рыбаков", "Rybakov"),
    ("Sarah", "Sara"),
    ("John", "Jon Джон"),
    ("Philip", "Phillip Filip"),
    ("Catherine", "Katherine"),
    ("Bryan", "Brian"),
]


@pytest.mark.parametrize(("name", "others"), SPELLINGS)
def test_usual_spellings_of_one_name_meet(name: str, others: str) -> None:
    assert {skeleton(other) for other in others.split()} == {skeleton(name)}


STRANGERS = (
    "Мария Марина, Дарья Дана, Олег Ольга, Иванова Иваненко, Paul Paula, Анна Яна, Денис Дионис, Черных Черный, "
    "Jessie Essie,"
    " Jenna Enna, Эмма Инна, Юлия Уля, Лина Ляна, Ким Хим, Шаров Жаров, Попов Папин, Лев Леон, Jack Zack, Мира "
    "Мара, Чехов Чихов,"
    " Илья Элла, Алёна Алина, Валерий Валерия, Евгений Евгения, Александр Александра, Ян Яна, Карен Карина, Роман Рамин"
)


@pytest.mark.parametrize("pair", STRANGERS.split(","))
def test_different_names_do_not_meet(pair: str) -> None:
    one, other = pair.split()
    assert skeleton(one) != skeleton(other)


@given(TEXTS)
def test_what_is_folded_stays_so(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert skeleton(skeleton(text)) == skeleton(text)
    assert skeleton(fold(text)) == skeleton(text)


@settings(max_examples=40)
@given(st.text(max_size=12))
def test_any_script_is_folded_to_the_end(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert skeleton(skeleton(text)) == skeleton(text)


@given(TEXTS)
def test_case_and_yo_do_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text) == fold(text.replace("ё", "е").replace("Ё", "Е"))


@given(TEXTS)
def test_a_fold_is_words_of_latin_letters_and_digits(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert all(c.isascii() and (c.isalnum() or c == " ") for c in folded)
