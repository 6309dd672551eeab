"""DNC files while other things happen: two at once, a reader that dies, a refusal in between."""

import asyncio
from pathlib import Path

import pytest
from set_clock import SetClock

from cti import sheet_reading
from cti.accounts.rights import Caller
from cti.compliance import importing
from cti.compliance.digest import digest_file
from cti.compliance.dnc import Dnc
from cti.compliance.errors import ImportRunningError
from cti.compliance.importing import DncImports
from cti.compliance.shapes import DncImported
from cti.db import Database
from cti.sheets import UnreadableSheetError


@pytest.fixture
def imports(db: Database, dnc: Dnc, clock: SetClock, tmp_path: Path) -> DncImports:
    return DncImports(db, dnc, clock, data_dir=tmp_path)


async def take(imports: DncImports, caller: Caller, numbers: range, **options: bool) -> DncImported:
    async with imports.open_workplace() as folder:
        path = folder / "upload"
        await asyncio.to_thread(path.write_text, "\n".join(f"0{number}" for number in numbers))
        return await imports.take(caller, "national", path, "a.csv", **options)


async def begin(dnc: Dnc) -> None:
    while dnc.lists.count("national") == 0:
        await asyncio.sleep(0.005)


async def test_two_files_for_one_list_do_not_mix(
    imports: DncImports, admin: Caller, dnc: Dnc
) -> None:
    both = (take(imports, admin, range(912345000, 912345500)) for _ in range(2))
    results = await asyncio.gather(*both, return_exceptions=True)
    assert {type(result) for result in results} == {DncImported, ImportRunningError}
    assert dnc.lists.count("national") == 500
    assert (await take(imports, admin, range(912345000, 912345400))).removed == 100
    assert dnc.lists.count("national") == 400


async def test_a_refusal_in_the_middle_of_an_import_holds(
    imports: DncImports, admin: Caller, dnc: Dnc, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 20)
    running = asyncio.create_task(take(imports, admin, range(912345000, 912345400)))
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
        assert lists.lists.count("national") == 400


async def test_taking_a_file_again_completes_what_a_crash_cut_short(
    imports: DncImports,
    admin: Caller,
    dnc: Dnc,
    db: Database,
    clock: SetClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 20)
    running = asyncio.create_task(take(imports, admin, range(912345000, 912345400)))
    await begin(dnc)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    restarted = Dnc(db, dnc._bus, clock)
    await restarted.load()
    written = restarted.lists.count("national")
    assert 0 < written < 400
    again = DncImports(db, restarted, clock, data_dir=tmp_path)
    report = await take(again, admin, range(912345000, 912345400))
    assert (report.added, report.unchanged) == (400 - written, written)


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
