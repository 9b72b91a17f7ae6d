"""«Почему?»: every link as a plain sentence, in Russian and in English. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal, NamedTuple

from nitka.customers.continuing.links import KINDS

Locale = Literal["ru", "en"]

_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"
)  # fmt: skip
_ENGLISH = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December")  # fmt: skip

_NAMES: dict[str, tuple[str, str]] = {
    "email": ("адрес почты", "the e-mail address"),
    "phone": ("телефон", "the phone number"),
    "device": ("устройство", "the device"),
    "user_id": ("учётная запись", "the user account"),
    "crm_id": ("карточка в CRM", "the CRM record"),
    "loyalty": ("карта лояльности", "the loyalty card"),
    "telegram": ("Telegram", "the Telegram account"),
    "whatsapp": ("WhatsApp", "the WhatsApp account"),
    "session": ("посетитель без имени", "the unnamed visitor"),
    "record": ("описание человека", "the description of a person"),
    "username": ("имя в Telegram", "the Telegram name"),
    "order": ("заказ", "the order"),
    "contract": ("договор", "the contract"),
}
_PLACES: dict[tuple[str, str], tuple[str, str]] = {
    ("chat", "message"): ("в одном сообщении чата", "in one chat message"),
    ("chat", "identify"): ("когда посетитель оставил адрес в чате", "when the visitor left an address in the chat"),
    ("chat", "continuation"): ("по ссылке или коду в чате", "by a link or a code in the chat"),
    ("chat", "form"): ("в форме обратной связи", "in the contact form"),
    ("email", "message"): ("в одном письме", "in one e-mail"),
    ("site", "identify"): (
        "при входе или вводе данных на сайте",
        "when the visitor signed in or left details on the site",
    ),
    ("site", "page"): ("при просмотре страницы сайта", "on a page view of the site"),
    ("site", "track"): ("в событии на сайте", "in an event on the site"),
    ("site", "purchase"): ("в покупке на сайте", "in a purchase on the site"),
    ("site", "ad"): ("при переходе по рекламе", "on arrival from an advertisement"),
    ("site", "form"): ("в форме на сайте", "in a form on the site"),
    ("import", "import"): ("в одной строке импорта", "in one row of an import"),
}
_PROOFS: dict[int, tuple[str, str]] = {
    1: ("замечено, но никем не подтверждено", "seen, not confirmed by anyone"),
    2: ("со слов клиента, не подтверждено", "in the customer's own words, not proven"),
    3: ("подтверждено", "proven"),
    4: ("решение оператора", "an operator's decision"),
}

_REASONS: dict[tuple[str, str], tuple[str, str]] = {
    ("shared", ""): (
        "Идентификатор оказался общим для многих людей и больше никого не связывает.",
        "An identifier turned out to be shared by many people and joins nobody any more.",
    ),
    ("passed", ""): (
        "Номер телефона перешёл к другому человеку: раньше он был у одного, а после перерыва его подтвердил другой.",
        "A telephone number passed on: one person had it before, and after a pause another has proven it.",
    ),
    ("status", ""): ("Оператор изменил статус идентификатора.", "An operator changed the status of an identifier."),
    ("undo", ""): ("Отменено оператором.", "Undone by an operator."),
    ("evidence", "split"): ("Новые данные показали, что это разные люди.", "New evidence told them apart."),
    ("evidence", "merge"): ("Новые данные показали, что это один человек.", "New evidence joined them."),
    ("model", "merge"): (
        "По новой версии модели это один человек.",
        "By a new version of the model they are one person.",
    ),
    ("model", "split"): (
        "По новой версии модели это разные люди.",
        "By a new version of the model they are different people.",
    ),
    ("agent", "merge"): ("Объединено оператором.", "Merged by an operator."),
    ("agent", "split"): ("Разделено оператором.", "Split by an operator."),
}


def date(at: datetime, locale: Locale) -> str:
    """Return a day as it is written in a sentence."""
    if locale == "ru":
        return f"{at.day} {_MONTHS[at.month - 1]} {at.year} г."
    return f"{at.day} {_ENGLISH[at.month - 1]} {at.year}"


def type_name(type_: str, locale: Locale) -> str:
    """Return what a type of identifier is called."""
    ru, en = _NAMES.get(type_, (f"идентификатор {type_}", f"the {type_} id"))
    return ru if locale == "ru" else en


class Evidence(NamedTuple):
    """What a link's sentence is made of. `place`: channel and kind of the touch that says it."""

    types: tuple[str, str]
    kind: str
    place: tuple[str, str]
    at: datetime
    assurance: int
    quote: str = ""  # the customer's own words, of the kind `words`


