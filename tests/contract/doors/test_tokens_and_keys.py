"""API tokens, Idempotency-Key, ETag and If-Match over HTTP."""

import asyncio

import pytest
from doors_world import Doors
from sqlalchemy import func, select

from cti.accounts.shapes import UserChange
from cti.api import idempotency_store as keys
from cti.schema import api_tokens, customers, idempotency_keys


async def count_customers(doors: Doors) -> int:
    async with doors.server.db.read() as connection:
        query = select(func.count()).select_from(customers)
        return int((await connection.execute(query)).scalar_one())


async def test_a_token_does_what_its_scopes_and_its_owner_may_until_it_ends(doors: Doors) -> None:
    person = await doors.sign_in("supervisor")
    form = {"name": "Kế toán", "scopes": ["contacts.view", "customers.create"], "days": 30}
    made = (await person.ask("POST", "tokens", form, Idempotency_Key="t-1")).json
    again = await person.ask("POST", "tokens", form, Idempotency_Key="t-1")
    assert (again.status, again.code) == (409, "idempotency.answer_lost")  # it was told once
    program = await doors.come_with(made["secret"])
    assert (await program.ask("POST", "customers", {"name": "Minh An"})).status == 201
    assert (await program.ask("GET", "customers")).json["total"] == 1
    refused = await program.ask("GET", "campaigns")  # the owner may, the token not
    assert (refused.status, refused.code) == (403, "forbidden")
    for method, path in (("GET", "tokens"), ("DELETE", "session"), ("GET", "session")):
        assert (await program.ask(method, path)).status in {401, 403}, path
    too_much = await person.ask("POST", "tokens", {"name": "x", "scopes": ["users.edit"]})
    assert (too_much.status, too_much.code) == (400, "token.scope_unknown")

    (row,) = (await person.ask("GET", "tokens")).json["rows"]
    assert (row["start"], row["last_address"]) == (made["secret"][:10], "127.0.0.1")
    assert row["last_used_at"]
    async with doors.server.db.read() as connection:
        stored = (await connection.execute(select(api_tokens))).mappings().one()
        kept = (await connection.execute(select(idempotency_keys))).mappings().one()
    assert made["secret"] not in f"{dict(stored)} {dict(kept)}"

    async with doors.server.db.read() as connection:
        user_id = stored["user_id"]
    await doors.register.change(None, user_id, UserChange(role="agent"))  # loses nothing it needs
    assert (await program.ask("GET", "customers")).status == 200
    await doors.register.change(None, user_id, UserChange(active=False))
    assert (await program.ask("GET", "customers")).code == "token.invalid"
    await doors.register.change(None, user_id, UserChange(active=True))
    assert (await program.ask("GET", "customers")).status == 200
    doors.clock.move(days=30)
    assert (await program.ask("GET", "customers")).code == "token.invalid"
    for wrong in ("", "cti_nonsense", "\u00fc"):
        answer = await program.ask("GET", "customers", Authorization=f"Bearer {wrong}")
        assert (answer.status, answer.code) == (401, "token.invalid")


async def test_a_revoked_token_opens_nothing(doors: Doors) -> None:
    person = await doors.sign_in("supervisor")
    made = (await person.ask("POST", "tokens", {"name": "x", "scopes": ["contacts.view"]})).json
    program = await doors.come_with(made["secret"])
    assert (await program.ask("GET", "customers")).status == 200
    path = f"tokens/{made['token']['id']}"
    assert (await person.ask("DELETE", path)).status == 204
    assert (await program.ask("GET", "customers")).code == "token.invalid"
    assert (await person.ask("DELETE", path)).code == "token.not_found"


async def test_a_create_sent_many_times_at_once_is_done_once_and_answered_the_same(
    doors: Doors,
) -> None:
    program = await doors.make_program("customers.create", "contacts.view", "contacts.edit")
    other = await doors.make_program("customers.create", user="admin")
    body = {"name": "Minh An"}
    answers = await asyncio.gather(
        *(program.ask("POST", "customers", body, Idempotency_Key="k-1") for _ in range(8))
    )
    assert {answer.status for answer in answers} == {201}
    assert len({answer.body for answer in answers}) == 1
    replayed = [answer for answer in answers if "Idempotency-Replayed" in answer.headers]
    assert len(replayed) == 7
    assert {answer.headers["ETag"] for answer in answers} == {'"1"'}
    assert await count_customers(doors) == 1
    for path, changed in (("customers", {"name": "Khác"}), ("customers/1/notes", body)):
        reused = await program.ask("POST", path, changed, Idempotency_Key="k-1")
        assert (reused.status, reused.code) == (422, "idempotency.reused"), path
    assert (await other.ask("POST", "customers", body, Idempotency_Key="k-1")).status == 201
    assert await count_customers(doors) == 2  # somebody else's key is another one
    bad = await program.ask("POST", "customers", body, Idempotency_Key="k 1")
    assert bad.code == "idempotency.key_invalid"

    refused = await program.ask("POST", "customers", {"name": ""}, Idempotency_Key="k-2")
    assert refused.status == 400
    mended = await program.ask("POST", "customers", {"name": "Ba"}, Idempotency_Key="k-2")
    assert mended.status == 201  # a refusal did nothing, and binds nobody
    doors.clock.move(hours=24)
    assert (await program.ask("POST", "customers", body, Idempotency_Key="k-1")).status == 201
    assert await count_customers(doors) == 4


