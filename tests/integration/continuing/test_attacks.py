"""Whoever should not be joined by a token is not, and is told plainly why."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from nitka.customers.continuing.service import forget
from tests.integration.continuing.company import MAILBOX, Company, token_in


async def _asked(company: Company, visitor: str = "laptop") -> str:
    """A customer has asked in the chat; return the token of a link for them."""
    await company.say(visitor, f"вопрос от {visitor}")
    ways = await company.link(await company.conversation_of(f"вопрос от {visitor}"))
    return token_in(ways["chat"]["url"])


async def test_a_token_works_once(company: Company) -> None:
    token = await _asked(company)
    assert (await company.come("pocket", token))["outcome"] == "joined"
    late = await company.come("stranger", token)
    assert late["outcome"] == "used"
    assert "used already" in late["detail"]
    await company.say("stranger", "пустите")
    assert await company.customers() == 2
    assert len(await company.conversations()) == 2


async def test_the_same_person_may_come_twice(company: Company) -> None:
    token = await _asked(company)
    first = await company.come("pocket", token, "m1")
    replayed = await company.come("pocket", token, "m1")
    again = await company.come("pocket", token, "m2")
    assert [one["outcome"] for one in (first, replayed, again)] == ["joined", "joined", "again"]
    assert first["id"] == replayed["id"]
    links = await company.rows("SELECT 1 FROM link WHERE kind LIKE 'continuation%'")
    assert len(links) == 1


async def test_of_two_at_the_same_time_one_is_joined(company: Company) -> None:
    for number in range(6):
        token = await _asked(company, f"asker{number}")
        came = await asyncio.gather(*(company.come(f"racer{number}-{one}", token) for one in range(4)))
        assert sorted(one["outcome"] for one in came) == ["joined", "used", "used", "used"]


async def test_a_token_of_another_workspace_is_unknown(company: Company, neighbour: Company) -> None:
    token = await _asked(company)
    assert (await neighbour.come("pocket", token))["outcome"] == "wrong"
    assert (await company.come("pocket", token))["outcome"] == "joined"


async def test_forged_tokens_are_unknown(company: Company) -> None:
    token = await _asked(company)
    forged = ("b" if token[0] == "a" else "a") + token[1:]
    assert (await company.come("pocket", forged))["outcome"] == "wrong"
    answer = await company.visitor("pocket").post("continue", token="'; DROP TABLE continuation; --", message_id="x")
    assert answer.status_code == 400
    assert await company.customers() <= 2


async def test_an_expired_token_changes_nothing(company: Company) -> None:
    token = await _asked(company)
    await company.rows("UPDATE continuation SET expires_at = now() - interval '1 second' RETURNING 1")
    late = await company.come("pocket", token)
    assert late["outcome"] == "expired"
    assert "expired" in late["detail"]
    assert not await company.rows("SELECT 1 FROM link WHERE kind LIKE 'continuation%'")


async def test_nothing_readable_of_a_token_is_kept(company: Company) -> None:
    token = await _asked(company)
    code = await company.code(await company.conversation_of("вопрос от laptop"))
    await company.look("pocket", f"https://shop.example/boots?nitka={token}&color=red")
    kept = await company.rows(
        """SELECT (SELECT string_agg(t::text, '|') FROM touch t) AS touches,
                  (SELECT string_agg(c::text, '|') FROM continuation c) AS made,
                  (SELECT string_agg(k::text, '|') FROM continuation_try k) AS tried,
                  (SELECT string_agg(a::text, '|') FROM audit a) AS audited"""
    )
    written = "".join(value or "" for value in kept[0].values())
    assert token not in written
    assert code not in written
    assert "https://shop.example/boots?color=red" in written


@pytest.mark.parametrize("status", ["shared", "blocked"])
async def test_no_token_is_made_for_an_address_that_is_nobodys_own(company: Company, status: str) -> None:
    await company.say("kiosk", "вопрос из зала")
    conversation = await company.conversation_of("вопрос из зала")
    [row] = await company.rows("SELECT id FROM identifier WHERE type = 'device'")
    await company.desk("PATCH", f"identifiers/{row['id']}", status=status)
    answer = await company.desk("POST", f"conversations/{conversation}/continuations")
    assert answer.status_code == 409
    assert "not one person" in answer.json()["detail"]


async def test_an_address_that_became_shared_joins_nobody(company: Company) -> None:
    token = await _asked(company, "kiosk")
    [row] = await company.rows("SELECT id FROM identifier WHERE type = 'device'")
    await company.desk("PATCH", f"identifiers/{row['id']}", status="shared")
    await company.come("pocket", token)
    await company.say("pocket", "это я")
    owners = await company.rows(
        "SELECT customer_id FROM message_shown WHERE text = ANY ($1)", ["это я", "вопрос от kiosk"]
    )
    assert len({row["customer_id"] for row in owners}) == 2


async def test_a_link_for_one_channel_is_no_use_in_another(company: Company) -> None:
    await company.say("laptop", "вопрос")
    ways = await company.link(await company.conversation_of("вопрос"), target="email")
    assert list(ways) == ["email"]
    token = ways["email"]["address"].partition("+c.")[2].partition("@")[0]
    assert (await company.come("pocket", token))["outcome"] == "elsewhere"
    await company.mail("ivan@example.com", "пишу с почты", ways["email"]["address"])
    assert await company.conversation_of("пишу с почты") == await company.conversation_of("вопрос")


async def _guessed(company: Company, times: int) -> None:
    """Let others have guessed wrong, each from a browser of its own, while one code lived."""
    await company.rows(
        """INSERT INTO continuation_try (workspace_id, touch_id, presenter, outcome, live, at)
           SELECT $1, gen_random_uuid(), gen_random_uuid(), 'wrong', 1, now() FROM generate_series(1, $2)
           RETURNING 1""",
        company.workspace.id, times,
    )  # fmt: skip


async def test_guessing_codes_ends_before_it_can_hit(company: Company) -> None:
    await company.say("laptop", "вопрос")
    code = await company.code(await company.conversation_of("вопрос"))
    wrong = [f"{number:06d}" for number in range(10) if f"{number:06d}" != code]
    own = [(await company.come("guesser", guess))["outcome"] for guess in wrong[:5]]
    assert own == ["wrong", "wrong", "wrong", "later", "later"]  # and the wait doubles from here
    await _guessed(company, 95)
    last = [(await company.come(f"bot{guess}", guess))["outcome"] for guess in wrong[5:7]]
    assert last == ["wrong", "later"]  # 3 and 95 and one are 99: the hour is spent, also for ever new browsers
    assert (await company.come("pocket", code))["outcome"] == "later"  # the price: digits rest, links go on
    ways = await company.link(await company.conversation_of("вопрос"))
    assert (await company.come("pocket", token_in(ways["chat"]["url"])))["outcome"] == "joined"


async def test_an_operator_is_not_kept_out_by_guessers(company: Company) -> None:
    await company.say("laptop", "первый вопрос")
    code = await company.code(await company.conversation_of("первый вопрос"))
    await _guessed(company, 99)
    await company.mail("ivan@example.com", "второй вопрос")
    path = f"conversations/{await company.conversation_of('второй вопрос')}/continuations/redeem"
    answer = await company.desk("POST", path, token=code)
    assert (answer.status_code, answer.json()["outcome"]) == (200, "joined")
    assert await company.customers() == 1


async def test_an_operator_who_mistypes_waits_too(company: Company) -> None:
    await company.say("laptop", "вопрос")
    conversation = await company.conversation_of("вопрос")
    code = await company.code(conversation)
    path = f"conversations/{conversation}/continuations/redeem"
    wrong = "000001" if code != "000001" else "000002"
    answers = [await company.desk("POST", path, token=wrong) for _ in range(4)]
    assert [one.status_code for one in answers] == [409] * 4
    assert "no such link or code" in answers[0].json()["detail"]
    assert "too many wrong codes" in answers[3].json()["detail"]


async def test_live_codes_are_few_and_a_flood_of_visitors_leaves_the_desk_some(company: Company) -> None:
    for number in range(11):
        await company.say(f"v{number}", f"вопрос {number}")
        made = await company.visitor(f"v{number}").post("continuations", form="code")
        assert made.status_code == (201 if number < 10 else 429)
    assert await company.code(await company.conversation_of("вопрос 10"))


async def test_a_new_code_ends_the_old_one(company: Company) -> None:
    await company.say("laptop", "вопрос")
    conversation = await company.conversation_of("вопрос")
    old, new = await company.code(conversation), await company.code(conversation)
    assert (await company.come("pocket", old))["outcome"] == "expired"
    assert (await company.come("pocket", new))["outcome"] == "joined"


async def test_numbers_in_a_message_cost_nobody_anything_while_no_code_lives(company: Company) -> None:
    for number in range(6):
        await company.say("laptop", f"10{number} 347")
    assert {row["live"] for row in await company.rows("SELECT live FROM continuation_try")} == {0}
    await company.mail("ivan@example.com", "дайте код")
    code = await company.code(await company.conversation_of("дайте код"))
    await company.say("laptop", f" {code[:3]} {code[3:]} ")
    assert await company.customers() == 1


async def test_who_is_lured_to_follow_a_link_does_not_become_the_one_who_sent_it(company: Company) -> None:
    """An attacker sends the link of their own chat to somebody with a proven name."""
    await company.say("attacker", "здравствуйте")
    ways = await company.link(await company.conversation_of("здравствуйте"))
    await company.mail("victim@example.com", "мой заказ 1234", ways["email"]["address"])
    conversation = await company.conversation_of("мой заказ 1234")
    await company.say("attacker", "так где мой заказ?")
    found = (await company.desk("GET", f"conversations/{conversation}/addresses")).json()["items"]
    path = {one["value"]: one["path"] for one in found}
    assert path["victim@example.com"] == "verified"
    assert path["attacker"] != "verified"  # the desk warns before anything is said there


async def test_a_forged_sender_is_brought_in_as_a_claim_only(company: Company) -> None:
    await company.mail("victim@example.com", "мой заказ 1234")
    await company.say("attacker", "здравствуйте")
    ways = await company.link(await company.conversation_of("здравствуйте"))
    await company.mail("victim@example.com", "это тоже я", ways["email"]["address"], proven=False)
    links = await company.rows("SELECT assurance FROM link WHERE kind LIKE 'continuation%'")
    assert [row["assurance"] for row in links] == [2]


async def test_a_cookie_in_the_tracking_is_no_proof(company: Company) -> None:
    token = await _asked(company)
    await company.look("somebody-elses-cookie", f"https://shop.example/?nitka={token}")
    links = await company.rows("SELECT assurance FROM link WHERE kind LIKE 'continuation%'")
    assert [row["assurance"] for row in links] == [1]
    assert (await company.come("somebody-elses-cookie", token))["outcome"] == "again"  # now with that browser's secret
    links = await company.rows("SELECT assurance FROM link WHERE kind LIKE 'continuation%'")
    assert [row["assurance"] for row in links] == [3]


async def test_an_automatic_answer_brings_nobody(company: Company) -> None:
    await company.say("laptop", "вопрос")
    ways = await company.link(await company.conversation_of("вопрос"))
    await company.mail("robot@example.com", "я в отпуске", ways["email"]["address"], Auto_Submitted="auto-replied")
    assert await company.customers() == 2
    assert MAILBOX in str(await company.rows("SELECT payload FROM touch WHERE channel = 'email'"))


async def test_a_visitor_sees_nothing_of_what_was_said_before(company: Company) -> None:
    token = await _asked(company)
    await company.come("pocket", token)
    assert await company.visitor("pocket").listed() == []


async def test_a_link_ends_as_it_was_set(company: Company) -> None:
    await company.rows("UPDATE workspace SET settings = settings || '{\"continue_hours\": 2}' RETURNING 1")
    await _asked(company)
    [row] = await company.rows("SELECT expires_at - made_at AS life FROM continuation")
    assert row["life"] == timedelta(hours=2)


async def test_what_is_long_over_is_forgotten(company: Company) -> None:
    token = await _asked(company)
    await company.come("pocket", token)
    await company.rows("UPDATE continuation SET expires_at = now() - interval '31 days' RETURNING 1")
    await company.rows("UPDATE continuation_try SET at = now() - interval '31 days' RETURNING 1")
    await _asked(company, "tablet")
    await forget(company.edge.services.database)
    assert len(await company.rows("SELECT 1 FROM continuation")) == 1
    assert not await company.rows("SELECT 1 FROM continuation_try")
    assert await company.rows("SELECT 1 FROM link WHERE kind LIKE 'continuation%'")  # the evidence stays
