"""What can go wrong with customers and contacts."""

from cti.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError


class CustomerNotFoundError(NotFoundError):
    """There is no such customer, or none that this user may see."""

    code = "customer.not_found"


class ContactNotFoundError(NotFoundError):
    """There is no such contact, or none that this user may see."""

    code = "contact.not_found"


class NameMissingError(InvalidError):
    """A customer needs a name, its own or its contact's (R006)."""

    code = "customer.name_missing"


class OwnerFixedError(ForbiddenError):
    """Who creates a customer as an agent is its owner, and can't name another (R009, R324)."""

    code = "customer.owner_fixed"


class UserUnknownError(InvalidError):
    """The owner or supporter named is no active user."""

    code = "customer.user_unknown"


class BirthdayAheadError(InvalidError):
    """Nobody is born in the days to come; today is that of the server's time zone."""

    code = "customer.birthday_ahead"


class ReferrerUnknownError(InvalidError):
    """The referrer named is no user, and no other customer that this user may see (R340)."""

    code = "customer.referrer_unknown"


class CompanyUnknownError(InvalidError):
    """The company named is no organisation that this user may see."""

    code = "contact.company_unknown"


class CompanyFixedError(InvalidError):
    """Who is a contact of an organisation belongs to that one, not to another (X3)."""

    code = "contact.company_fixed"


class NotEditableError(ForbiddenError):
    """The user may see this customer, not edit it; claim it first if it is nobody's (X13)."""

    code = "customer.not_editable"


class ClaimedError(ConflictError):
    """Somebody else was first; `owner` says who (R011)."""

    code = "customer.claimed"


class NotDeletableError(ForbiddenError):
    """The user's role lets them see this customer, and not delete it (R030)."""

    code = "customer.not_deletable"


class NotAssignableError(ForbiddenError):
    """The user's role does not let them give this customer to another owner (R032)."""

    code = "customer.not_assignable"


class VersionConflictError(ConflictError):
    """The customer was edited meanwhile; `current` is how it is now."""

    code = "customer.version_conflict"


class CodeTakenError(ConflictError):
    """Another customer has this code, perhaps one that is deleted."""

    code = "customer.code_taken"


class ContactVersionError(ConflictError):
    """The contact was edited meanwhile."""

    code = "contact.version_conflict"


class LastContactError(ConflictError):
    """A customer keeps one contact at least: the primary one (R050)."""

    code = "contact.last"


class PhoneEmptyError(InvalidError):
    """Nothing is left of the number once invisible characters are taken away."""

    code = "phone.empty"


class PhoneUnknownError(InvalidError):
    """A phone that was to be kept is none of this contact's."""

    code = "phone.unknown"


class NoteEmptyError(InvalidError):
    """Nothing is left of the note once invisible characters are taken away."""

    code = "note.empty"


class LookupEmptyError(InvalidError):
    """Nothing was said to look up by: one thing of `shortest` letters at least."""

    code = "lookup.empty"


class LookupWideError(InvalidError):
    """An address alone is not looked for among more than `most` customers: say something else too.

    No index holds addresses: each customer's is read.
    """

    code = "lookup.too_wide"


class LookupNumberError(InvalidError):
    """It is no number, nor `fewest` digits of one."""

    code = "lookup.number"


class CursorError(InvalidError):
    """The cursor is none that this list gave out."""

    code = "cursor.invalid"
