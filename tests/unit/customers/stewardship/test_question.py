"""The one question that would best tell likely customers apart."""

import pytest

from nitka.customers.stewardship.question import ASKABLE, Values, best_question
from nitka.customers.stewardship.words import question_text


def known(**values: str) -> Values:
    return {feature: frozenset(text.split("|")) for feature, text in values.items()}


def asked(this: Values, *candidates: Values, scores: tuple[float, ...] = ()) -> str | None:
    best = best_question(this, list(zip(scores or (2.0,) * len(candidates), candidates, strict=True)))
    return best.feature if best else None


def test_the_rarest_thing_that_people_remember_is_asked_first() -> None:
    other = known(city="kazan", birth_date="1985-03-12", first_name="alexander")
    assert asked(known(first_name="sasha"), other) == "birth_date"


def test_what_the_customer_has_said_already_is_not_asked_again() -> None:
    other = known(city="kazan", birth_date="1985-03-12")
    assert asked(known(birth_date="1985-12-03"), other) == "city"


def test_what_no_candidate_knows_is_not_asked() -> None:
    assert asked(known(first_name="sasha"), known(first_name="alexander")) is None
    assert asked(known(), *()) is None


def test_of_two_candidates_that_is_asked_in_which_they_differ() -> None:
    mother = known(last_name="petrova", first_name="anna", city="kazan")
    daughter = known(last_name="petrova", first_name="olga", city="kazan")
    assert asked(known(), mother, daughter, scores=(6.0, 6.0)) == "first_name"


def test_another_phone_may_be_asked_for_but_a_date_of_birth_is_better() -> None:
    this = known(phone="+79161234567")
    assert asked(this, known(phone="+79030000001")) == "phone"
    assert asked(this, known(phone="+79161234567")) is None
    assert asked(this, known(phone="+79030000001", birth_date="1985-03-12")) == "birth_date"


def test_a_question_that_would_change_nothing_is_not_asked() -> None:
    assert asked(known(), known(city="kazan"), scores=(40.0,)) is None


@pytest.mark.parametrize("feature", ASKABLE)
def test_every_question_exists_in_both_languages_and_gives_nothing_away(feature: str) -> None:
    for more in (False, True):
        for locale in ("ru", "en"):
            text = question_text(feature, more, locale)
            assert text.endswith(("?", "."))
            assert not any(sign.isdigit() for sign in text)
            assert "{" not in text
