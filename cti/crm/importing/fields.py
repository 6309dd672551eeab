"""What a column of a file can be. Pure. Source: R081–R087, R090, R107, ruling X6.

The directory's own list of fields (cti.crm.fields.model), and what only a file has: supporters,
and the company of a contact by its name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cti.crm.fields.model import STANDARD, CustomField, FieldKind

HEADERS = {
    "code": "customerCode",
    "name": "customerName",
    "kind": "type",
    "stage": "stage",
    "owner": "user",
    "supporters": "users",
    "source": "source",
    "group": "group",
    "relationship": "relationship",
    "size": "companySize",
    "sector": "sector",
    "tax_code": "taxCode",
    "email": "customerEmail",
    "website": "website",
    "fax": "fax",
    "birthday": "birthday",
    "address": "registeredAddress",
    "office_address": "officeAddress",
    "province": "province",
    "description": "description",
    "referrer": "referrer",
    "company": "companyName",
    "contact.name": "contactName",
    "contact.phones": "phone",
    "contact.email": "email",
    "contact.title": "jobTitle",
    "contact.address": "address",
    "contact.description": "contactDescription",
    "contact.source": "contactSource",
    "contact.facebook": "facebook",
    "contact.utm_source": "utmSource",
    "contact.utm_medium": "utmMedium",
    "contact.utm_campaign": "utmCampaign",
    "contact.utm_term": "utmTerm",
    "contact.utm_content": "utmContent",
}
"""Field → the column's name in the template. Phone, e-mail and address are the contact's (R004)."""

LABELS = {
    "code": "Mã khách hàng",
    "name": "Tên khách hàng",
    "kind": "Loại khách hàng",
    "stage": "Giai đoạn",
    "owner": "Nhân viên phụ trách",
    "supporters": "Nhân viên hỗ trợ",
    "source": "Nguồn khách hàng",
    "group": "Nhóm khách hàng",
    "relationship": "Mối quan hệ",
    "size": "Quy mô",
    "sector": "Lĩnh vực kinh doanh",
    "tax_code": "Mã số thuế",
    "email": "Email khách hàng",
    "website": "Website",
    "fax": "Fax",
    "birthday": "Ngày sinh",
    "address": "Địa chỉ đăng kí kinh doanh",
    "office_address": "Địa chỉ văn phòng",
    "province": "Tỉnh/Thành phố",
    "description": "Mô tả",
    "referrer": "Người giới thiệu",
    "company": "Doanh nghiệp",
    "contact.name": "Tên liên hệ",
    "contact.phones": "Số điện thoại",
    "contact.email": "Email",
    "contact.title": "Chức vụ",
    "contact.address": "Địa chỉ",
    "contact.description": "Mô tả liên hệ",
    "contact.source": "Nguồn liên hệ",
    "contact.facebook": "Facebook",
    "contact.utm_source": "UTM Source",
    "contact.utm_medium": "UTM Medium",
    "contact.utm_campaign": "UTM Campaign",
    "contact.utm_term": "UTM Term",
    "contact.utm_content": "UTM Content",
}

MATCHABLE = frozenset(
    {
        "code",
        "name",
        "email",
        "tax_code",
        "fax",
        "birthday",
        "contact.name",
        "contact.phones",
        "contact.email",
    }
)
"""What a customer can be found by: there is an index on each."""

OTHERS = ("contact2", "contact3")
"""Further contacts of a row (R090), each with these fields: what it holds, where it is stored."""

OTHER_FIELDS: Mapping[str, tuple[FieldKind, str | None, str, str]] = {
    "name": (FieldKind.TEXT, "name", "contactName", "Tên liên hệ"),
    "phones": (FieldKind.PHONES, None, "contactPhone", "Số điện thoại liên hệ"),
    "email": (FieldKind.TEXT, "email", "contactEmail", "Email liên hệ"),
    "title": (FieldKind.TEXT, "title", "contactTitle", "Chức vụ liên hệ"),
}
HEADERS |= {
    f"{of}.{name}": f"{header}{of[-1]}"
    for of in OTHERS
    for name, (_, _, header, _) in OTHER_FIELDS.items()
}
LABELS |= {
    f"{of}.{name}": f"{label} {of[-1]}"
    for of in OTHERS
    for name, (_, _, _, label) in OTHER_FIELDS.items()
}

DELETE_BY = ("contact.phones", "contact.email", "contact.facebook")
REPEATABLE = frozenset({"contact.phones"})
NOT_OF_COMPANIES = frozenset({"kind", "birthday"})
NOT_OF_CONTACTS = frozenset({"name", "kind"})


@dataclass(frozen=True, slots=True)
class Target:
    """A field that a column can be taken for. `column` is where it is stored, if in one."""

    key: str
    kind: str  # a FieldKind, or users
    of: str  # customer | contact | people | company, or one of OTHERS
    column: str | None = None
    catalogue: str | None = None
    custom: CustomField | None = None
    required: bool = False
    options: Mapping[int, str] = field(default_factory=dict)

    @property
    def header(self) -> str:
        """The column's name in the template."""
        return self.custom.label if self.custom else HEADERS[self.key]

    @property
    def label(self) -> str:
        """Its name in Vietnamese."""
        return self.custom.label if self.custom else LABELS[self.key]


def list_targets(
    kind: str,
    purpose: str,
    own: Sequence[CustomField],
    required: frozenset[str],
    options: Mapping[str, Mapping[int, str]],
) -> dict[str, Target]:
    """Every field that a file of this kind may have, in the template's order.

    `own` are the fields of one's own, `required` keys of standard ones, `options` the pick lists:
    catalogue → id → label.
    """
    if purpose == "delete":
        return {
            one.key: Target(one.key, one.kind.value, one.of, one.column)
            for one in STANDARD
            if one.key in DELETE_BY
        }
    hidden = {"companies": NOT_OF_COMPANIES, "contacts": NOT_OF_CONTACTS}.get(kind, frozenset())
    listed: dict[str, Target] = {}
    for one in STANDARD:
        if not one.can_edit or one.key in hidden:
            continue
        of = "people" if one.kind is FieldKind.USER or one.key == "referrer" else one.of
        listed[one.key] = Target(
            one.key,
            one.kind.value,
            of,
            one.column,
            one.catalogue,
            required=one.key in required,
            options=options.get(one.catalogue or "", {}),
        )
        if one.key == "owner":
            listed["supporters"] = Target("supporters", "users", "people")
        if one.key == "contact.name" and kind == "contacts":
            listed["company"] = Target("company", "text", "company")
    if kind != "contacts":  # there each row is one contact
        for other in OTHERS:
            for name, (holds, column, _, _) in OTHER_FIELDS.items():
                key = f"{other}.{name}"
                listed[key] = Target(key, holds.value, other, column)
    for mine in own:
        key = f"custom.{mine.key}"
        listed[key] = Target(
            key,
            mine.kind.value,
            "customer",
            custom=mine,
            required=mine.required,
            options=mine.options,
        )
    return listed
