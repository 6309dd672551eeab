"""What the columns of a file are, guessed from their headers. Pure.

Headers are compared without case, diacritics, blanks and marks; Vietnamese, English and those of
the template.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from cti.crm.importing.fields import HEADERS, LABELS, OTHERS, REPEATABLE, Target
from cti.crm.importing.words import FRAME
from cti.text import clean_line, fold

NOT_WORD = re.compile(r"[^a-z0-9]+")
POSSESSIVE = re.compile(r"['\u2019]s\b")
E_MAIL, OF = re.compile(r"\be mail\b"), re.compile(r" cua ")
BRACKETS = re.compile(r"[(\[].*?[)\]]|\*")
LOOKED_AT = 20
SAMPLES = 3
LONGEST_SAMPLE = 200

SYNONYMS: Mapping[str, Sequence[str]] = {
    "code": ("ma", "ma kh", "ma so khach hang", "ma khach", "customer id", "code", "id khach hang"),
    "name": ("ten kh", "khach hang", "ten cong ty", "cong ty", "ten doanh nghiep", "customer",
             "company", "company name", "account name", "ten to chuc", "don vi", "ten don vi"),
    "kind": ("loai kh", "loai", "customer type", "kind", "loai hinh"),
    "stage": ("trang thai vong doi", "lifecycle stage"),
    "owner": ("nguoi phu trach", "phu trach", "nhan vien", "nv phu trach", "owner", "sales", "sale",
              "nhan vien cham soc", "nhan vien kinh doanh", "assigned to", "quan ly",
              "nguoi quan ly"),
    "supporters": ("nguoi ho tro", "nv ho tro", "ho tro", "supporters", "nguoi lien quan"),
    "source": ("nguon", "nguon kh", "nguon khach", "customer source", "lead source"),
    "group": ("nhom", "nhom kh", "phan nhom", "customer group"),
    "relationship": ("moi quan he", "quan he", "tinh trang", "trang thai", "status",
                     "customer status", "trang thai khach hang"),
    "size": ("quy mo doanh nghiep", "so nhan vien", "so nhan su", "size", "organisation size"),
    "sector": ("linh vuc", "nganh nghe", "nganh", "industry", "business sector"),
    "tax_code": ("mst", "ma thue", "tax code", "tax id", "tax number", "vat number"),
    "email": ("email cong ty", "email doanh nghiep", "company email", "email kh"),
    "website": ("web", "trang web", "site", "url"),
    "fax": ("so fax", "fax number"),
    "birthday": ("sinh nhat", "ngay thang nam sinh", "ngay thanh lap", "birth date",
                 "date of birth", "dob", "ns"),
    "address": ("dia chi dang ki", "dia chi dang ky", "dia chi dkkd", "dia chi cong ty",
                "dia chi dang ky kinh doanh", "registered address", "customer address",
                "dia chi khach hang"),
    "office_address": ("dia chi giao dich", "van phong", "dia chi van phong giao dich"),
    "province": ("tinh", "thanh pho", "tinh thanh", "tinh thanh pho", "city", "state",
                 "province or city"),
    "description": ("ghi chu", "ghi chu khach hang", "mo ta khach hang", "note", "notes", "comment",
                    "remarks", "customer description"),
    "referrer": ("nguoi gioi thieu", "gioi thieu", "gioi thieu boi", "ma nguoi gioi thieu",
                 "referred by", "referral", "introduced by", "introducer"),
    "company": ("ten cong ty", "cong ty", "ten doanh nghiep", "doanh nghiep", "company",
                "company name", "to chuc", "don vi", "ten don vi", "noi lam viec"),
    "contact.name": ("nguoi lien he", "ten nguoi lien he", "lien he", "ho ten", "ho va ten", "ten",
                     "ho ten nguoi lien he", "full name", "name", "contact", "contact person",
                     "hoten", "nguoi dai dien"),
    "contact.phones": ("sdt", "so dt", "dt", "dien thoai", "so dien thoai", "dien thoai di dong",
                       "di dong", "mobile", "phone number", "tel", "telephone", "cell", "hotline",
                       "dtdd", "so di dong", "so may", "lien lac", "dien thoai lien he",
                       "sdt lien he", "so dien thoai lien he", "contact phones", "contact phone",
                       "phone 1", "phone 2", "sdt 1", "sdt 2", "so dien thoai 1", "so dien thoai 2",
                       "dien thoai 1", "dien thoai 2", "mobile phone", "zalo"),
    "contact.email": ("email lien he", "thu dien tu", "hop thu", "mail", "email address",
                      "contact email", "email nguoi lien he", "dia chi email"),
    "contact.title": ("chuc danh", "vi tri", "title", "position", "role",
                      "chuc vu lien he", "contact job title"),
    "contact.address": ("dia chi lien he", "dia chi nha", "noi o", "contact address",
                        "street address"),
    "contact.description": ("ghi chu lien he", "mo ta nguoi lien he", "contact note"),
    "contact.source": ("nguon nguoi lien he", "contact source"),
    "contact.facebook": ("fb", "facebook url", "link facebook", "dia chi facebook",
                         "facebook lien he", "contact facebook"),
}  # fmt: skip

SYNONYMS_OF_OTHERS: Mapping[str, Sequence[str]] = {
    "name": ("nguoi lien he", "ten nguoi lien he", "lien he", "contact", "contact person"),
    "phones": ("sdt lien he", "dien thoai lien he", "sdt nguoi lien he", "contact phone number"),
    "email": ("email nguoi lien he", "contact email"),
    "title": ("chuc vu", "chuc vu nguoi lien he", "contact job title", "contact position"),
}
"""With the contact's number behind; a second number or e-mail address alone is nobody's."""


ADDED = frozenset((fold(frame["row"]), fold(frame["reasons"])) for frame in FRAME.values())
"""What cti.crm.importing.failed puts behind a file's own columns."""


