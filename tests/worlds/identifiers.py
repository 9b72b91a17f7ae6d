"""How phones and addresses get written, and miswritten."""

from __future__ import annotations

import random

from tests.worlds.spelling import slip


def spoil_phone(rng: random.Random, number: str, slips: float = 0.1) -> tuple[str, tuple[str, ...]]:
    """Return a Russian number (E.164) as somebody writes it, and what was done to it."""
    if rng.random() < slips:
        index = rng.randint(5, 11)
        wrong = rng.choice([digit for digit in "0123456789" if digit != number[index]])
        return number[:index] + wrong + number[index + 1 :], ("phone_slip",)
    bare = number[2:]
    forms = (
        number, f"8{bare}", f"8 ({bare[:3]}) {bare[3:6]}-{bare[6:8]}-{bare[8:]}", f"7{bare}",
        f"+7 {bare[:3]} {bare[3:6]} {bare[6:8]} {bare[8:]}", f"8-{bare[:3]}-{bare[3:6]}-{bare[6:]}", bare,
    )  # fmt: skip
    form = rng.choice(forms)
    return form, (() if form == number else ("phone_format",))


def spoil_email(rng: random.Random, address: str, slips: float = 0.05) -> tuple[str, tuple[str, ...]]:
    """Return an address as somebody writes it, and what was done to it."""
    local, _, domain = address.partition("@")
    drawn = rng.random()
    if drawn < slips:
        return f"{slip(rng, local)}@{domain}", ("email_slip",)
    if drawn < slips + 0.15:
        return rng.choice((address.upper(), address.capitalize(), f" {address}", f"{local}@{domain.upper()}")), (
            "email_case",
        )
    if drawn < slips + 0.2 and domain in ("yandex.ru", "ya.ru"):
        return f"{local}@{'ya.ru' if domain == 'yandex.ru' else 'yandex.ru'}", ("email_form",)
    return address, ()
