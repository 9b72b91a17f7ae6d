"""Sentences that people read."""

from datetime import UTC, datetime

from nitka.customers.why import Evidence, because_text, event_text, link_text, merge_text

AT = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)


def test_a_link_is_a_plain_sentence_in_both_languages() -> None:
    typed = Evidence(("device", "email"), "together", ("chat", "message"), AT, 2)
    assert link_text(typed, "ru") == (
        "Устройство и адрес почты — вместе в одном сообщении чата 5 марта 2026 г. (со слов клиента, не подтверждено)."
    )
    assert link_text(typed, "en") == (
        "The device and the e-mail address: together in one chat message on 5 March 2026"
        " (in the customer's own words, not proven)."
    )


def test_what_several_links_share_is_told_without_naming_them() -> None:
    typed = Evidence(("device", "email"), "together", ("chat", "message"), AT, 2)
    assert because_text(typed, "ru") == "В одном сообщении чата, 5 марта 2026 г."
    assert because_text(typed, "en") == "In one chat message, 5 March 2026"
    assert because_text(typed._replace(types=("email", "phone")), "ru") == because_text(typed, "ru")
    assert because_text(typed._replace(kind="session"), "ru") == "Замечены вместе 5 марта 2026 г."
    assert because_text(typed._replace(kind="reply_token"), "en") == (
        "Our letter was answered from another address on 5 March 2026"
    )


def test_kinds_and_channels_that_nobody_has_named_yet_still_make_a_sentence() -> None:
    odd = Evidence(("max", "email"), "together", ("max", "message"), AT, 3)
    assert "max" in link_text(odd, "ru")
    assert link_text(odd, "ru").endswith("(подтверждено).")
    answered = Evidence(("email", "email"), "reply_token", ("email", "message"), AT, 2)
    assert "ответили с другого адреса" in link_text(answered, "ru")


def test_an_event_says_the_operators_reason_or_what_the_rule_saw() -> None:
    assert event_text("merge", "Сам сказал", {}, {}, "ru") == "Сам сказал"
    assert event_text("undo", "", {}, {}, "en") == "Undone by an operator."
    assert "общим" in event_text("split", "", {"rule": "shared"}, {}, "ru")
    link = {"a": "1", "b": "2", "kind": "together", "assurance": 2, "channel": "chat", "touch_kind": "message",
            "at": "2026-03-05T10:00:00Z"}  # fmt: skip
    text = event_text("merge", "", {"rule": "link", "link": link}, {"1": "phone", "2": "email"}, "ru")
    assert text.startswith("Телефон и адрес почты — вместе в одном сообщении чата")
    assert merge_text("", "en") == "Merged by an operator."
