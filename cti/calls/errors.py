"""What can go wrong with a call that somebody places or handles."""

from cti.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, UnavailableError


class CallNotFoundError(NotFoundError):
    """There is no such call, or none of this user's."""

    code = "call.not_found"


class AttemptNotFoundError(NotFoundError):
    """There is no such attempt, or none that this user may see."""

    code = "attempt.not_found"


class PhoneNotFoundError(NotFoundError):
    """There is no such stored phone, or its customer is not this user's to see."""

    code = "phone.not_found"


class ContactNotFoundError(NotFoundError):
    """There is no such contact, or none that this user may choose."""

    code = "contact.not_found"


class NumberMissingError(InvalidError):
    """Either a stored phone or a typed number, one of the two."""

    code = "call.number_missing"


class ConfirmError(ConflictError):
    """The user is asked "Bạn có muốn tiếp tục gọi không?"; `decision_id` comes back (R246)."""

    code = "call.confirm"


class DeniedError(ForbiddenError):
    """The gate says no; `reasons` has every code."""

    code = "call.denied"


class NoExtensionError(ConflictError):
    """The user has no extension, so there is no phone to ring."""

    code = "call.no_extension"


class PhoneUnregisteredError(ConflictError):
    """The phone of `extension` is not registered with the PBX."""

    code = "call.phone_unregistered"


class PbxDownError(UnavailableError):
    """No call can be placed now; `why` is the link's code."""

    code = "call.pbx_down"


class ActiveAttemptError(ConflictError):
    """Somebody is calling this number just now."""

    code = "call.active_attempt"


class BusyAgentError(ConflictError):
    """The phone of `extension` is in another call."""

    code = "call.busy_agent"


class CallFailedError(UnavailableError):
    """The PBX did not take the action; `message` is its own text."""

    code = "call.failed"


class NotTalkingError(ConflictError):
    """Only a call in which this user is talking can be transferred."""

    code = "call.not_talking"


class NotEndedError(ConflictError):
    """The call goes on; wrap it up afterwards."""

    code = "call.not_ended"


class DispositionUnknownError(InvalidError):
    """There is no such disposition."""

    code = "call.disposition_unknown"


class CustomerMissingError(InvalidError):
    """A note needs to know whose call it was: attach a contact first."""

    code = "call.customer_missing"
