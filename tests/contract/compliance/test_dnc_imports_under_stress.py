"""DNC files while other things happen: two at once, a reader that dies, a refusal in between."""

import asyncio
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from set_clock import SetClock

from cti import sheet_reading
from cti.accounts.rights import Caller
from cti.compliance import dnc_store, importing
from cti.compliance.digest import digest_file
from cti.compliance.dnc import Dnc
from cti.compliance.errors import ImportRunningError
from cti.compliance.importing import DncImports
from cti.compliance.shapes import DncImport
from cti.db import Database
from cti.sheets import UnreadableSheetError

MANY = range(912345000, 912347000)
"""So many that a busy machine is still at it when a test looks."""


@pytest.fixture
def imports(db: Database, dnc: Dnc, clock: SetClock, tmp_path: Path) -> DncImports:
    return DncImports(db, dnc, clock, data_dir=tmp_path)


async def take(imports: DncImports, caller: Caller, numbers: range, **options: bool) -> DncImport:
    async with imports.open_workplace() as folder:
        path = folder / "upload"
        await asyncio.to_thread(path.write_text, "\n".join(f"0{number}" for number in numbers))
        return await imports.take(caller, "national", path, "a.csv", **options)


async def wait_for_end(imports: DncImports) -> DncImport:
    """Of the newest file."""
    async with asyncio.timeout(20):
        while True:
            (newest, *_) = (await imports.read_page(None, None)).rows
            if newest.finished_at is not None:
                return newest
            await asyncio.sleep(0.01)


async def begin(dnc: Dnc) -> None:
    while dnc.lists.count("national") == 0:
        await asyncio.sleep(0.005)


async def test_two_files_for_one_list_do_not_mix(
    imports: DncImports, admin: Caller, dnc: Dnc
) -> None:
    both = (take(imports, admin, range(912345000, 912345500)) for _ in range(2))
    results = await asyncio.gather(*both, return_exceptions=True)
    assert {type(result) for result in results} == {DncImport, ImportRunningError}
    assert dnc.lists.count("national") == 500
    assert (await take(imports, admin, range(912345000, 912345400))).removed == 100
    assert dnc.lists.count("national") == 400


async def test_a_refusal_in_the_middle_of_an_import_holds(
    imports: DncImports, admin: Caller, dnc: Dnc, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 20)
    running = asyncio.create_task(take(imports, admin, MANY))
    await begin(dnc)
    assert not running.done()
    async with db.write() as unit:
        await dnc.refuse(unit, "+84912345399", attempt_id="at_1")
    assert not running.done()
    await running
    restarted = Dnc(db, dnc._bus, dnc._clock)
    await restarted.load()
    for lists in (dnc, restarted):
        assert lists.contains("internal", "refused", 84912345399)
        assert lists.contains("national", "voice", 84912345399)
        assert lists.lists.count("national") == len(MANY)


async def test_a_stop_in_the_middle_harms_nothing_the_next_start_goes_on(
    imports: DncImports,
    admin: Caller,
    dnc: Dnc,
    db: Database,
    clock: SetClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 20)
    serving = asyncio.create_task(imports.run())
    taking = asyncio.create_task(take(imports, admin, MANY))
    await begin(dnc)
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    with pytest.raises(asyncio.CancelledError):
        await taking
    restarted = Dnc(db, dnc._bus, clock)
    await restarted.load()
    written = restarted.lists.count("national")
    assert 0 < written < len(MANY)
    again = DncImports(db, restarted, clock, data_dir=tmp_path)
    serving = asyncio.create_task(again.run())
    report = await wait_for_end(again)
    assert (report.state, report.added, report.done, report.total) == ("done", *[len(MANY)] * 3)
    assert restarted.lists.count("national") == len(MANY)
    assert (await take(again, admin, MANY)).unchanged == len(MANY)
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    (tmp_path / "dnc" / "1").mkdir(exist_ok=True)  # a kill between the end and the tidying up
    serving = asyncio.create_task(again.run())
    async with asyncio.timeout(20):
        while any((tmp_path / "dnc").iterdir()):
            await asyncio.sleep(0.01)
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)


async def test_a_database_that_goes_away_holds_an_import_up_and_does_not_end_it(
    imports: DncImports, admin: Caller, dnc: Dnc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 20)
    monkeypatch.setattr("cti.rounds.RETRY_S", 0.01)
    put, asked = dnc_store.put, count(1)

    async def put_while_there(*what: Any) -> None:  # noqa: ANN401 - whatever it takes
        if next(asked) in {3, 4}:
            raise ConnectionResetError
        await put(*what)

    monkeypatch.setattr(importing.dnc_store, "put", put_while_there)
    report = await take(imports, admin, MANY)
    assert (report.state, report.added, report.done, report.total) == ("done", *[len(MANY)] * 3)
    assert dnc.lists.count("national") == len(MANY)


async def test_a_long_file_goes_on_behind_its_answer_each_number_in_force_once_written(
    imports: DncImports, admin: Caller, dnc: Dnc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 20)
    monkeypatch.setattr(importing, "WAIT_S", 0.001)
    answer = await take(imports, admin, MANY)
    assert (answer.state, answer.total) == ("reading", None)
    await begin(dnc)
    halfway = await imports.get(answer.id)
    assert (halfway.state, halfway.total) == ("writing", len(MANY))
    assert 0 < halfway.done < len(MANY)
    assert dnc.contains("national", "voice", 84912345000)
    assert dnc.lists.count("national") >= halfway.done
    with pytest.raises(ImportRunningError):
        await take(imports, admin, MANY)
    report = await wait_for_end(imports)
    assert (report.state, report.done, dnc.lists.count("national")) == ("done", *[len(MANY)] * 2)
    await take(imports, admin, range(1))
    failed = await wait_for_end(imports)
    assert failed.state == "failed"
    assert failed.error is not None
    assert (failed.error.code, failed.error.params) == ("file.unreadable", {"why": "no_numbers"})
    page = await imports.read_page("national", None)
    assert [one.state for one in page.rows] == ["failed", "done"]
    assert (await imports.read_page("internal", None)).rows == []


async def test_a_reader_that_takes_too_long_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_reading, "WAIT", 0.0001)
    path = tmp_path / "numbers.csv"
    path.write_text("0912345678\n")
    with pytest.raises(UnreadableSheetError) as caught:
        await digest_file(path, tmp_path, "VN")
    assert caught.value.params == {"why": "too_slow"}


async def test_a_reader_that_dies_is_no_reason_for_the_server_to(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSheetError) as caught:
        await digest_file(tmp_path / "gone.csv", tmp_path, "VN")
    assert caught.value.params == {"why": "too_large"}
