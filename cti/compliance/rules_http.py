"""The calling rules over HTTP."""

from aiohttp import web
from aiohttp.web import Request
from aiohttp_pydantic.oas.typing import r200

from cti.accounts.rights import Right
from cti.compliance.rule_book import RuleBook
from cti.compliance.shapes import CallingRules, RulesEdit
from cti.endpoint import API, caller, endpoint

RULE_BOOK = web.AppKey("rule_book", RuleBook)


def add_routes(app: web.Application, book: RuleBook) -> None:
    """Put the rules into the app, and their operations onto its router."""
    app[RULE_BOOK] = book
    app.router.add_get(f"{API}/rules", get_rules)
    app.router.add_put(f"{API}/rules", change_rules)


@endpoint(Right.DNC_VIEW)
async def get_rules(request: Request) -> r200[CallingRules]:
    """The calling rules in force, with their sources and the latest changes.

    Tags: rules
    """
    return await request.app[RULE_BOOK].describe()


@endpoint(Right.RULES_EDIT)
async def change_rules(request: Request, body: RulesEdit) -> r200[CallingRules]:
    """Decide how people are answered where the profile leaves it open; in force at once.

    Tags: rules
    """
    return await request.app[RULE_BOOK].change(caller(request), body)
