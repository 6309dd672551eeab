"""Templates of text messages: kept, found, filled for one recipient."""

import pytest
from call_centre import Create, FakeClock, Staff
from sqlalchemy import select

from cti.compliance.dnc import Dnc
from cti.compliance.dnc_store import Origin
from cti.compliance.lists import Entry
from cti.crm.errors import ContactNotFoundError, CustomerNotFoundError
from cti.crm.sms.errors import (
    TemplateEmptyError,
    TemplateNameTakenError,
    TemplateNotFoundError,
    TemplateVersionError,
)
from cti.crm.sms.previewing import SmsPreview
from cti.crm.sms.service import SmsTemplates
from cti.crm.sms.shapes import PreviewForm, TemplateChange, TemplateForm
from cti.crm.sms.store import TemplateQuery
from cti.db import Database
from cti.schema import audit_log

GREETING = "Kính gửi {Tên khách hàng}"


@pytest.mark.requirement("R140", "R297")
async def test_templates_are_kept_found_by_name_changed_and_deleted(
    db: Database, clock: FakeClock, staff: Staff
) -> None:
    templates = SmsTemplates(db, clock)
    names = ["Nhắc lịch hẹn", "Chúc mừng sinh nhật", "chuc mung nam moi", "Đặt hàng thành công"]
    made = {
        name: await templates.create(staff.lead, TemplateForm(name=name, body=GREETING))
        for name in names
    }

    async def find(**asked: object) -> list[str]:
        found, cursor = [], ""
        while True:
            query = TemplateQuery(**asked, cursor=cursor, limit=2)
            page = await templates.find_page(staff.linh, query)
            found += [row.name for row in page.rows]
            if page.next is None:
                assert page.total == len(found)
                return found
            cursor = page.next

    assert await find() == [names[2], names[1], names[3], names[0]]
    assert await find(order="desc") == [names[0], names[3], names[1], names[2]]
    assert await find(q="CHUC mung") == await find(q="mừng chúc") == [names[2], names[1]]
    assert await find(q="đặt") == await find(q="dat") == [names[3]]
    assert await find(q="%") == []
    first = made[names[0]]
    assert (first.can_edit, first.by.name, first.unknown) == (True, "Lead", [])
    assert not (await templates.get(staff.linh, first.id)).can_edit

    change = TemplateChange(version=1, body="Hẹn {Tên khách} lúc 9h")
    changed = await templates.change(staff.admin, first.id, change)
    assert (changed.version, changed.unknown, changed.by.name) == (2, ["Tên khách"], "Admin")
    assert await find(sort="updated", order="desc") == [names[0], names[3], names[2], names[1]]
    with pytest.raises(TemplateVersionError) as caught:
        await templates.change(staff.lead, first.id, change)
    assert caught.value.params["current"]["body"] == change.body
    same = await templates.change(staff.lead, first.id, change.model_copy(update={"version": 2}))
    assert (same.version, same.by.name) == (2, "Admin")  # nothing was changed
    with pytest.raises(TemplateNameTakenError):
        await templates.create(staff.lead, TemplateForm(name=names[1], body="x"))
    taken = TemplateChange(version=2, name=names[1])
    with pytest.raises(TemplateNameTakenError):
        await templates.change(staff.lead, first.id, taken)
    with pytest.raises(TemplateEmptyError):
        await templates.create(staff.lead, TemplateForm(name="Trống", body="\u200b"))
    await templates.delete(staff.lead, first.id)
    for gone in (templates.get, templates.delete):
        with pytest.raises(TemplateNotFoundError):
            await gone(staff.lead, first.id)
    async with db.read() as connection:
        query = select(audit_log.c.action).where(audit_log.c.subject == f"sms_template/{first.id}")
        told = (await connection.execute(query.order_by(audit_log.c.id))).scalars().all()
    assert told == ["sms_template.created", "sms_template.changed", "sms_template.deleted"]


@pytest.mark.requirement("R298", "R300", "R248")
async def test_a_text_is_shown_as_its_recipient_would_get_it_and_whether_they_want_it(
    create: Create, db: Database, dnc: Dnc, staff: Staff
) -> None:
    customer = await create(
        staff.linh,
        name="Công ty Minh An",
        kind="organisation",
        contact={
            "name": "Lan",
            "title": "Giám đốc",
            "phones": [{"typed": one} for one in ("0912345678", "0912345679", "02473004666", "12")],
        },
    )
    origin = Origin("test", customer.created_at)
    async with db.write() as unit:
        barred = Entry(84912345678, voice=False, sms=True)
        await dnc.put(unit, "national", [barred], origin)
        await dnc.refuse(unit, "+84912345679")
    preview = SmsPreview(db, dnc, "VN")
    body = "{Tên khách hàng} {Chức vụ} {Ghi chú khách hàng}{Quà}"
    shown = await preview.show(staff.linh, PreviewForm(body=body, customer_id=customer.id))
    assert (shown.recipient, shown.text) == ("Công ty Minh An", "Công ty Minh An {Chức vụ} {Quà}")
    assert [(one.field, one.why) for one in shown.problems] == [
        ("Chức vụ", "recipient"), ("Ghi chú khách hàng", "empty"), ("Quà", "unknown"),
    ]  # fmt: skip
    assert (shown.size.encoding, shown.size.parts, shown.size.units) == ("ucs2", 1, 31)
    assert [(one.display, one.reasons, one.barred) for one in shown.numbers] == [
        ("0912 345 678", ["dnc.national.sms"], False),
        ("0912 345 679", ["refused"], True),
        ("024 7300 4666", ["number.no_mobile"], True),
        ("12", ["number.invalid"], True),
    ]
    lan = customer.contacts[0].id
    shown = await preview.show(staff.linh, PreviewForm(body="{Người liên hệ}", contact_id=lan))
    assert (shown.text, shown.problems, len(shown.numbers)) == ("Lan", [], 4)
    unseen = await preview.show(staff.far, PreviewForm(body="{Người liên hệ}"))
    assert (unseen.text, unseen.recipient, unseen.numbers) == ("{Người liên hệ}", None, [])
    assert unseen.size.units == 0  # whoever gets it, their name is not known yet
    with pytest.raises(CustomerNotFoundError):
        await preview.show(staff.far, PreviewForm(body="x", customer_id=customer.id))
    with pytest.raises(ContactNotFoundError):
        await preview.show(staff.far, PreviewForm(body="x", contact_id=lan))
