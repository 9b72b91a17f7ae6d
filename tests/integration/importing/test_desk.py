"""Customers come in from a file uploaded at the desk, once, however often and with whatever is wrong in it."""

from __future__ import annotations

import asyncio
import csv
import io

import pytest

from nitka.entrypoints.services import Services
from tests.integration.importing.conftest import HEADER, MAPPING, Company, imports, table, working

IVAN = "1;Иван Петров;ivan@mail.ru;8 (916) 123-45-67, +7 903 111-22-33;Москва"
ANNA = "2;Анна Ким;anna@mail.ru;;Тверь"


async def test_a_file_is_shown_with_a_mapping_to_confirm(company: Company) -> None:
    job = await company.upload(table(IVAN, *(f"{at};Клиент {at};c{at}@mail.ru;;" for at in range(2, 60))))
    assert (job["state"], job["name"], job["by"]) == ("draft", "клиенты.csv", None)
    seen = await company.get(f"/imports/{job['id']}/preview")
    assert [one["column"]["to"] for one in seen["columns"]] == ["crm_id", "name", "email", "phone", "city"]
    assert seen["columns"][1]["samples"] == ["Иван Петров", "Клиент 2", "Клиент 3"]
    assert (len(seen["rows"]), seen["rows"][0][4], seen["format"]) == (
        20, "Москва", {"encoding": "cp1251", "delimiter": ";"},
    )  # fmt: skip


async def test_rows_become_customers_and_again_nothing_new(company: Company, reading: None) -> None:
    job = await company.bring(table(IVAN, ANNA))
    assert job["counts"] | {"rows": 2, "new": 2, "refused": 0} == job["counts"]
    ivan = await company.customer("phone:+79031112233")
    assert (ivan["name"], ivan["traits"]["city"]) == ("Иван Петров", "Москва")
    worth = {(one["type"], one["value"]): one["assurance"] for one in ivan["identifiers"]}
    assert worth == {
        ("crm_id", "1"): "verified", ("email", "ivan@mail.ru"): "asserted", ("phone", "+79161234567"): "asserted",
        ("phone", "+79031112233"): "asserted",
    }  # fmt: skip
    again = await company.bring(table(ANNA, IVAN))
    assert again["counts"] | {"rows": 2, "new": 0, "changed": 0, "unchanged": 2} == again["counts"]
    assert (await company.touches(), await company.customers()) == (2, 2)


async def test_a_changed_row_has_the_last_word_and_may_change_back(company: Company, reading: None) -> None:
    for city, what in (("Москва", "new"), ("Казань", "changed"), ("Москва", "changed"), ("Москва", "unchanged")):
        job = await company.bring(table(f"1;Иван;ivan@mail.ru;;{city}"))
        assert job["counts"][what] == 1
        assert (await company.customer("email:ivan@mail.ru"))["traits"]["city"] == city
    assert (await company.touches(), await company.customers()) == (3, 1)


async def test_a_dry_run_tells_and_writes_nothing(company: Company, reading: None) -> None:
    await company.bring(table(IVAN, "5;Пётр;petr@mail.ru;;"))
    before = await company.touches(), await company.customers()
    rows = [IVAN, "7;Новый;new@mail.ru;;", "8;;;12;", "9;Дом;ivan@mail.ru;;", ";Ещё раз новый;new@mail.ru;;"]
    upload = await company.upload(table(*rows))
    checked = await company.start(upload, dry_run=True)
    counts = {"rows": 5, "new": 4, "changed": 0, "unchanged": 1, "refused": 0, "noted": 1, "held": 0}
    assert checked["counts"] == counts
    # Whoever has another id of the CRM stays apart, whatever they share; who has none is joined.
    assert checked["forecast"] | {"new": 3, "known": 1, "together": 1, "apart": 1} == checked["forecast"]
    assert (await company.touches(), await company.customers()) == before
    # And what was foretold happens.
    job = await company.start(upload, dry_run=False)
    assert (job["counts"]["new"], await company.customers()) == (4, 5)


