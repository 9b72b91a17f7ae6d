"""Codes of the second step, without I/O: those of an app (TOTP, RFC 6238) and recovery codes."""

import hmac
import io
import re
import secrets
from datetime import datetime, timedelta
from typing import Literal

import pyotp
import segno

# What every app understands: SHA-1, six digits, half a minute (RFC 6238; apps ignore other values in the link).
STEP = 30  # seconds
DRIFT = 1  # steps that a phone's clock may be off, either way (RFC 6238, 5.2)
KEY_LENGTH = 32  # characters of base32: 160 bits (RFC 4226, 4, R6)
RECOVERY_CODES = 10
TRIES = 5  # wrong codes of one sign-in
CODE_LIFE = timedelta(minutes=5)
SETUP_LIFE = timedelta(minutes=15)  # an app may have to be installed first

Needs = Literal["code", "setup"]

_RECOVERY_LENGTH = 10  # characters of 5 bits
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no letter looks like a digit
_LOOKALIKES = str.maketrans("ilo", "110")
_BETWEEN = re.compile(r"[\s-]+")
_OF_APP = re.compile(r"[0-9]{6}")
_RECOVERY = re.compile(f"[{_ALPHABET}]{{{_RECOVERY_LENGTH}}}")


def new_key() -> str:
    """Return a new secret in base32, to be shared with an app."""
    return pyotp.random_base32(KEY_LENGTH)


def app_link(key: str, email: str, issuer: str) -> str:
    """Return the otpauth:// address that apps read from the picture."""
    return pyotp.TOTP(key).provisioning_uri(name=email, issuer_name=issuer)


def picture(link: str) -> str:
    """Return the link as a QR code: SVG of its own, black on white, with the quiet zone that cameras need."""
    drawn = io.BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="svg", scale=5, border=4, light="#fff", xmldecl=False)
    return drawn.getvalue().decode().strip()


def step_at(moment: datetime) -> int:
    """Return the time step of this moment (RFC 6238, 4.2)."""
    return int(moment.timestamp()) // STEP


def matching_step(key: str, code: str, moment: datetime, last_step: int) -> int | None:
    """Return the step that this code belongs to, or None: a wrong code, or one not newer than the last one taken.

    Every step is compared, each in constant time, so that the time tells nothing.
    """
    app, found = pyotp.TOTP(key), None
    here = step_at(moment)
    for step in range(here - DRIFT, here + DRIFT + 1):
        right = hmac.compare_digest(app.generate_otp(step).encode(), code.encode())
        if right and step > last_step:
            found = step
    return found


def read_code(typed: str) -> tuple[Literal["app", "recovery", "none"], str]:
    """Return what kind of code somebody typed, and the code itself: spaces, hyphens and capitals do not matter."""
    plain = _BETWEEN.sub("", typed).lower()
    if _OF_APP.fullmatch(plain):
        return "app", plain
    plain = plain.translate(_LOOKALIKES)
    return ("recovery", plain) if _RECOVERY.fullmatch(plain) else ("none", "")


def new_recovery_codes() -> list[str]:
    """Return ten codes of 50 bits each, in two groups for the eye."""
    whole = ["".join(secrets.choice(_ALPHABET) for _ in range(_RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
    return [f"{code[:5]}-{code[5:]}" for code in whole]


def needed(*, has: bool, demanded: bool) -> Needs | None:
    """Return what is still needed after the right password: a code, a second factor at all, or nothing."""
    if has:
        return "code"
    return "setup" if demanded else None


def life_of(needs: Needs) -> timedelta:
    """Return how long somebody has for the second step."""
    return CODE_LIFE if needs == "code" else SETUP_LIFE
