"""What can go wrong with appointments and meetings."""

from cti.errors import ConflictError, InvalidError, NotFoundError


class AppointmentNotFoundError(NotFoundError):
    """There is no such appointment, or none that this user may see."""

    code = "appointment.not_found"


class AppointmentPastError(InvalidError):
    """An appointment lies ahead; what was held already is a meeting."""

    code = "appointment.past"


class MeetingFutureError(InvalidError):
    """A meeting was held already; what is to come is an appointment (R176)."""

    code = "meeting.future"


class AppointmentEndsError(InvalidError):
    """It can't end before it starts."""

    code = "appointment.ends_early"


class AppointmentTitleError(InvalidError):
    """Nothing is left of the title once invisible characters are taken away."""

    code = "appointment.title_empty"


class ParticipantUnseenError(InvalidError):
    """Somebody who is to take part can't see the customer."""

    code = "appointment.participant_unseen"


class AppointmentVersionError(ConflictError):
    """It was changed meanwhile."""

    code = "appointment.version_conflict"


class AppointmentCancelledError(ConflictError):
    """It was cancelled; make a new one."""

    code = "appointment.cancelled"


class AppointmentNoEmailError(InvalidError):
    """The customer is to be told by e-mail, and who is met has no address for that."""

    code = "appointment.no_email"