async def test_known_customers_that_a_row_joins_are_foretold(company: Company, reading: None) -> None:
    plain = {"columns": {"Эл. почта": {"to": "email"}, "Телефон": {"to": "phone"}}}
    await company.bring(table(";;one@mail.ru;;", ";;;89161234567;"), mapping=plain)
    assert await company.customers() == 2
    upload = await company.upload(table(";;one@mail.ru;89161234567;"))
    forecast = (await company.start(upload, dry_run=True, mapping=plain))["forecast"]
    assert (forecast["new"], forecast["joining"], forecast["joined_into"]) == (0, 2, 1)
    await company.start(upload, dry_run=False, mapping=plain)
    assert await company.customers() == 1


async def test_bad_rows_are_reported_and_their_neighbours_go_in(company: Company, reading: None) -> None:
    rows = [IVAN, "3;Без адреса;;;", ";Никто;test@test.ru;;", "4;Пётр;petr at mail;12-34;", '5;"Сеня;x@y.ru', ANNA,
            "2;Другая;other@mail.ru;;", "6;=cmd();sum@mail.ru;1;"]  # fmt: skip
    job = await company.bring(table(*rows))
    assert job["counts"] | {"rows": 8, "new": 5, "refused": 3, "noted": 2} == job["counts"]
    assert (job["problems"], await company.customers()) == (5, 5)
    answer = await company.http.get(f"/api/v1/imports/{job['id']}/report", headers=company.tenant.bearer)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == ["Строка", "Что стало", "Столбец", "Что не так и что сделать", *HEADER.split(";")]
    told = [(line[0], line[1], line[2]) for line in lines[1:]]
    assert told == [
        ("4", "отклонена", "Эл. почта"), ("4", "отклонена", ""), ("5", "принята без этого", "Эл. почта"),
        ("5", "принята без этого", "Телефон"), ("6", "отклонена", ""), ("8", "отклонена", ""),
        ("9", "принята без этого", "Телефон"),
    ]  # fmt: skip
    assert lines[6][3] == "В строке 7 тот же ключ, но другие данные: оставьте одну из них"
    assert lines[3][3].startswith("«petr at mail» — это не адрес почты")
    assert lines[7][5] == "'=cmd()"  # no spreadsheet reckons it
    english = await company.http.get(
        f"/api/v1/imports/{job['id']}/report", params={"locale": "en"}, headers=company.tenant.bearer
    )
    assert "line 7 has the same key" in english.text.lower()


async def test_a_restart_in_the_middle_doubles_nothing(company: Company, services: Services, pipeline: None) -> None:
    body = table(*(f"{at};Клиент {at};customer{at}@mail.ru;;" for at in range(1, 1801)), "x;;;;")
    upload = await company.upload(body)
    start = {"source": "1С", "mapping": MAPPING, "dry_run": False}
    path = f"/api/v1/imports/{upload['id']}"
    assert (await company.http.post(f"{path}/start", json=start, headers=company.tenant.bearer)).status_code == 200
    task = asyncio.create_task(imports(services)(asyncio.Event()))
    async with asyncio.timeout(30):
        while (await company.get(f"/imports/{upload['id']}"))["counts"]["rows"] < 500:
            await asyncio.sleep(0.01)
    task.cancel()  # as it stands: some of the next portion may be in the stream already
    await asyncio.gather(task, return_exceptions=True)
    async with working(services, imports(services)):
        job = await company.until(upload["id"], "done")
    assert job["counts"] | {"rows": 1801, "new": 1801, "unchanged": 0, "held": 0} == job["counts"]
    assert await company.touches() == 1801


async def test_a_stopped_import_goes_on_when_the_file_comes_again(company: Company, reading: None) -> None:
    body = table(*(f"{at};Клиент {at};customer{at}@mail.ru;;" for at in range(1, 3001)))
    upload = await company.upload(body)
    start = {"source": "1С", "mapping": MAPPING, "dry_run": False}
    path = f"/api/v1/imports/{upload['id']}"
    await company.http.post(f"{path}/start", json=start, headers=company.tenant.bearer)
    async with asyncio.timeout(30):
        while (await company.get(f"/imports/{upload['id']}"))["counts"]["rows"] < 500:
            await asyncio.sleep(0.01)
    stopped = await company.http.post(f"{path}/stop", headers=company.tenant.bearer)
    assert stopped.json()["state"] == "stopped"
    assert stopped.json()["counts"]["rows"] < 3000
    assert (await company.http.post(f"{path}/start", json=start, headers=company.tenant.bearer)).status_code == 409
    again = await company.bring(body)
    assert again["counts"]["new"] + again["counts"]["unchanged"] == 3000
    assert await company.touches() == 3000


