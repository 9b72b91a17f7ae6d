"""The page of our own where links to the chat lead."""

from __future__ import annotations

from tests.integration.continuing.company import Company, token_in


async def test_without_a_page_of_the_company_the_link_leads_to_one_of_ours(company: Company) -> None:
    await company.rows("UPDATE connection SET settings = '{}' WHERE kind = 'chat' RETURNING 1")
    await company.say("laptop", "вопрос")
    url = (await company.link(await company.conversation_of("вопрос")))["chat"]["url"]
    path = url.partition("/continue/")[1] + url.partition("/continue/")[2]
    async with company.edge.http() as http:
        page = await http.get(path)
        again = await http.get(path)
        strange = await http.get("/continue/wk_nobody?nitka=abc")
    assert page.status_code == again.status_code == 200
    assert company.website.write_key in page.text
    assert token_in(url) not in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert strange.status_code == 404
    # Programs that look at links, in mail filters and messengers, have used nothing up.
    assert (await company.come("pocket", token_in(url)))["outcome"] == "joined"


async def test_the_page_of_the_company_keeps_its_own_parameters(company: Company) -> None:
    await company.rows(
        """UPDATE connection SET settings = '{"page": "https://shop.example/help?lang=ru#chat"}'
           WHERE kind = 'chat' RETURNING 1"""
    )
    await company.say("laptop", "вопрос")
    way = (await company.link(await company.conversation_of("вопрос")))["chat"]
    assert way["url"] == f"https://shop.example/help?lang=ru&nitka={way['url'].partition('nitka=')[2][:26]}#chat"
    assert way["qr"].startswith("<svg")
