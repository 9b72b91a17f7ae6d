"""What the connector says to people, in both languages."""

_SENTENCES = {
    "too_large": (
        "[Письмо больше {limit} МБ: показано начало, вложения остались на почтовом сервере]",
        "[The mail is larger than {limit} MB: its beginning is shown, its files are still on the mail server]",
    ),
    "unreadable": (
        "[Это письмо не удалось прочитать. Оно осталось на почтовом сервере]",
        "[This mail could not be read. It is still on the mail server]",
    ),
    "unreadable_kept": (
        "[Это письмо не удалось разобрать. Оно приложено целиком]",
        "[This mail could not be understood. The whole of it is attached]",
    ),
    "cut": (
        "[Письмо слишком длинное: показано не всё, целиком оно в приложенном файле]",
        "[The mail is too long to be shown whole: all of it is in the attached file]",
    ),
    "original": ("Письмо целиком.eml", "Whole mail.eml"),
    "no_address": ("Такого адреса нет", "There is no such address"),
    "no_domain": ("Почтового сервера с таким именем нет", "There is no mail server of that name"),
    "full": ("Почтовый ящик получателя переполнен", "The recipient's mailbox is full"),
    "too_big": ("Письмо слишком большое для сервера получателя", "The mail is too large for the recipient's server"),
    "spam": ("Сервер получателя счёл письмо спамом", "The recipient's server took the mail for spam"),
    "policy": ("Сервер получателя не принимает письма от нас", "The recipient's server does not take mail from us"),
    "expired": ("Сервер получателя не отвечал, попытки прекращены", "The recipient's server did not answer"),
    "refused": ("Сервер получателя отказал", "The recipient's server refused"),
    "sender": (
        "Почтовый сервер не разрешает отправлять с этого адреса",
        "The mail server does not let us send from this address",
    ),
    "login": ("Почтовый сервер не принял имя или пароль", "The mail server did not accept the name or password"),
    "login_temporary": ("Почтовый сервер пока не пускает", "The mail server does not let us in for now"),
    "no_files": ("Хранилище файлов недоступно", "The store of files cannot be reached"),
    "file_gone": ("Приложенного файла больше нет", "An attached file is no longer there"),
    "busy": ("Почтовый сервер просит повторить позже", "The mail server asks to try again later"),
    "unreachable": ("Почтовый сервер недоступен", "The mail server cannot be reached"),
    "certificate": ("Сертификату почтового сервера нельзя доверять", "The mail server's certificate cannot be trusted"),
    "no_starttls": ("Почтовый сервер не предлагает шифрование", "The mail server does not offer encryption"),
    "token": ("Не удалось получить токен доступа OAuth", "No OAuth access token could be had"),
    "no_mailbox": ("На почтовом сервере нет такой папки", "There is no such folder on the mail server"),
    "interrupted": (
        "Связь прервалась после отправки: неизвестно, принято ли письмо",
        "The connection broke after sending: whether the mail was taken is not known",
    ),
    "loop": (
        "Слишком много автоматических писем на этот адрес за час: похоже на переписку двух роботов",
        "Too many automatic mails to this address within an hour: it looks like two robots talking",
    ),
    "bad_address": ("Это не адрес электронной почты", "This is not an e-mail address"),
}  # fmt: skip


def sentence(key: str, locale: str, **values: object) -> str:
    """Return what is to be said, in Russian or English."""
    russian, english = _SENTENCES[key]
    return (russian if locale == "ru" else english).format(**values)


_BY_STATUS = {
    "1.1": "no_address", "1.0": "no_address", "1.6": "no_address", "1.10": "no_domain", "2.1": "no_address",
    "1.2": "no_domain", "4.4": "no_domain", "1.8": "sender", "2.2": "full", "3.4": "too_big", "2.3": "too_big",
    "4.1": "expired", "4.7": "expired", "7.1": "policy", "7.0": "policy", "7.26": "policy", "7.23": "policy",
}  # fmt: skip
_BY_WORDS = (
    (("spam", "спам", "blacklist", "blocklist", "reputation"), "spam"),
    (("quota", "mailbox full", "mailbox is full", "over quota", "переполнен", "квот"), "full"),
    (("user unknown", "no such user", "unknown user", "does not exist", "no mailbox", "user not found",
      "invalid mailbox", "not found", "recipient address rejected", "не существует",
      "пользователь не найден", "неизвестный пользователь"),
     "no_address"),
    (("host not found", "domain not found", "unrouteable", "name service error", "домен не найден"), "no_domain"),
    (("too large", "size limit", "exceeds", "слишком больш"), "too_big"),
    (("dmarc", "spf", "policy", "access denied", "relay"), "policy"),
    (("timed out", "expired", "too long", "connection refused"), "expired"),
)  # fmt: skip


def refusal(status: str, diagnostic: str, locale: str) -> str:
    """Return why a server refused: the plain reason with its enhanced code (RFC 3463) when there is one."""
    said = diagnostic.lower()
    key = _BY_STATUS.get(status.partition(".")[2], "")
    if not key or key == "policy":
        key = next((name for words, name in _BY_WORDS if any(word in said for word in words)), key or "refused")
    return sentence(key, locale) + (f" ({status})" if status else "")
