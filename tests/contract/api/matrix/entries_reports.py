"""Figures, and templates of text messages."""

from matrix_form import VIEW, Entry
from matrix_world import NOW, Ids, MatrixWorld, nothing

from cti.accounts.rights import Right
from cti.schema import sms_templates


async def a_template(world: MatrixWorld, _owner_id: int | None) -> Ids:
    n = next(world.counter)
    values = {"name": f"Template {n}", "name_key": f"template {n}", "body": "Chào {Tên khách hàng}"}
    template_id = await world.insert(sms_templates, **values, created_at=NOW, updated_at=NOW)
    return {"template_id": template_id, "n": n}


WRITE, USE = Right.MARKETING_SMS, Right.CONTACTS_VIEW

ENTRIES = [
    # Whose work is counted for whom: tests/contract/crm/test_kpi.py.
    Entry("get_kpi", Right.CUSTOMERS_KPI, make=nothing),
    Entry("list_kpi_entries", Right.CUSTOMERS_KPI, make=nothing, query={"part": "tasks"}),
    Entry("list_sms_templates", USE, make=a_template),
    Entry("list_merge_fields", USE, make=nothing),
    Entry("get_sms_template", USE, make=a_template),
    Entry(
        "create_sms_template",
        WRITE,
        make=a_template,
        body=lambda ids: {"name": f"New {ids['n']}", "body": "Xin chào"},
        ok=201,
    ),
    Entry("change_sms_template", WRITE, make=a_template, body={"version": 1, "body": "Chào"}),
    Entry("delete_sms_template", WRITE, make=a_template, ok=204),
    Entry(
        "preview_sms",
        USE,
        VIEW,
        body=lambda ids: {"body": "Chào {Tên khách hàng}", "customer_id": ids["customer_id"]},
    ),
]
