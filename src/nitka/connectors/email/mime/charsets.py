"""Bytes into text when the declared charset is wrong, unknown or missing."""

import codecs
import re

# Names seen in real mail that Python does not know, or knows as something narrower than what is sent.
_ALIASES = {
    "ansi": "cp1252",
    "ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "cp-1251": "cp1251",
    "gb2312": "gb18030",
    "iso-8859-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "koi8r": "koi8-r",
    "ks_c_5601-1987": "cp949",
    "unicode-1-1-utf-7": "utf-7",
    "unknown-8bit": "utf-8",
    "us-ascii": "utf-8",
    "utf8mb4": "utf-8",
    "win-1251": "cp1251",
    "windows1251": "cp1251",
    "x-cp1251": "cp1251",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-sjis": "cp932",
    "x-unknown": "utf-8",
}
_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso-8859-5")
_FREQUENT = "оеаинтсрвлкмдпу"  # two thirds of Russian text
_RARE = re.compile(r"[а-яё][А-ЯЁ]|[\x80-\x9f\u2500-\u25ff\u0402-\u040f\u0452-\u045f]")


def known_charset(name: str) -> str | None:
    """Return Python's name of a text charset, or None for one that it cannot read."""
    plain = name.strip().strip("\"'").lower().replace(" ", "-")
    plain = _ALIASES.get(plain, plain)
    try:
        info = codecs.lookup(plain)
    except (LookupError, ValueError, UnicodeError):
        return None
    # Python also has codecs that unpack or unscramble ("zlib", "rot13", "idna"): they are not charsets.
    return info.name if getattr(info, "_is_text_encoding", True) and info.name not in _NOT_CHARSETS else None


_NOT_CHARSETS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}


def decode_text(data: bytes, declared: str | None = None) -> str:
    """Return the bytes as text: by the declared charset where it fits, else by what they look like."""
    charset = known_charset(declared) if declared else None
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        charset = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-16"
    if charset is None or charset in {"utf-8", "cp1252"}:
        # Old programs send cp1251 and call it utf-8, iso-8859-1, or nothing at all.
        text = _strict(data, "utf-8-sig" if charset == "utf-8-sig" else "utf-8")
        if text is None and charset != "cp1252":
            text = _strict(data, guess_cyrillic(data))
        elif text is None:
            text = _western_or_cyrillic(data)
    else:
        text = _strict(data, charset)
        # A single-byte charset fits any bytes, so UTF-8 that was wrongly declared is recognised by being UTF-8.
        if charset in {"cp1251", "koi8-r", "iso8859-5"} and any(byte > 0x7F for byte in data[:4096]):
            text = _strict(data, "utf-8") or text
    return text if text is not None else _replacing(data, charset or "utf-8")


def guess_cyrillic(data: bytes) -> str:
    """Return the single-byte Russian charset in which these bytes read most like Russian."""
    sample = data[:20_000]
    return max(_CYRILLIC, key=lambda charset: _likeness(sample.decode(charset, "replace")))


def _likeness(text: str) -> int:
    lower = text.lower()
    return (
        2 * sum(lower.count(letter) for letter in _FREQUENT)
        + sum(text.count(letter) for letter in _FREQUENT)  # small letters are commoner than capitals
        - 5 * len(_RARE.findall(text))
    )


def _western_or_cyrillic(data: bytes) -> str | None:
    high = sum(byte > 0x7F for byte in data)
    # West European text has a foreign letter now and then; Russian consists of them.
    return _strict(data, guess_cyrillic(data)) if high * 3 > len(data) else _strict(data, "cp1252")


def _strict(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeError, LookupError, ValueError):
        return None


def _replacing(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset, "replace")
    except (UnicodeError, LookupError, ValueError):
        return data.decode("latin-1")
