"""What an administrator is asked of a mailbox, in both languages: first what nearly everybody needs."""

from collections.abc import Mapping

from nitka.channels.capabilities import Title
from nitka.channels.form import Asked

_SECURITY = {
    "tls": Title(ru="TLS", en="TLS"),
    "starttls": Title(ru="STARTTLS", en="STARTTLS"),
    "none": Title(ru="без шифрования", en="not encrypted"),
}


def _asked(ru: str, en: str, hint: tuple[str, str] | None = None, *, more: bool = False) -> Asked:
    return Asked(title=Title(ru=ru, en=en), hint=Title(ru=hint[0], en=hint[1]) if hint else None, more=more)


def _more(ru: str, en: str, hint: tuple[str, str] | None = None) -> Asked:
    return _asked(ru, en, hint, more=True)


def _security(ru: str, en: str) -> Asked:
    return Asked(title=Title(ru=ru, en=en), choices=_SECURITY, more=True)


_SERVER = ("Нужен, если почта не у Gmail, Яндекса, Mail.ru или Microsoft", "Needed unless a provider is chosen above")
_PORT = ("0: обычный", "0: the usual one")
_AS_READING = ("Если пусто, то же, что для чтения", "Empty: the same as for reading")

FORM: Mapping[str, Asked] = {
    "address": _asked("Адрес ящика", "Address of the mailbox"),
    "provider": Asked(
        title=Title(ru="Где почта", en="Provider"),
        choices={
            "": Title(ru="Свой сервер", en="A server of our own"),
            "gmail": Title(ru="Gmail", en="Gmail"),
            "microsoft365": Title(ru="Microsoft 365", en="Microsoft 365"),
            "yandex": Title(ru="Яндекс", en="Yandex"),
            "mailru": Title(ru="Mail.ru", en="Mail.ru"),
        },
    ),
    "password": _asked(
        "Пароль",
        "Password",
        (
            "Gmail, Яндекс и Mail.ru дают для этого отдельный пароль приложения",
            "Gmail, Yandex and Mail.ru give a password of its own for this",
        ),
    ),
    "imap_host": _asked("Сервер для чтения (IMAP)", "Server to read from (IMAP)", _SERVER),
    "smtp_host": _asked("Сервер для отправки (SMTP)", "Server to send by (SMTP)", _SERVER),
    "from_name": _asked("Имя отправителя", "Sender's name", ("Например, название магазина", "Such as the shop's name")),
    "signature": Asked(title=Title(ru="Подпись под письмами", en="Signature below letters"), long=True),
    "locale": Asked(
        title=Title(ru="Язык писем", en="Language of letters"),
        choices={"ru": Title(ru="русский", en="Russian"), "en": Title(ru="английский", en="English")},
    ),
    "username": _more("Имя для входа", "Login name", ("Если пусто, адрес ящика", "Empty: the address")),
    "imap_port": _more("Порт IMAP", "IMAP port", _PORT),
    "imap_security": _security("Шифрование IMAP", "IMAP encryption"),
    "mailbox": _more("Папка с письмами", "Folder to read"),
    "backlog_days": _more("За сколько дней забрать прежние письма", "Days of earlier mail to take over"),
    "poll_seconds": _more(
        "Проверять почту каждые, секунд",
        "Seconds between looks",
        ("Если сервер сам не сообщает о новых письмах", "Where the server does not tell of new mail by itself"),
    ),
    "size_limit_mb": _more("Самое большое письмо, МБ", "Largest letter, MB"),
    "keep_original": _more("Хранить исходники писем", "Keep letters as they came, too"),
    "smtp_port": _more("Порт SMTP", "SMTP port", _PORT),
    "smtp_security": _security("Шифрование SMTP", "SMTP encryption"),
    "smtp_username": _more("Имя для отправки", "Login name for sending", _AS_READING),
    "smtp_password": _more("Пароль для отправки", "Password for sending", _AS_READING),
    "sent_mailbox": _more(
        "Папка отправленных", "Folder of sent mail", ("Если пусто, найдётся сама", "Empty: found by itself")
    ),
    "allow_plain": _more("Разрешить вход без шифрования", "Allow signing in without encryption"),
    "tls_ca": Asked(
        title=Title(ru="Свой центр сертификации (PEM)", en="Certificate authority of your own (PEM)"),
        more=True,
        long=True,
    ),
    "oauth_client_id": _more("OAuth: номер приложения", "OAuth: client id"),
    "oauth_client_secret": _more("OAuth: секрет приложения", "OAuth: client secret"),
    "oauth_refresh_token": _more(
        "OAuth: токен обновления",
        "OAuth: refresh token",
        ("Если пусто, приложение входит само", "Empty: the application signs in for itself"),
    ),
    "oauth_token_url": _more("OAuth: адрес токенов", "OAuth: token address"),
    "oauth_scope": _more("OAuth: права", "OAuth: scope"),
    "oauth_tenant": _more("OAuth: каталог Microsoft", "OAuth: Microsoft tenant"),
    "plus_addressing": _more(
        "Ставить метку в обратный адрес",
        "Put a token into Reply-To",
        (
            "По ней ответ находит свой диалог; ящик должен принимать адреса вида help+…@",
            "It leads an answer to its conversation; the mailbox must take addresses like help+…@",
        ),
    ),
    "trusted_authserv_id": _more(
        "Чьим проверкам писем верить",
        "Whose checks of letters to believe",
        ("Имена из Authentication-Results, через запятую", "Names in Authentication-Results, by commas"),
    ),
    "automatic_per_hour": _more("Автоответов в час от одного адреса", "Automatic letters an hour from one sender"),
}
