"""HTTP operations on quick transactions."""

from aiohttp import web
from aiohttp_pydantic.oas.typing import r201

from cti.accounts.rights import Right
from cti.crm.catalogues.shapes import RowId
from cti.crm.transactions.service import Transactions
from cti.crm.transactions.shapes import TransactionForm, TransactionView
from cti.endpoint import API, caller, endpoint

TRANSACTIONS = web.AppKey("transactions", Transactions)


@endpoint(Right.CARE_EDIT)
async def add_transaction(
    request: web.Request, customer_id: RowId, /, body: TransactionForm
) -> r201[TransactionView]:
    """Keep a transaction with this customer."""
    return await request.app[TRANSACTIONS].add(caller(request), customer_id, body)


def add_routes(app: web.Application, transactions: Transactions) -> None:
    """Put the service into the app, and its operation onto its router."""
    app[TRANSACTIONS] = transactions
    app.router.add_post(f"{API}/customers/{{customer_id:[0-9]+}}/transactions", add_transaction)