async def test_progress_is_pushed_and_deeds_are_in_the_audit_log(company: Company, reading: None) -> None:
    job = await company.bring(table(IVAN))
    async with company.services.database.service() as tx:
        kinds = await tx.fetch("SELECT kind FROM outbox WHERE workspace_id = $1", company.tenant.opened.id)
    assert [row["kind"] for row in kinds].count("import_changed") >= 3
    await company.http.get(f"/api/v1/imports/{job['id']}/report", headers=company.tenant.bearer)
    assert (await company.http.delete(f"/api/v1/imports/{job['id']}", headers=company.tenant.bearer)).status_code == 204
    actions = [one["action"] for one in (await company.get("/audit"))["items"]]
    for action in ("imports.upload", "imports.start", "imports.report", "imports.remove"):
        assert action in actions
    assert (await company.get("/imports"))["items"] == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "The file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x01", "This is not a table"),
        (b"a" * 300_000, "This is not a table"),
        (b"PK\x03\x04....", "This is a spreadsheet"),
    ],
)
async def test_what_is_no_table_is_refused_at_once(company: Company, body: bytes, said: str) -> None:
    files = {"file": ("x.csv", body, "text/csv")}
    answer = await company.http.post("/api/v1/imports", files=files, headers=company.tenant.bearer)
    assert (answer.status_code, answer.json()["detail"][: len(said)]) == (400, said)
    assert (await company.get("/imports"))["items"] == []


async def test_a_wrong_mapping_is_refused_before_anything_runs(company: Company) -> None:
    upload = await company.upload(table(IVAN))
    for columns in ({"ФИО": {"to": "name"}}, {"Нет": {"to": "email"}}, {"ID": {"to": "что-то"}}):
        body = {"source": "1С", "mapping": {"columns": columns}}
        answer = await company.http.post(
            f"/api/v1/imports/{upload['id']}/start", json=body, headers=company.tenant.bearer
        )
        assert (answer.status_code, answer.json()["field"]) == (400, "mapping"), answer.text


async def test_a_neighbour_finds_nothing_of_it(company: Company, other: Company, reading: None) -> None:
    job = await company.bring(table(IVAN))
    waiting = await company.upload(table(ANNA))
    assert (await other.get("/imports"))["items"] == []
    for id_ in (job["id"], waiting["id"]):
        for method, path in (("GET", ""), ("GET", "/preview"), ("POST", "/start"), ("POST", "/stop"),
                             ("GET", "/report"), ("DELETE", "")):  # fmt: skip
            body = {"source": "1С", "mapping": MAPPING} if path == "/start" else None
            answer = await other.http.request(
                method, f"/api/v1/imports/{id_}{path}", json=body, headers=other.tenant.bearer
            )
            assert answer.status_code == 404, (method, path, answer.text)
    # The same file of a neighbour makes customers of their own.
    theirs = await other.bring(table(IVAN))
    assert theirs["counts"]["new"] == 1
    assert (await company.customers(), await other.customers()) == (1, 1)
    async with other.services.database.workspace(other.tenant.opened.id) as tx:
        for name in ("import_job", "import_row", "import_refusal"):
            rows = await tx.fetch(f"SELECT workspace_id FROM {name}")
            assert {row["workspace_id"] for row in rows} <= {other.tenant.opened.id}


async def test_operators_may_not(company: Company) -> None:
    made = await company.http.post(
        "/api/v1/tokens", json={"name": "t", "role": "operator"}, headers=company.tenant.bearer
    )
    operator = {"Authorization": f"Bearer {made.json()['token']}"}
    answer = await company.http.get("/api/v1/imports", headers=operator)
    assert answer.status_code == 403
