"""HTTP operations on templates of text messages."""

from typing import Annotated, Literal

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200, r201, r204
from pydantic import Field

from cti.accounts.rights import Right
from cti.crm.catalogues.shapes import RowId
from cti.crm.sms.previewing import SmsPreview
from cti.crm.sms.service import SmsTemplates
from cti.crm.sms.shapes import (
    MergeFields,
    Preview,
    PreviewForm,
    Template,
    TemplateChange,
    TemplateForm,
    TemplatePage,
)
from cti.crm.sms.store import TemplateQuery, TemplateSort
from cti.endpoint import API, caller, endpoint

TEMPLATES = web.AppKey("sms_templates", SmsTemplates)
PREVIEW = web.AppKey("sms_preview", SmsPreview)

Query = Annotated[str, Field(max_length=200)]
Cursor = Annotated[str, Field(max_length=2000)]
Limit = Annotated[int, Field(ge=1, le=200)]


@endpoint(Right.CONTACTS_VIEW)
async def list_sms_templates(
    request: web.Request,
    q: Query = "",
    sort: TemplateSort = "name",
    order: Literal["asc", "desc"] = "asc",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> r200[TemplatePage]:
    """Templates whose names have these words, with or without diacritics."""
    wanted = TemplateQuery(q, sort, order, cursor, limit)
    return await request.app[TEMPLATES].find_page(caller(request), wanted)


@endpoint(Right.MARKETING_SMS)
async def create_sms_template(request: web.Request, body: TemplateForm) -> r201[Template]:
    """Add a template; 409 sms_template.name_taken."""
    return await request.app[TEMPLATES].create(caller(request), body)


@endpoint(Right.CONTACTS_VIEW)
async def get_sms_template(request: web.Request, template_id: RowId, /) -> r200[Template]:
    """One template."""
    return await request.app[TEMPLATES].get(caller(request), template_id)


@endpoint(Right.MARKETING_SMS)
async def change_sms_template(
    request: web.Request, template_id: RowId, /, body: TemplateChange
) -> r200[Template]:
    """Change what is sent; 409 sms_template.version_conflict if somebody was faster."""
    return await request.app[TEMPLATES].change(caller(request), template_id, body)


@endpoint(Right.MARKETING_SMS)
async def delete_sms_template(request: web.Request, template_id: RowId, /) -> r204[None]:
    """Remove a template."""
    await request.app[TEMPLATES].delete(caller(request), template_id)


@endpoint(Right.CONTACTS_VIEW)
async def list_merge_fields(request: web.Request) -> r200[MergeFields]:
    """What can be filled into a text, and which recipient fills it."""
    return request.app[TEMPLATES].list_fields()


@endpoint(Right.CONTACTS_VIEW)
async def preview_sms(request: web.Request, body: PreviewForm) -> r200[Preview]:
    """A text as a customer or a contact would get it, and which of their numbers want none."""
    return await request.app[PREVIEW].show(caller(request), body)


def add_routes(app: web.Application, templates: SmsTemplates, preview: SmsPreview) -> None:
    """Put the services into the app, and their operations onto its router."""
    app[TEMPLATES], app[PREVIEW] = templates, preview
    one = f"{API}/sms-templates/{{template_id:[0-9]+}}"
    app.router.add_get(f"{API}/sms-templates", list_sms_templates)
    app.router.add_post(f"{API}/sms-templates", create_sms_template)
    app.router.add_get(f"{API}/sms-templates/fields", list_merge_fields)
    app.router.add_post(f"{API}/sms-templates/preview", preview_sms)
    app.router.add_get(one, get_sms_template)
    app.router.add_patch(one, change_sms_template)
    app.router.add_delete(one, delete_sms_template)
