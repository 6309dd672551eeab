"""The DNC page and the number tester, as the browser app asks them, on both databases."""

import io
import zipfile
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa
from asking import Client, ask

from cti.accounts.rights import Caller
from cti.compliance import http
from cti.compliance.dnc import Dnc
from cti.compliance.dnc_store import Origin
from cti.compliance.lists import Entry
from cti.db import Database
from cti.schema import audit_log, dnc_imports, dnc_numbers

A, B, C = 84912345678, 84987654321, 84398765432


async def send(client: Client, path: str, data: bytes, name: str = "dnc.csv") -> tuple[int, Any]:
    form = aiohttp.FormData()
    form.add_field("file", data, filename=name)
    async with client.post(f"/api/v1/dnc/{path}", data=form) as response:
        return response.status, await response.json()


@pytest.mark.requirement("R245", "R247")
async def test_the_number_tester_tells_everything_about_a_number(
    client: Client, who: list[Caller], agent: Caller, dnc: Dnc
) -> None:
    who.append(agent)
    await _list(dnc, "national", A)
    status, report = await ask(client, "GET", "numbers/check?number=912345678")
    assert status == 200
    assert report["e164"] == "+84912345678"
    assert (report["kind"], report["carrier"], report["mended"]) == (
        "mobile",
        "Vinaphone",
        "lost_zero",
    )
    assert report["manual"]["verdict"] == "confirm"
    assert report["campaign"]["verdict"] == "deny"
    assert report["campaign"]["reasons"] == ["dnc.national.voice", "consent.missing"]
    assert report["manual"]["display"] == "0912 345 678"


@pytest.mark.requirement("R007")
async def test_the_number_tester_flags_what_cannot_be_called(
    client: Client, who: list[Caller], agent: Caller
) -> None:
    who.append(agent)
    for typed, reason in (
        ("0555123456", "number.invalid"),
        ("113", "number.emergency"),
        ("1900 1234", "number.premium"),
    ):
        _, report = await ask(client, "GET", "numbers/check", params={"number": typed})
        assert report["manual"] == {
            "verdict": "deny",
            "reasons": [reason],
            "display": report["display"],
            "carrier": None,
        }


async def test_a_number_is_put_on_the_list_looked_up_and_taken_off_with_a_reason(
    client: Client, who: list[Caller], admin: Caller, dnc: Dnc, db: Database
) -> None:
    who.append(admin)
    form = {"number": "0912 345 678", "reason": "Khách yêu cầu"}
    status, entry = await ask(client, "POST", "dnc", json=form)
    assert (status, entry["e164"], entry["source"]) == (201, "+84912345678", "manual")
    assert entry["by"]["id"] == admin.user_id
    assert dnc.contains("internal", "voice", A)
    for q, total in (("0912", 1), ("+84912", 1), ("912345678", 1), ("0913", 0), ("", 1)):
        _, page = await ask(client, "GET", "dnc", params={"list": "internal", "q": q})
        assert (page["total"], len(page["rows"])) == (total, total)
    status, problem = await ask(client, "DELETE", "dnc/internal/+84912345678")
    assert (status, problem["code"]) == (400, "dnc.reason_missing")
    path = "dnc/internal/%2B84912345678?reason=Kh%C3%A1ch+%C4%91%E1%BB%93ng+%C3%BD"
    assert (await ask(client, "DELETE", path))[0] == 204
    assert not dnc.contains("internal", "voice", A)
    assert (await ask(client, "DELETE", path))[1]["code"] == "dnc.not_listed"
    async with db.read() as connection:
        lines = (await connection.execute(sa.select(audit_log).order_by("id"))).all()
    assert [line.action for line in lines] == ["dnc.added", "dnc.lifted"]
    assert lines[1].detail == {"list": "internal", "refused": False, "reason": "Khách đồng ý"}
    assert lines[1].subject == "phone/+84912345678"


async def test_adding_never_lessens_what_a_number_is_barred_for(
    client: Client, who: list[Caller], admin: Caller, dnc: Dnc, db: Database
) -> None:
    who.append(admin)
    async with db.write() as unit:
        await dnc.refuse(unit, f"+{A}", attempt_id="at_1")
    form = {"number": "0912345678", "voice": False, "sms": True}
    _, entry = await ask(client, "POST", "dnc", json=form)
    assert (entry["voice"], entry["sms"], entry["source"]) == (True, True, "refused_key")
    await ask(client, "POST", "dnc", json=form | {"number": "0987654321"})
    form = {"number": "0987654321", "voice": True, "sms": False}
    _, entry = await ask(client, "POST", "dnc", json=form)
    assert (entry["voice"], entry["sms"]) == (True, True)
    assert dnc.contains("internal", "sms", B)


@pytest.mark.requirement("R248")
async def test_a_full_national_list_replaces_the_one_before(
    client: Client, who: list[Caller], admin: Caller, dnc: Dnc, db: Database
) -> None:
    who.append(admin)
    assert (await send(client, "national/file", b"0912345678\n0987654321\n"))[0] == 202
    status, report = await send(client, "national/file", b"phone,type\n0912345678,V\n0398765432\n")
    assert (status, report["added"], report["removed"]) == (202, 1, 1)
    assert report["unchanged"] == 0  # 0912345678 may get messages again
    assert dnc.contains("national", "voice", A)
    assert not dnc.contains("national", "sms", A)
    assert not dnc.contains("national", "voice", B)
    async with db.read() as connection:
        rows = (await connection.execute(sa.select(dnc_numbers))).all()
        imports = (await connection.execute(sa.select(dnc_imports))).all()
    assert {(row.number, row.voice, row.sms) for row in rows} == {(A, True, False), (C, True, True)}
    assert [(done.added, done.removed) for done in imports] == [(2, 0), (1, 1)]


