"""Sealing."""

import pytest

from nitka.platform.secrets import CannotOpen, Sealer
from nitka.platform.settings import Settings


def test_what_is_sealed_can_be_opened_and_does_not_show() -> None:
    sealer = Sealer(["key"])
    sealed = sealer.seal("пароль от почты".encode())
    assert "пароль".encode() not in sealed
    assert sealer.open(sealed).decode() == "пароль от почты"
    assert sealer.seal(b"same") != sealer.seal(b"same")


def test_a_new_key_still_opens_what_the_old_one_sealed() -> None:
    old = Sealer(["old"])
    sealed = old.seal(b"secret")
    rotated = Sealer(["new", "old"])
    assert rotated.open(sealed) == b"secret"
    assert rotated.outdated(sealed)
    anew = rotated.seal(b"secret")
    assert not rotated.outdated(anew)
    assert Sealer(["new"]).open(anew) == b"secret"
    with pytest.raises(CannotOpen):
        Sealer(["new"]).open(sealed)


@pytest.mark.parametrize("place", [0, 1, 9, 21, -1])
def test_nothing_that_was_changed_is_opened(place: int) -> None:
    sealer = Sealer(["key"])
    changed = bytearray(sealer.seal(b"secret"))
    changed[place] ^= 1
    with pytest.raises(CannotOpen):
        sealer.open(bytes(changed))


@pytest.mark.parametrize("length", [0, 1, 9, 20, 30])
def test_nothing_that_was_cut_off_is_opened(length: int) -> None:
    sealer = Sealer(["key"])
    with pytest.raises(CannotOpen):
        sealer.open(sealer.seal(b"secret")[:length])


def test_the_key_comes_from_the_settings_or_the_databases_password() -> None:
    url = "postgresql://nitka:p%40ss@localhost/nitka"
    derived = Sealer.of(Settings(database_url=url))
    sealed = derived.seal(b"x")
    assert Sealer.of(Settings(database_url=url.replace("localhost", "db.internal"))).open(sealed) == b"x"
    own = Sealer.of(Settings(database_url=url, secret_key="own"))
    with pytest.raises(CannotOpen):
        own.open(sealed)
    moved = Settings(database_url=url, secret_key="own", old_secret_keys=("database p@ss",))
    assert Sealer.of(moved).open(sealed) == b"x"