def link_text(evidence: Evidence, locale: Locale) -> str:
    """Return why two identifiers are linked."""
    a, b = (type_name(type_, locale) for type_ in evidence.types)
    ru, proof, when = locale == "ru", _PROOFS[evidence.assurance][locale == "en"], date(evidence.at, locale)
    if own := _by_kind(evidence, when, locale):
        text = own
    elif evidence.kind == "words":
        text = f"{_upper(a)} — {b}: {_said(evidence.quote, when, locale)}"
    elif evidence.kind == "session":
        text = (
            f"{_upper(a)} и {b} замечены вместе {when}" if ru else f"{_upper(a)} and {b} were seen together on {when}"
        )
    else:
        where = _place(evidence.place, locale)
        text = (
            f"{_upper(a)} и {b} — вместе {where} {when}" if ru else f"{_upper(a)} and {b}: together {where} on {when}"
        )
    return f"{text} ({proof})."


_FEATURES: dict[str, tuple[str, str]] = {
    "first_name": ("имя", "given name"), "last_name": ("фамилия", "surname"),
    "middle_name": ("отчество", "middle name"), "birth_date": ("дата рождения", "birth date"),
    "address": ("адрес", "address"), "city": ("город", "town"), "postcode": ("индекс", "postcode"),
    "company": ("компания", "company"), "phone": ("телефон с опиской", "telephone number but for a slip"),
    "email": ("почта с опиской или в другой записи", "e-mail address but for a slip or its writing"),
}  # fmt: skip


def alike_features(features: Iterable[str], locale: Locale) -> str:
    """Return the names of what is alike in two descriptions, as a list in words."""
    return ", ".join(_FEATURES[feature][locale == "en"] for feature in features)


def _alike(features: str, locale: Locale) -> str:
    return f"Описаны одинаково: {features}" if locale == "ru" else f"Described alike: {features}"


def because_text(evidence: Evidence, locale: Locale) -> str:
    """Return what was seen, without naming the two: the links of one touch share it."""
    when = date(evidence.at, locale)
    if evidence.kind == "words":
        return _upper(_said(evidence.quote, when, locale))
    if evidence.kind == "session":
        return f"Замечены вместе {when}" if locale == "ru" else f"Seen together on {when}"
    return _by_kind(evidence, when, locale) or f"{_upper(_place(evidence.place, locale))}, {when}"


def _by_kind(evidence: Evidence, when: str, locale: Locale) -> str | None:
    """Return the sentence of a kind that says why by itself, None for the others."""
    if evidence.kind == "reply_token":
        return _reply(when, locale)
    if evidence.kind in KINDS:
        return _continued(when, locale)
    if evidence.kind == "code":
        return _code(evidence.types, when, locale)
    return _alike(evidence.quote, locale) if evidence.kind == "alike" else None


def _code(types: tuple[str, str], when: str, locale: Locale) -> str:
    address = type_name("phone" if "phone" in types else "email", locale)
    if locale == "ru":
        return f"Код, отправленный на {address}, ввели в чате {when}"
    return f"A one-time code sent to {address} was typed in the chat on {when}"


def _reply(when: str, locale: Locale) -> str:
    if locale == "ru":
        return f"На наше письмо ответили с другого адреса {when}"
    return f"Our letter was answered from another address on {when}"


def _said(quote: str, when: str, locale: Locale) -> str:
    if locale == "ru":
        return f"клиент написал {when}" + (f": «{quote}»" if quote else "")
    return f"the customer wrote on {when}" + (f": “{quote}”" if quote else "")


def _continued(when: str, locale: Locale) -> str:
    if locale == "ru":
        return f"Продолжил разговор по одноразовой ссылке или коду {when}"
    return f"Went on with the conversation by a single-use link or code on {when}"


def merge_text(why: str, locale: Locale) -> str:
    """Return why an operator's word holds two identifiers together."""
    if locale == "ru":
        return f"Объединено оператором: «{why}»." if why else "Объединено оператором."
    return f"Merged by an operator: “{why}”." if why else "Merged by an operator."


def event_text(op: str, why: str, details: dict[str, Any], types: dict[str, str], locale: Locale) -> str:
    """Return why an identity event happened: the operator's reason, or what a rule saw. `types` by node id."""
    if why:
        return why
    link = details.get("link")
    if link:
        ends = types.get(link["a"], "device"), types.get(link["b"], "device")
        place = link["channel"], link["touch_kind"]
        return link_text(
            Evidence(
                ends, link["kind"], place, datetime.fromisoformat(link["at"]), link["assurance"],
                details.get("quote", ""),
            ),
            locale,
        )  # fmt: skip
    reason = "status" if "status" in details else details.get("rule", op if op == "undo" else "agent")
    return _REASONS.get((reason, op), _REASONS.get((reason, ""), ("", "")))[locale == "en"]


def _place(place: tuple[str, str], locale: Locale) -> str:
    channel, kind = place
    ru, en = _PLACES.get(place, (f"в одном касании канала «{channel}» ({kind})", f"in one touch of {channel} ({kind})"))
    return ru if locale == "ru" else en


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