@pytest.mark.requirement("R248")
async def test_a_file_with_commands_changes_the_national_list(
    client: Client, who: list[Caller], admin: Caller, dnc: Dnc
) -> None:
    who.append(admin)
    await send(client, "national/file", b"0912345678\n0987654321\n")
    data = b"0912345678;HUY DNC V\n0987654321;HUY DNC\n0398765432;DK DNC S\nabc;DK DNC\n"
    _, report = await send(client, "national/file", data, "thay-doi.txt")
    told = {key: report[key] for key in ("state", "added", "removed", "unchanged", "invalid")}
    assert told == {"state": "done", "added": 1, "removed": 1, "unchanged": 0, "invalid": 1}
    assert report["problems"] == [{"row": 4, "value": "abc"}]
    assert not dnc.contains("national", "voice", A)
    assert dnc.contains("national", "sms", A)
    assert not dnc.contains("national", "sms", B)
    assert not dnc.contains("national", "voice", C)


async def test_no_file_takes_a_refusal_back(
    client: Client, who: list[Caller], admin: Caller, dnc: Dnc, db: Database
) -> None:
    who.append(admin)
    async with db.write() as unit:
        await dnc.refuse(unit, f"+{A}", attempt_id="at_1")
    data = b"phone,command\n0912345678,remove\n0987654321,add\n0912345678,DK DNC S\n"
    _, report = await send(client, "internal/file?mode=full", data)
    assert (report["added"], report["removed"]) == (1, 0)
    restarted = Dnc(db, dnc._bus, dnc._clock)
    await restarted.load()
    for lists in (dnc, restarted):
        assert lists.contains("internal", "refused", A)
        assert lists.contains("internal", "voice", A)
    async with db.read() as connection:
        row = (
            await connection.execute(sa.select(dnc_numbers).where(dnc_numbers.c.number == A))
        ).one()
    assert (row.source, row.attempt_id, row.voice) == ("refused_key", "at_1", True)


async def test_a_full_list_that_lost_most_of_its_numbers_is_taken_for_a_mistake(
    client: Client, who: list[Caller], admin: Caller, dnc: Dnc
) -> None:
    who.append(admin)
    many = "\n".join(f"09123{rest:05}" for rest in range(200)).encode()
    await send(client, "national/file", many)
    status, problem = await send(client, "national/file", b"0987654321\n")
    assert (status, problem["code"]) == (409, "dnc.replace_too_small")
    assert problem["params"] == {"present": 200, "sent": 1}
    assert dnc.lists.count("national") == 200
    status, report = await send(client, "national/file?force=true", b"0987654321\n")
    assert (status, report["removed"], dnc.lists.count("national")) == (202, 200, 1)


def _zip_bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (400 * 1024 * 1024))
    return target.getvalue()


async def test_files_that_are_no_lists_are_refused_and_change_nothing(
    client: Client,
    who: list[Caller],
    admin: Caller,
    dnc: Dnc,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    who.append(admin)
    await _list(dnc, "national", A)
    for data, why in (
        (b"", "empty"),
        (b"hello\nworld", "no_numbers"),
        (b"PK\x03\x04nothing", "broken"),
        (_zip_bomb(), "too_large"),
    ):
        status, problem = await send(client, "national/file", data)
        assert (status, problem["code"], problem["params"]) == (
            400,
            "file.unreadable",
            {"why": why},
        )
    monkeypatch.setattr(http, "MAX_UPLOAD", 1000)
    status, problem = await send(client, "national/file", b"0912345678\n" * 100)
    assert (status, problem["code"]) == (413, "file.too_large")
    assert dnc.lists.count("national") == 1
    assert list((tmp_path / "uploads").iterdir()) == []
    assert (await send(client, "internal/file", b"0912345678\n"))[0] == 202


async def test_who_may_not_edit_the_lists_is_told_so(
    client: Client, who: list[Caller], agent: Caller
) -> None:
    who.append(agent)
    assert (await ask(client, "GET", "dnc"))[0] == 403
    assert (await ask(client, "POST", "dnc", json={"number": "0912345678"}))[0] == 403
    assert (await send(client, "national/file", b"0912345678\n"))[0] == 403


@pytest.mark.parametrize(
    "form", [{"number": "12"}, {"number": "113"}, {"number": "gọi sau"}, {"number": "0" * 60}]
)
async def test_what_is_no_number_does_not_get_on_a_list(
    client: Client, who: list[Caller], admin: Caller, form: dict[str, str]
) -> None:
    who.append(admin)
    status, problem = await ask(client, "POST", "dnc", json=form | {"list": "national"})
    assert status in {400, 422}
    assert problem["code"] in {"number.invalid", "invalid"}


async def test_a_long_list_is_read_page_by_page(
    client: Client, who: list[Caller], admin: Caller
) -> None:
    who.append(admin)
    numbers = [f"+8491230{rest:04}" for rest in range(230)]
    await send(client, "internal/file", "\n".join(reversed(numbers)).encode())
    seen: list[str] = []
    cursor = None
    while True:
        query = {"list": "internal", "q": "0912"} | ({"cursor": cursor} if cursor else {})
        _, page = await ask(client, "GET", "dnc", params=query)
        seen += [row["e164"] for row in page["rows"]]
        assert page["total"] == 230
        if (cursor := page["next"]) is None:
            break
    assert seen == numbers


async def _list(dnc: Dnc, name: str, number: int) -> None:
    async with dnc._db.write() as unit:
        entry = Entry(number, voice=True, sms=True)
        await dnc.put(unit, name, [entry], Origin("import", dnc._clock()))