def letter_of(index: int) -> str:
    """The letter of a column, from 0: A … Z, AA …."""
    letters = ""
    rest = index + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def normalise_header(header: str) -> str:
    """How headers are compared: "Số điện thoại (*)" and "so dien thoai" are the same."""
    plain = BRACKETS.sub(" ", POSSESSIVE.sub("", fold(_split_words(header))))
    words = NOT_WORD.sub(" ", plain).strip() or NOT_WORD.sub(" ", fold(header)).strip()
    return OF.sub(" ", E_MAIL.sub("email", words))


def make_header_key(kind: str, purpose: str, headers: Sequence[str]) -> str:
    """By which a mapping is remembered: the same headers in the same order."""
    said = "\n".join((kind, purpose, *(normalise_header(header) for header in headers)))
    return hashlib.blake2b(said.encode(), digest_size=24).hexdigest()


def find_own_headers(headers: Sequence[str]) -> list[str]:
    """Of a file of refused rows the headers of the file it was made of; others as they are.

    So what its columns are is remembered, and only the rows have to be mended (R095).
    """
    if tuple(normalise_header(header) for header in headers[-2:]) not in ADDED:
        return list(headers)
    own = headers[:-2]  # its letter stands there for a header that was blank
    return ["" if header == letter_of(at) else header for at, header in enumerate(own)]


def find_header_row(head: Sequence[tuple[int, list[str]]], targets: Mapping[str, Target]) -> int:
    """The number of the row that has the headers; 0 when the first row is data already."""
    known = _index(targets)
    best, score = 0, 0
    for number, cells in head[:LOOKED_AT]:
        found = sum(normalise_header(cell) in known for cell in dict.fromkeys(cells) if cell)
        if found > score:
            best, score = number, found
    if best:
        return best
    number, cells = head[0]
    is_text = all(
        cell and not any(char.isdigit() or char == "@" for char in cell) for cell in cells
    )
    return number if is_text and len(head) > 1 else 0


def guess(headers: Sequence[str], targets: Mapping[str, Target]) -> list[str | None]:
    """The field of each column, None where nothing is known; no field twice but phones."""
    known = _index(targets)
    taken: set[str] = set()
    guessed: list[str | None] = []
    for header in headers:
        key = known.get(normalise_header(header)) if header else None
        if key is not None and key in taken and key not in REPEATABLE:
            key = None
        if key is not None:
            taken.add(key)
        guessed.append(key)
    return _prefer_own(headers, guessed, targets)


def _prefer_own(
    headers: Sequence[str], guessed: list[str | None], targets: Mapping[str, Target]
) -> list[str | None]:
    """A contact's remarks and a company's address are their own, unless those have a column too.

    Under the template's headers each field stays what it is there.
    """
    if "company" in targets:
        general, own = "description", "contact.description"
    elif "name" in targets and "kind" not in targets:
        general, own = "contact.address", "address"
    else:
        return guessed
    if own not in guessed:
        for at, header in enumerate(headers):
            if guessed[at] == general and normalise_header(header) != HEADERS[general]:
                guessed[at] = own
    return guessed


def gather_samples(rows: Iterable[tuple[int, list[str]]], index: int) -> list[str]:
    """The first three values of a column."""
    found: list[str] = []
    for _, cells in rows:
        if index < len(cells) and cells[index]:
            found.append(clean_line(cells[index])[:LONGEST_SAMPLE])
        if len(found) == SAMPLES:
            break
    return found


def _index(targets: Mapping[str, Target]) -> dict[str, str]:
    """Every header that is known → its field; what a field is called counts before synonyms."""
    known: dict[str, str] = {}
    for key, one in targets.items():
        names = [one.label] if one.custom else [HEADERS[key], LABELS[key]]
        for name in names:
            known.setdefault(normalise_header(name), key)
    for key in targets:
        of, _, field = key.partition(".")
        for name in SYNONYMS.get(key, ()):
            known.setdefault(name, key)
        for name in SYNONYMS_OF_OTHERS.get(field, ()) if of in OTHERS else ():
            known.setdefault(f"{name} {of[-1]}", key)
    return known


def _split_words(header: str) -> str:
    """Take customerName for two words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
