"""What stewardship says in plain words, in Russian and in English. Pure."""

from collections.abc import Iterable

from nitka.customers.suggestions import Feature
from nitka.customers.why import Locale

# Asked openly: nothing that we know is in the question, so whoever only pretends learns nothing from it.
_QUESTIONS: dict[str, tuple[str, str]] = {
    "birth_date": ("Назовите, пожалуйста, вашу дату рождения.", "What is your date of birth, please?"),
    "phone": ("По какому номеру телефона вам можно позвонить?", "What phone number can we reach you at?"),
    "email": ("Какой у вас адрес электронной почты?", "What is your e-mail address?"),
    "loyalty": ("Назовите, пожалуйста, номер карты лояльности.", "What is the number of your loyalty card, please?"),
    "last_name": ("Как ваша фамилия?", "What is your last name?"),
    "first_name": ("Как вас зовут?", "What is your first name?"),
    "middle_name": ("Как ваше отчество?", "What is your middle name?"),
    "postcode": ("Какой у вас почтовый индекс?", "What is your postcode?"),
    "address": ("По какому адресу вам доставляли заказы?", "What address have we delivered to?"),
    "city": ("В каком городе вы живёте?", "What town do you live in?"),
    "company": ("Какую компанию вы представляете?", "What company are you with?"),
}
_MORE: dict[str, tuple[str, str]] = {
    "phone": ("Какой ещё номер телефона вы нам оставляли?", "What other phone number have you given us?"),
    "email": ("С какой ещё почты вы нам писали?", "What other e-mail address have you written to us from?"),
}
_FEATURES: dict[str, tuple[str, str]] = {
    "first_name": ("имя", "first name"),
    "last_name": ("фамилия", "last name"),
    "middle_name": ("отчество", "middle name"),
    "name": ("имя", "name"),
    "birth_date": ("дата рождения", "date of birth"),
    "address": ("адрес", "address"),
    "street": ("улица", "street"),
    "city": ("город", "town"),
    "postcode": ("индекс", "postcode"),
    "company": ("компания", "company"),
    "phone": ("телефон", "phone number"),
    "email": ("почта", "e-mail address"),
    "device": ("устройство", "device"),
}
_ALIKE = ("Принята подсказка; совпало: {}.", "A suggestion was accepted; alike: {}.")
_ACCEPTED = ("Принята подсказка.", "A suggestion was accepted.")
_TWO = ("Подсказка отклонена: это разные люди.", "A suggestion was dismissed: these are two people.")


def question_text(feature: str, more: bool, locale: Locale) -> str:
    """Return the question; `more`: one such value of theirs is known already."""
    ru, en = _MORE[feature] if more and feature in _MORE else _QUESTIONS[feature]
    return ru if locale == "ru" else en


def accepted_text(features: Iterable[Feature], locale: Locale) -> str:
    """Return why a suggestion was followed, for the identity event: what spoke for it, the weightiest first."""
    speaking = sorted((one for one in features if one.weight > 0), key=lambda one: -one.weight)
    names = [_FEATURES[one.feature][locale == "en"] for one in speaking if one.feature in _FEATURES]
    said = ", ".join(dict.fromkeys(names))
    return (_ALIKE if said else _ACCEPTED)[locale == "en"].format(said)


def dismissed_text(locale: Locale) -> str:
    """Return what the identity event of a dismissed suggestion says."""
    return _TWO[locale == "en"]
