"""The demo's templates of text messages."""

from cti.accounts.rights import Caller
from cti.clock import Clock
from cti.crm.sms.service import SmsTemplates
from cti.crm.sms.shapes import TemplateForm
from cti.crm.sms.store import TemplateQuery
from cti.db import Database

TEMPLATES = (
    (
        "Nhắc lịch hẹn",
        "Kính gửi {Người liên hệ} ({Chức vụ}), xin nhắc lịch hẹn ngày mai lúc 9 giờ.",
    ),
    ("Cảm ơn khách hàng", "Cảm ơn {Tên khách hàng} đã tin dùng dịch vụ của chúng tôi."),
    (
        "Chuc mung nam moi",
        "Chuc {Tên khách hàng} nam moi an khang, thinh vuong. Tran trong cam on quy khach.",
    ),
)
"""Name and text; the last one is written without diacritics, so that more fits into a message."""


async def seed_templates(db: Database, clock: Clock, caller: Caller) -> bool:
    """Only where there are none: who deleted one does not want it back."""
    templates = SmsTemplates(db, clock)
    if (await templates.find_page(caller, TemplateQuery(limit=1))).total:
        return False
    for name, body in TEMPLATES:
        await templates.create(caller, TemplateForm(name=name, body=body))
    return True
