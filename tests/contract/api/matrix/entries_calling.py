"""Calls, the lists of numbers not to be called, the PBX."""

from aiohttp import FormData
from matrix_form import VIEW, Entry, read_table
from matrix_world import NOW, Ids, MatrixWorld, nothing
from sqlalchemy import insert

from cti.accounts.rights import Right
from cti.schema import attempts, calls, dnc_imports


async def a_call(world: MatrixWorld, owner_id: int | None) -> Ids:
    """A missed call of a customer."""
    return await add_call(world, owner_id, None)


async def a_call_of_owner(world: MatrixWorld, owner_id: int | None) -> Ids:
    """A call that the row's owner took, of a customer of theirs, over since."""
    return await add_call(world, owner_id, owner_id)


async def add_call(world: MatrixWorld, owner_id: int | None, user_id: int | None) -> Ids:
    ids = await world.add_customer(owner_id)
    call_id = f"in_{ids['n']}"
    async with world.db.write() as unit:
        await unit.connection.execute(
            insert(calls).values(
                id=call_id,
                pbx="main",
                linkedid=call_id,
                direction="inbound",
                kind="inbound",
                state="ended",
                customer_id=ids["customer_id"],
                contact_id=ids["contact_id"],
                user_id=user_id,
                started_at=NOW,
                ended_at=NOW,
            )
        )
    return {**ids, "call_id": call_id, "marker": call_id}


async def an_attempt(world: MatrixWorld, owner_id: int | None) -> Ids:
    """A click of the row's owner."""
    n = next(world.counter)
    async with world.db.write() as unit:
        await unit.connection.execute(
            insert(attempts).values(
                id=f"at_{n}",
                kind="click",
                pbx="main",
                trunk="x",
                e164=f"+8490{n:07d}",
                user_id=owner_id,
                live=False,
                created_at=NOW,
            )
        )
    return {"attempt_id": f"at_{n}"}


async def a_number(world: MatrixWorld, _owner_id: int | None) -> Ids:
    return {"number": f"+8498{next(world.counter):07d}"}


async def a_dnc_import(world: MatrixWorld, owner_id: int | None) -> Ids:
    """A file that was taken in."""
    async with world.db.write() as unit:
        made = await unit.connection.execute(
            insert(dnc_imports)
            .values(
                list="internal", file_name="so.csv", added=1, removed=0, invalid=0,
                user_id=owner_id, at=NOW,
            )
            .returning(dnc_imports.c.id)
        )  # fmt: skip
        return {"import_id": made.scalar_one()}


async def an_unlisted_number(world: MatrixWorld, owner_id: int | None) -> Ids:
    return {**await a_number(world, owner_id), "name": "internal"}


async def no_pbx(_world: MatrixWorld, _owner_id: int | None) -> Ids:
    return {"name": "nowhere"}


# One finishes one's own calls; who may change users, anybody's.
FINISH = read_table("""
            own  team    nobodys  other
owner       yes  yes     yes      yes
admin       yes  yes     yes      yes
supervisor  yes  hidden  hidden   hidden
agent       yes  hidden  hidden   hidden
intern      yes  hidden  hidden   hidden
""")

# Who may see campaigns sees every attempt; others their own.
ATTEMPT = read_table("""
            own  team    nobodys  other
owner       yes  yes     yes      yes
admin       yes  yes     yes      yes
supervisor  yes  yes     yes      yes
agent       yes  hidden  hidden   hidden
intern      yes  yes     yes      yes
""")


def numbers_file() -> FormData:
    form = FormData()
    form.add_field("file", b"0912000001\n", filename="numbers.csv")
    return form


ENTRIES = [
    Entry("place_call", Right.CALL, make=nothing, body={}, ok=409),
    Entry("list_calls", Right.CALL, VIEW, make=a_call, query={"limit": 200}, shows=True),
    Entry("get_call", Right.CALL, VIEW, make=a_call),
    Entry("hang_up", Right.CALL, make=a_call, ok=404),
    Entry("transfer_call", Right.CALL, make=a_call, body={"extension": "102"}, ok=404),
    Entry(
        "attach_contact",
        Right.CALL,
        FINISH,
        make=a_call_of_owner,
        body=lambda ids: {"contact_id": ids["contact_id"]},
    ),
    Entry("wrap_up", Right.CALL, FINISH, make=a_call_of_owner, body={}),
    Entry("list_dispositions", Right.CALL, make=nothing),
    Entry("get_attempt", Right.CALL, ATTEMPT, make=an_attempt),
    Entry("list_dnc", Right.DNC_VIEW, make=nothing),
    Entry(
        "add_dnc", Right.DNC_EDIT, make=a_number, body=lambda ids: {"number": ids["number"]}, ok=201
    ),
    Entry("lift_dnc", Right.DNC_EDIT, make=an_unlisted_number, query={"reason": "Nhầm"}, ok=404),
    Entry(
        "import_dnc",
        Right.DNC_EDIT,
        make=an_unlisted_number,
        data=numbers_file,
        ok=202,
    ),
    Entry("list_dnc_imports", Right.DNC_VIEW, make=nothing),
    Entry("get_dnc_import", Right.DNC_VIEW, make=a_dnc_import),
    Entry("check_number", Right.CALL, make=nothing, query={"number": "0912345678"}),
    Entry("list_consents", Right.DNC_VIEW, make=nothing, query={"number": "0912345678"}),
    Entry(
        "give_consent",
        Right.DNC_EDIT,
        make=a_number,
        body=lambda ids: {"numbers": [ids["number"]], "scope": "Tin", "evidence": "Phiếu"},
        ok=201,
    ),
    Entry("withdraw_consent", Right.CALL, make=a_number, ok=404),
    Entry("get_rules", Right.DNC_VIEW, make=nothing),
    Entry(
        "change_rules",
        Right.RULES_EDIT,
        make=nothing,
        body={"revision": 0, "answers": {"refused": "confirm"}},  # nobody's to decide
        ok=400,
    ),
    Entry("list_pbxs", Right.CAMPAIGNS_EDIT, make=nothing),
    Entry("list_trunks", Right.CAMPAIGNS_EDIT, make=no_pbx, ok=404),
    Entry("examine_pbx", Right.PBX_VIEW, make=no_pbx, ok=404),
]
