"""What a letter with a code says, and what is said in the talk. Pure."""

from typing import Literal

Locale = Literal["ru", "en"]

SUBJECT = {"ru": "Код подтверждения", "en": "Your confirmation code"}
_LETTER = {
    "ru": """Здравствуйте!

Ваш код: {code}

Введите его в чате, где вы сейчас переписываетесь с нами ({company}). Код действует 10 минут и подходит один раз.

Если вы не просили код, просто ничего не делайте: без него никто не увидит вашу переписку.
Никому не сообщайте код, нашим сотрудникам он тоже не нужен.""",
    "en": """Hello!

Your code: {code}

Type it into the chat where you are talking with us now ({company}). It works once, for 10 minutes.

If you did not ask for a code, simply do nothing: without it nobody will see your messages.
Tell the code to nobody; our staff do not need it either.""",
}
_ASKING = {
    ("ru", "email"): "Мы отправили код на вашу почту. Пожалуйста, введите сюда шесть цифр из письма: "
    "так мы убедимся, что это вы. Код действует 10 минут.",
    ("en", "email"): "We have sent a code to your e-mail. Please type the six digits from the letter here, "
    "so that we can be sure it is you. The code works for 10 minutes.",
    ("ru", "phone"): "Мы отправили код на ваш телефон. Пожалуйста, введите сюда шесть цифр из сообщения: "
    "так мы убедимся, что это вы. Код действует 10 минут.",
    ("en", "phone"): "We have sent a code to your phone. Please type the six digits from the message here, "
    "so that we can be sure it is you. The code works for 10 minutes.",
}


def locale_of(text: str | None) -> Locale:
    """Return the language to write in."""
    return "en" if str(text or "ru").lower().startswith("en") else "ru"


def letter(code: str, company: str, locale: Locale) -> str:
    """Return the words that carry the code; in two groups, as it is read out and typed."""
    half = len(code) // 2
    return _LETTER[locale].format(code=f"{code[:half]} {code[half:]}", company=company)


def asking(type_: str, locale: Locale) -> str:
    """Return what the customer is told in the talk. It does not say which address: they may be somebody else."""
    return _ASKING[locale, type_]


def wrong(left: int, locale: Locale) -> str:
    """Return what who typed a wrong code is told, and what to do if it was none."""
    if locale == "en":
        more = f"Tries left: {left}." if left else "Ask for a new code."
        return f"This is not the code we sent. {more} If it is not a code at all, send it again."
    more = f"Осталось попыток: {left}." if left else "Попросите новый код."
    return f"Код не подошёл. {more} Если это не код, отправьте сообщение ещё раз."
