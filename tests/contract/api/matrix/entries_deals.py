"""Opportunities, tickets and documents of customers; tokens and webhooks."""

from aiohttp import FormData
from matrix_form import EDIT, VIEW, Entry, read_table
from matrix_world import NOW, Ids, MatrixWorld, nothing

from cti.accounts.rights import Right
from cti.schema import (
    api_tokens,
    commercial_documents,
    opportunities,
    tickets,
    webhook_deliveries,
    webhooks,
)

TIMES = {"created_at": NOW, "updated_at": NOW}
URL = "https://example.vn/hook"

# One's own tokens are one's own: an admin revokes no colleague's.
OWN_ONLY = read_table("""
            own  team    nobodys  other
owner       yes  hidden  hidden   hidden
admin       yes  hidden  hidden   hidden
supervisor  yes  hidden  hidden   hidden
agent       yes  hidden  hidden   hidden
intern      yes  hidden  hidden   hidden
""")


async def an_opportunity(world: MatrixWorld, owner_id: int | None) -> Ids:
    ids = await world.add_customer(owner_id)
    name = {"name": ids["marker"], "name_key": ids["marker"].lower(), "stage": "open"}
    row = {"customer_id": ids["customer_id"], "contact_id": ids["contact_id"], **name, **TIMES}
    return {**ids, "opportunity_id": await world.insert(opportunities, **row)}


async def a_ticket(world: MatrixWorld, owner_id: int | None) -> Ids:
    ids = await world.add_customer(owner_id)
    subject = {"subject": ids["marker"], "subject_key": ids["marker"].lower()}
    row = {"customer_id": ids["customer_id"], "status": "open", "priority": 2, **subject, **TIMES}
    return {**ids, "ticket_id": await world.insert(tickets, **row)}


async def a_paper(world: MatrixWorld, owner_id: int | None) -> Ids:
    """An order, of which the marker is the number."""
    ids = await world.add_customer(owner_id)
    number = {"number": ids["marker"], "number_key": ids["marker"].lower()}
    row = {"kind": "order", "status": "confirmed", "day": NOW.date(), "amount": 5, "lines": []}
    paper = {"customer_id": ids["customer_id"], **row, **number, **TIMES}
    return {**ids, "document_id": await world.insert(commercial_documents, **paper)}


def a_file() -> FormData:
    form = FormData()
    form.add_field("file", b"hello", filename="hello.txt")
    return form


async def a_document(world: MatrixWorld, owner_id: int | None) -> Ids:
    ids = await world.add_customer(owner_id)
    path = f"/api/v1/customers/{ids['customer_id']}/documents"
    made = await world.browsers["owner"].ask("POST", path, data=a_file())
    return {**ids, "document_id": (await made.json())["id"]}


async def a_token(world: MatrixWorld, owner_id: int | None) -> Ids:
    n = next(world.counter)
    row = {"name": "x", "start": "cti_", "token_hash": f"{n:064}", "scopes": [], "created_at": NOW}
    user_id = owner_id or world.owners["other"]
    return {"token_id": await world.insert(api_tokens, user_id=user_id, **row)}


async def a_webhook(world: MatrixWorld, _owner_id: int | None) -> Ids:
    row = {"name": "x", "url": "http://127.0.0.1:1/", "secret": "x", "kinds": [], "filter": {}}
    webhook_id = await world.insert(webhooks, active=False, **row, **TIMES)
    delivery = {"event_id": "x", "kind": "x.y", "subject": "x", "body": "{}", "state": "failed"}
    delivery_id = await world.insert(
        webhook_deliveries, webhook_id=webhook_id, due_at=NOW, created_at=NOW, **delivery
    )
    return {"webhook_id": webhook_id, "delivery_id": delivery_id}


def of_customer(ids: Ids) -> dict[str, str]:
    return {"q": ids["marker"]}


SEEN, EDITED, TRADED = Right.CONTACTS_VIEW, Right.CONTACTS_EDIT, Right.COMMERCE_EDIT
HOOKS = Right.WEBHOOKS_EDIT
ENTRIES = [
    Entry("list_opportunities", SEEN, VIEW, make=an_opportunity, query=of_customer, shows=True),
    Entry("get_opportunity", SEEN, VIEW, make=an_opportunity),
    Entry("create_opportunity", EDITED, EDIT, body={"name": "x"}, ok=201),
    Entry("change_opportunity", EDITED, EDIT, make=an_opportunity, body={"version": 1, "value": 5}),
    Entry("list_commercial_documents", SEEN, VIEW, make=a_paper, query=of_customer, shows=True),
    Entry("get_commercial_document", SEEN, VIEW, make=a_paper),
    Entry("create_commercial_document", TRADED, EDIT, body={"kind": "order"}, ok=201),
    Entry(
        "change_commercial_document",
        TRADED,
        EDIT,
        make=a_paper,
        body={"version": 1, "description": "x"},
    ),
    Entry("list_dealings", SEEN, VIEW, make=a_paper),
    Entry("get_ledger", SEEN, VIEW, make=a_paper),
    Entry("list_ledger_lines", SEEN, VIEW, make=a_paper),
    Entry("list_tickets", SEEN, VIEW, make=a_ticket, query=of_customer, shows=True),
    Entry("get_ticket", SEEN, VIEW, make=a_ticket),
    Entry("create_ticket", EDITED, EDIT, body={"subject": "x"}, ok=201),
    Entry("change_ticket", EDITED, EDIT, make=a_ticket, body={"version": 1, "priority": "high"}),
    Entry("list_documents", SEEN, VIEW),
    Entry("upload_document", EDITED, EDIT, data=a_file, ok=201),
    Entry("send_document", SEEN, VIEW, make=a_document),
    Entry("delete_document", EDITED, EDIT, make=a_document, ok=204),
    Entry("get_contact", SEEN, VIEW),
    Entry("list_tokens", Right.API_TOKENS, make=nothing),
    Entry(
        "create_token",
        Right.API_TOKENS,
        make=nothing,
        body={"name": "x", "scopes": ["contacts.view"]},
        ok=201,
    ),
    Entry("revoke_token", Right.API_TOKENS, OWN_ONLY, make=a_token, ok=204),
    Entry("list_webhooks", HOOKS, make=nothing),
    Entry("create_webhook", HOOKS, make=nothing, body={"name": "x", "url": URL}, ok=201),
    Entry("get_webhook", HOOKS, make=a_webhook),
    Entry("change_webhook", HOOKS, make=a_webhook, body={"version": 1, "name": "y"}),
    Entry("delete_webhook", HOOKS, make=a_webhook, ok=204),
    Entry("renew_webhook_secret", HOOKS, make=a_webhook),
    Entry("test_webhook", HOOKS, make=a_webhook),
    Entry("list_deliveries", HOOKS, make=a_webhook),
    Entry("send_delivery_again", HOOKS, make=a_webhook),
]
