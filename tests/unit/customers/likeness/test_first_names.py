"""A given name in any form stands for the names it may stand for, and for no others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nitka.customers.likeness.names import first_names
from nitka.customers.likeness.wordlists import entries
from tests.unit.customers.likeness.test_fold import TEXTS


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Саша", "aleksandr aleksandra"),
        ("Sasha", "aleksandr aleksandra"),
        ("Сашенька", "aleksandr aleksandra"),
        ("Женя", "evgenii evgeniia"),
        ("Zhenya", "evgenii evgeniia"),
        ("Вася", "vasilii vasilisa vasilina"),
        ("Валера", "valerii valeriia"),
        ("Лёша", "aleksei"),
        ("Леша", "aleksei"),
        ("ЛЁХА", "aleksei"),
        ("Dima", "dmitrii"),
        ("Митя", "dmitrii mitrofan"),
        ("Катюша", "ekaterina"),
        ("Машунечка", "mariia"),
        ("Ванюшка", "ivan"),
        ("Володенька", "vladimir"),
        ("Наташенька", "natalia"),
        ("Танюха", "tatiana"),
        ("Ксюша", "kseniia oksana roksana aksinia"),
        ("Bob", "robert"),
        ("Bobby", "robert"),
        ("Peggy", "margaret"),
        ("Bill", "william"),
        ("Ted", "edmund edward theodore fedor"),
        ("Джон", "john jonathan ivan"),
        ("Katya", "ekaterina"),
        ("Юлия", "iuliia"),
        ("Наталия", "natalia"),
        ("София", "sofiia"),
        ("Софья", "sofiia"),
        ("Alexander", "aleksandr"),
        ("Николай", "nikolai"),
        ("Mixail", "mikhail"),
        ("Ив4н", "ivan"),
        ("Bdfy", "ivan"),
        (";tyz", "evgenii evgeniia"),
        ("Ьфкшф", "mariia"),
        ("И.", "i"),
        ("Ю", "iu"),
        ("J.", "j"),
        ("Анна-Мария", "anna mariia"),
        ("Иван Сергеевич", "ivan"),
        ("Jamshed", "iamshed"),
        ("", ""),
        ("...", ""),
        ("Аноним", ""),
        ("test", ""),
        ("null", ""),
    ],
)
def test_what_a_written_name_may_stand_for(written: str, names: str) -> None:
    assert first_names(written) == frozenset(names.split())


@pytest.mark.parametrize(
    ("nominative", "cases"),
    [
        ("Иван", "Ивана Ивану Иваном Иване"),
        ("Мария", "Марии Марию Марией"),
        ("Ольга", "Ольги Ольге Ольгу Ольгой"),
        ("Сергей", "Сергея Сергею Сергеем Сергее"),
        ("Игорь", "Игоря Игорю Игорем Игоре"),
        ("Павел", "Павла Павлу Павлом Павле"),
        ("Лев", "Льва Льву Львом Льве"),
        ("Дмитрий", "Дмитрия Дмитрию Дмитрием Дмитрии"),
        ("Любовь", "Любови Любовью"),
        ("Наталья", "Натальи Наталье Наталью Натальей"),
        ("Илья", "Ильи Илье Илью Ильёй"),
        ("Маша", "Маши Маше Машу Машей"),
        ("Игорёк", "Игорька Игорьку Игорьком"),
        ("Никита", "Никиты Никите Никиту Никитой"),
        ("Пётр", "Петра Петру Петром Петре"),
    ],
)
def test_declined_names(nominative: str, cases: str) -> None:
    for case in cases.split():
        assert first_names(nominative) <= first_names(case), case
        assert len(first_names(case)) <= len(first_names(nominative)) + 2, case


STRANGERS = (
    "Мария Марина, Мария Мариам, Дарья Дана, Дарья Дарина, Олег Ольга, Paul Paula, Иван Яна, Александр Алексей, "
    "Анна Яна, Maria Marina,"
    " Roman Romana, Denis Denise, Eric Erica, Jessie Essie, Валентин Валентина, Евгений Евгения, Виктор "
    "Виктория, Даниил Даниэла,"
    " Эдуард Эдгар, Светлана Снежана, Юлия Юлиана, Лиза Лида, Оля Поля, Таня Ваня, Катя Костя, Лена Лина, Дима Дина,"
    " Robert Roberta, George Georgia, Daniel Danielle, Michael Michelle, Patrick Patricia, Christian Christine, "
    "Вера Вероника"
)


@pytest.mark.parametrize("pair", STRANGERS.split(","))
def test_names_of_different_people_share_nothing(pair: str) -> None:
    one, other = pair.split()
    assert first_names(one).isdisjoint(first_names(other))


def test_the_lists_are_long_and_every_form_leads_to_its_name() -> None:
    assert len(list(entries("russian.txt"))) > 400
    assert len(list(entries("english.txt"))) > 350
    for file in ("russian.txt", "english.txt"):
        for entry in entries(file):
            full = first_names(entry.names[0])
            for form in entry.forms:
                assert first_names(form) & full, (entry.names[0], form)


def test_a_full_name_is_one_name_mostly() -> None:
    ambiguous = [e.names[0] for e in entries("russian.txt") if len(first_names(e.names[0])) > 2]
    assert len(ambiguous) < 16, ambiguous  # Лина, Мила, Ася: names of their own and short for many


@given(TEXTS)
def test_letter_case_and_yo_do_not_matter(text: str) -> None:
    same = first_names(text.lower().replace("ё", "е"))
    assert first_names(text.lower()) == same


@settings(max_examples=40)
@given(st.text(max_size=20))
def test_anything_at_all_may_be_written(text: str) -> None:
    assert all(isinstance(name, str) and name for name in first_names(text))
