"""What the demo knows of its customers besides names and numbers: enough for every filter."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.clock import Clock
from cti.crm.catalogues.store import find_values
from cti.crm.fields.service import Fields
from cti.crm.fields.shapes import CustomFieldForm
from cti.crm.fields.store import find_fields, find_keys
from cti.db import Database

OWN_FIELDS = {
    "san_pham_quan_tam": CustomFieldForm(
        label="Sản phẩm quan tâm",
        kind="choices",
        options=["Tổng đài", "Nhắn tin", "Chăm sóc khách hàng"],
    ),
    "so_nhan_vien_su_dung": CustomFieldForm(label="Số nhân viên sử dụng", kind="number"),
}
"""Key, which the label makes, → the field."""

PROVINCES = ("Hà Nội", "TP. HCM", "Đà Nẵng", "Hải Phòng", "Cần Thơ", "Lâm Đồng", "Khánh Hoà")
FIRST_BIRTHDAY = date(1971, 12, 20)
DAYS_APART = 211  # the youngest is grown up
TAX_CODES = 101_000_000

Picks = dict[str, list[int]]
"""Pick list → the ids of its values."""


async def seed_fields(db: Database, clock: Clock, admin: Caller) -> int:
    """Add those of the fields that never were; how many."""
    async with db.read() as connection:
        taken = await find_keys(connection)
    fields = Fields(db, clock)
    missing = [form for key, form in OWN_FIELDS.items() if key not in taken]
    for form in missing:
        await fields.add(admin, form)
    return len(missing)


async def find_picks(connection: AsyncConnection) -> Picks:
    """The values that there are to pick from."""
    found = await find_values(connection)
    return {name: [one.id for one in values] for name, values in found.items()}


async def find_own_keys(connection: AsyncConnection) -> set[str]:
    """Those of the demo's fields that nobody has deleted."""
    return {one.key for one in await find_fields(connection)} & OWN_FIELDS.keys()


def make_profile(kind: str, at: int, picks: Picks, own: set[str]) -> dict[str, Any]:
    """The fields of the customer at a position, as the form takes them."""
    profile: dict[str, Any] = {
        "source_id": _pick(picks, "source", at),
        "group_id": _pick(picks, "group", at // 2),
        "relationship_id": _pick(picks, "relationship", at * 5 + at // 6),
        "province": PROVINCES[at % len(PROVINCES)],
    }
    if kind == "organisation":
        profile["size_id"] = _pick(picks, "size", at)
        profile["sector_id"] = _pick(picks, "sector", at)
        profile["tax_code"] = f"0{TAX_CODES + at * 7919}"
    else:
        profile["birthday"] = FIRST_BIRTHDAY + timedelta(days=at * DAYS_APART)
    products = OWN_FIELDS["san_pham_quan_tam"].options
    wanted = {
        "san_pham_quan_tam": [products[at % len(products)]] if at % 4 else products[:2],
        "so_nhan_vien_su_dung": 5 + at * 3 % 50 if kind == "organisation" else None,
    }
    profile["custom"] = {key: value for key, value in wanted.items() if key in own}
    return profile


def _pick(picks: Picks, name: str, at: int) -> int | None:
    values = picks.get(name, [])
    return values[at % len(values)] if values else None
