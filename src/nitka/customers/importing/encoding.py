"""In which letters a file is written."""

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
# What Russian and Western tables are written in. Of more, the detector would find more than there is.
_LIKELY = ["cp1251", "koi8_r", "cp866", "mac_cyrillic", "cp1252"]
_PIECE = 1 << 18
_SAMPLE = 64 * 1024  # bytes around letters that are not ASCII


def encoding_of(file: Path) -> str:
    """Return Python's name of the encoding: by the mark at the beginning, as UTF-8 if all of it is, else the likeliest.

    The whole file is read, a piece at a time: the first letter that tells may stand in the last row.
    """
    with file.open("rb") as body:
        head = body.read(4096)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if wide := _unmarked_utf16(head):
        return wide
    telling = _not_utf8(file)
    if telling is None:
        return "utf-8"
    best = from_bytes(telling, cp_isolation=_LIKELY, chunk_size=1024).best()
    # A handful of letters tells the detector nothing: then it is what Windows writes.
    return best.encoding if best is not None else "cp1251"


def _unmarked_utf16(head: bytes) -> str | None:
    even, odd = head[::2], head[1::2]
    if len(head) < 4 or b"\x00" not in head:
        return None
    few, many = sorted((even.count(0), odd.count(0)))
    if many < 3 * few or many * 10 < len(odd):
        return None
    return "utf-16-be" if even.count(0) > odd.count(0) else "utf-16-le"


def _not_utf8(file: Path) -> bytes | None:
    """Return lines that show how the file is written; None when it is UTF-8 throughout."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    broken = False
    telling = bytearray()
    with file.open("rb") as body:
        while piece := body.read(_PIECE):
            if not broken:
                try:
                    decoder.decode(piece)
                except UnicodeDecodeError:
                    broken = True
            if len(telling) < _SAMPLE and not piece.isascii():
                telling += b"\n".join(line for line in piece.split(b"\n") if not line.isascii())[
                    : _SAMPLE - len(telling)
                ]
            if broken and len(telling) >= _SAMPLE:
                break
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        broken = True
    return bytes(telling) if broken else None
