"""A text as one recipient would get it: filled, measured, and whether they want any (R298)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.compliance.dnc import Dnc
from cti.compliance.sms_bars import FORBIDDING, find_sms_bars
from cti.crm import contact_store
from cti.crm import store as customer_store
from cti.crm.errors import ContactNotFoundError, CustomerNotFoundError
from cti.crm.sms.merging import MergeField, Recipient, drop_fields, fill
from cti.crm.sms.shapes import FieldTrouble, Preview, PreviewForm, SmsNumber, SmsSizeView
from cti.db import Database
from cti.messaging.sms_size import measure
from cti.phones import parse
from cti.text import clean


class SmsPreview:
    """Fills texts for recipients whom the caller may see."""

    def __init__(self, db: Database, dnc: Dnc, region: str) -> None:
        self._db = db
        self._dnc = dnc
        self._region = region

    async def show(self, caller: Caller, form: PreviewForm) -> Preview:
        """The text filled. Raises CustomerNotFoundError, ContactNotFoundError."""
        kind: Recipient | None = None
        name, values, numbers = None, {}, []
        async with self._db.read() as connection:
            if form.customer_id is not None:
                kind = "customer"
                row = await customer_store.find_customer(connection, caller, form.customer_id)
                if row is None:
                    raise CustomerNotFoundError(id=form.customer_id)
                name = row["name"]
                values = {
                    MergeField.CUSTOMER_NAME: name,
                    MergeField.CUSTOMER_NOTE: row["description"],
                }
                people = await contact_store.find_contacts(connection, form.customer_id)
                numbers = await self._find_numbers(connection, people)
            elif form.contact_id is not None:
                kind = "contact"
                person = await _find_contact(connection, caller, form.contact_id)
                name = person["name"]
                values = {MergeField.CONTACT_NAME: name, MergeField.CONTACT_TITLE: person["title"]}
                numbers = await self._find_numbers(connection, [person])
        body = clean(form.body)
        filled = fill(body, kind, values)
        counted = filled.text if kind else drop_fields(body)
        return Preview(
            text=filled.text,
            problems=[FieldTrouble(field=one.field, why=one.why) for one in filled.problems],
            size=SmsSizeView.model_validate(measure(counted), from_attributes=True),
            recipient=name,
            numbers=numbers,
        )

    async def _find_numbers(
        self, connection: AsyncConnection, people: Sequence[Mapping[str, Any]]
    ) -> list[SmsNumber]:
        phones = await contact_store.find_phones(connection, [one["id"] for one in people])
        found = []
        for person in people:
            for phone in phones[person["id"]]:
                number = parse(phone["e164"] or phone["typed"], self._region)
                reasons = find_sms_bars(self._dnc, number)
                found.append(
                    SmsNumber(
                        phone_id=phone["id"],
                        contact=person["name"],
                        typed=phone["typed"],
                        display=number.display,
                        e164=number.e164,
                        reasons=reasons,
                        barred=not FORBIDDING.isdisjoint(reasons),
                    )
                )
        return found


async def _find_contact(
    connection: AsyncConnection, caller: Caller, contact_id: int
) -> Mapping[str, Any]:
    """A contact of a customer that the caller may see. Raises ContactNotFoundError."""
    if await contact_store.find_customer_of(connection, caller, contact_id) is not None:
        found = await contact_store.find_contact(connection, contact_id)
        if found is not None:
            return found
    raise ContactNotFoundError(id=contact_id)