async def test_an_upload_sent_again_is_known_by_what_is_in_it(doors: Doors) -> None:
    program = await doors.make_program("customers.create", "contacts.view", "contacts.edit")
    await program.ask("POST", "customers", {"name": "Minh An"})
    path, content = "customers/1/documents", b"%PDF-1.4 " + b"x" * 300_000
    first = await program.send_file(path, "báo giá.pdf", content, "u-1")
    again = await program.send_file(path, "báo giá.pdf", content, "u-1")
    assert (first.status, again.status, again.body) == (201, 201, first.body)
    assert "Idempotency-Replayed" in again.headers
    others = [
        ("báo giá.pdf", content[:-1] + b"y"),  # as long, and the last byte is another
        ("báo giá.pdf", content + b"x"),
        ("hợp đồng.pdf", content),
    ]
    for name, changed in others:
        reused = await program.send_file(path, name, changed, "u-1")
        assert (reused.status, reused.code) == (422, "idempotency.reused"), name
    await program.ask("POST", "customers", {"name": "Hoà"})
    elsewhere = await program.send_file("customers/2/documents", "báo giá.pdf", content, "u-1")
    assert elsewhere.code == "idempotency.reused"
    assert len((await program.ask("GET", path)).json["rows"]) == 1

    # A browser keeps the file, and asks each time whether it may still show it.
    shown = await program.ask("GET", "documents/1/file")
    assert (shown.status, shown.headers["Cache-Control"]) == (200, "private, no-cache")
    tag = shown.headers["ETag"]
    assert (await program.ask("GET", "documents/1/file", If_None_Match=tag)).status == 304
    assert (await program.ask("GET", "documents/1/file", If_None_Match='"x"')).status == 200

    empty = await program.send_file(path, "trống.pdf", b"", "u-2")
    assert empty.status in {400, 422}
    mended = await program.send_file(path, "trống.pdf", content, "u-2")
    assert mended.status == 201  # a refusal binds nobody


async def test_what_a_crash_left_of_a_key_is_told_by_what_was_committed(doors: Doors) -> None:
    db, now = doors.server.db, doors.clock()
    user = (await doors.sign_in("supervisor")).headers
    assert user
    place = keys.Place(2, "k-3")
    assert await keys.take(db, place, "print", "first", now) is None
    in_progress = await keys.take(db, place, "print", "second", now)
    assert in_progress is not None
    assert (in_progress.done, in_progress.answer) == (False, None)
    doors.clock.move(minutes=2)  # nothing was committed: another may
    assert await keys.take(db, place, "print", "second", doors.clock()) is None
    async with db.write() as unit:  # and the first, should it live, can't commit any more
        assert not await keys.note_done(unit.connection, place, "first")
        assert await keys.note_done(unit.connection, place, "second")
    doors.clock.move(hours=1)
    lost = await keys.take(db, place, "print", "third", doors.clock())
    assert lost is not None
    assert (lost.done, lost.answer) == (True, None)
    await keys.release(db, place, "second", also_done=False)
    async with db.read() as connection:
        assert (await connection.execute(select(idempotency_keys))).first() is not None


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_two_who_edit_at_once_do_not_undo_each_other(doors: Doors) -> None:
    program = await doors.make_program("customers.create", "contacts.view", "contacts.edit")
    made = await program.ask("POST", "customers", {"name": "Minh An", "create_opportunity": True})
    contact_id = made.json["contacts"][0]["id"]
    records = [
        (f"customers/{made.json['id']}", {"name": "A"}, {"name": "B"}),
        (f"contacts/{contact_id}", {"title": "A"}, {"title": "B"}),
        ("opportunities/1", {"value": 1}, {"value": 2}),
    ]
    for path, first, second in records:
        read = await program.ask("GET", path)
        tag = read.headers["ETag"]
        saved = await program.ask("PATCH", path, first, If_Match=tag)
        assert (saved.status, saved.headers["ETag"] != tag) == (200, True), path
        stale = await program.ask("PATCH", path, second, If_Match=tag)
        assert (stale.status, stale.code) == (412, "precondition.failed"), path
        other = {**second, "version": 1}
        disagree = await program.ask("PATCH", path, other, If_Match='"77"')
        assert disagree.status == 412, path
        for odd in ("*", "77", 'W/"1"', '"x"'):
            assert (await program.ask("PATCH", path, second, If_Match=odd)).status == 412, odd
        if not path.startswith("contacts"):
            unsaid = await program.ask("PATCH", path, second)
            assert (unsaid.status, unsaid.code) == (428, "precondition.required"), path
        again = await program.ask("PATCH", path, second, If_Match=saved.headers["ETag"])
        assert again.status == 200, path
        # What compares no versions must not look as if it did.
        blind = await program.ask("POST", f"customers/{made.json['id']}/notes", {"body": "a"},
                                  If_Match='"77"')  # fmt: skip
        assert (blind.status, blind.code) == (400, "precondition.unsupported")
