"""What the columns of a table probably hold: by their names in Russian and English, else by what stands in them."""

import re
from collections.abc import Sequence

from nitka.customers.importing.mapping import IDENTIFIERS, SKIP
from nitka.customers.importing.models import Column

_ENOUGH = 0.8  # of the filled cells
_LONGEST = 300  # characters: no name and no address is longer, and patterns take their time

# The first that fits a name, in lower case and in single spaces, is taken.
_NAMES: tuple[tuple[str, str], ...] = (
    (r"e ?mail( address)?|почта|эл\w* ?почта|электронн\w+ (почта|адрес)|адрес (эл\w*|электронной) почты|мейл|имейл",
     "email"),
    (r"((моб\w*|сот\w*|дом\w*|раб\w*|контактн\w+|основн\w+|доп\w*|mobile|cell|home|work|contact|primary|customer) )?"
     r"(телефон\w*|тел|phones?|phone numbers?|номер телефона|telephone|msisdn|мобильный|mobile|cell)( ?\d)?", "phone"),
    (r"(crm|црм|client|customer|contact|record|buyer|bitrix|amo)? ?(id|ид|guid|uuid|код)( (клиента|контакта|в crm|црм|"
     r"покупателя|контрагента))?|код|(номер|№) (клиента|карточки|контрагента)", "crm_id"),
    (r"(user|account|login|пользовател\w+|аккаунт\w*) ?(id|ид)?|(id|ид) (пользователя|user|аккаунта)|логин|userid",
     "user_id"),
    (r"(номер )?(карт\w+|card|loyalty|дисконт\w*|бонус\w* карт\w*)( (лояльности|number|no|id|номер|card|клиента))?|"
     r"(дисконтная|бонусная|скидочная) карта", "loyalty"),
    (r"telegram( id| username)?|телеграм+|тг", "telegram"),
    (r"фио|ф и о|(полное )?имя и фамилия|фамилия имя( отчество)?|полное имя|(full|customer|client|contact) ?name|name|"
     r"клиент|покупатель|контактное лицо|контакт", "name"),
    (r"фамилия|last ?name|surname|family ?name", "last_name"),
    (r"отчество|middle ?name|patronymic", "middle_name"),
    (r"имя|first ?name|given ?name", "first_name"),
    (r"дата рожд\w*|день рожд\w*|др|д р|род\w* дата|birth ?da(y|te)|date of birth|dob|birth", "birth_date"),
    (r"пол|gender|sex", "gender"),
    (r"компания|организация|фирма|юр\w* лицо|название (компании|организации)|company( name)?|organi[sz]ation",
     "company"),
    (r"город|населенный пункт|city|town", "city"),
    (r"(почтовый )?индекс|zip( code)?|post(al)? ?code", "postcode"),
    (r"адрес\w*( доставки| проживания)?|(street |delivery |postal |home )?address", "address"),
    (r"(дата )?(изменени\w+|обновлени\w+|изменен\w*|обновлен\w*)|updated( at| on)?|modified( at| on)?|last ?modified|"
     r"дата (последнего )?изменения", "at"),
)  # fmt: skip
_RULES = tuple((re.compile(pattern), to) for pattern, to in _NAMES)
_VALUES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"), "email"),
    (re.compile(r"(\+|8|7|00)[\d\s()\-.]{9,18}"), "phone"),
    (re.compile(r"[А-ЯЁ][а-яё-]+ [А-ЯЁ][а-яё-]+ [А-ЯЁ][а-яё]+(вич|вна|ична|ич|кызы|оглы)"), "name"),
)
_CAMEL = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я])")
_BREAKS = re.compile(r"[\s_\-./:()]+")


def propose(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Column]:
    """Return what each column probably holds; a trait is proposed once, what is not recognised is to be skipped."""
    found: list[Column] = []
    taken: set[str] = set()
    for at, name in enumerate(header):
        to = _by_name(name) or _by_values([row[at] for row in rows if at < len(row)]) or SKIP
        if to in taken and to not in ("email", "phone"):
            to = SKIP
        taken.add(to)
        found.append(Column(to=to))
    return found


def is_header(row: Sequence[str]) -> bool:
    """Say whether a first row names columns rather than being somebody already."""
    cells = [cell.strip() for cell in row if len(cell) <= _LONGEST]
    return not any(pattern.fullmatch(cell) for cell in cells for pattern, to in _VALUES if to in IDENTIFIERS)


def _by_name(name: str) -> str | None:
    if len(name) > _LONGEST:
        return None
    plain = _BREAKS.sub(" ", _CAMEL.sub(" ", name)).strip().casefold().replace("ё", "е")
    return next((to for rule, to in _RULES if plain and rule.fullmatch(plain)), None)


def _by_values(values: Sequence[str]) -> str | None:
    filled = [value.strip()[:_LONGEST] for value in values if value.strip()]
    for pattern, to in _VALUES:
        if filled and sum(bool(pattern.fullmatch(value)) for value in filled) >= _ENOUGH * len(filled):
            return to
    return None
