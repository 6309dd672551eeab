"""The HTTP operations of everything in cti.crm.work."""

from aiohttp import web

from cti.crm.appointments import http as appointments_http
from cti.crm.automation import http as automation_http
from cti.crm.comments import http as comments_http
from cti.crm.tasks import http as tasks_http
from cti.crm.transactions import http as transactions_http
from cti.crm.work import Work


def add_routes(app: web.Application, work: Work) -> None:
    """Put the services and their operations into the app."""
    tasks_http.add_routes(app, work.tasks)
    comments_http.add_routes(app, work.comments, work.comment_reading, work.comment_settings)
    transactions_http.add_routes(app, work.transactions)
    appointments_http.add_routes(app, work.appointments)
    automation_http.add_routes(app, work.automation)
