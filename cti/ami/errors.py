"""What can go wrong on an AMI link. Three of them tell an action's fate; keep them apart."""

from cti.errors import DomainError, UnavailableError


class LinkDownError(UnavailableError):
    """The action was never sent: the link is not up. Calling again later is safe."""

    code = "ami.link_down"


class FateUnknownError(UnavailableError):
    """The action was sent, and no answer came: it may or may not have been carried out.

    Look it up on the PBX (live channels, outbox); never send it again blindly.
    `why` is `ami.deadline`, `ami.list_too_long`, or why the link was lost.
    """

    code = "ami.fate_unknown"


class ActionRefusedError(DomainError):
    """Asterisk answered `Response: Error`; `message` is its own text."""

    code = "ami.action_refused"
    kind = "conflict"

    def __init__(self, *, action: str, message: str) -> None:
        super().__init__(action=action, message=message)
        self.message = message


class UnsafeHeaderError(DomainError):
    """A header that would break out of its line, or that Asterisk would drop; nothing was sent.

    `header` is its name; `why` is `line_break`, `too_long`, `bad_name`, `not_text` or `too_many`.
    """

    code = "ami.unsafe_header"


class UnsafeValueError(DomainError):
    """A value that an Asterisk action must never hold; nothing was sent. `field` names it."""

    code = "ami.unsafe_value"


class BadStreamError(DomainError):
    """What came in is not AMI, or too much of it for one frame. The connection is given up.

    `why` is `not_ami` or `frame_too_long`.
    """

    code = "ami.bad_stream"
