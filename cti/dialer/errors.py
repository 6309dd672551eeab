"""What can go wrong with campaigns."""

from cti.errors import ConflictError, InvalidError, NotFoundError, UnavailableError


class CampaignNotFoundError(NotFoundError):
    """There is no such campaign."""

    code = "campaign.not_found"


class MemberNotFoundError(NotFoundError):
    """There is no such member."""

    code = "member.not_found"


class CommandRefusedError(ConflictError):
    """The campaign's state does not allow this. Params: state, command."""

    code = "campaign.command_refused"


class VersionConflictError(ConflictError):
    """Somebody else changed the campaign. Params: version."""

    code = "campaign.version_conflict"


class EmptyCampaignError(ConflictError):
    """A campaign without members has nobody to call."""

    code = "campaign.empty"


class KeyConflictError(InvalidError):
    """A key means two things, or is no key. Params: key."""

    code = "campaign.key_conflict"


class UnknownPromptError(InvalidError):
    """There is no such prompt."""

    code = "campaign.unknown_prompt"


class UnknownPbxError(InvalidError):
    """No PBX of that name is configured. Params: pbx."""

    code = "campaign.unknown_pbx"


class PromptUnplayableError(ConflictError):
    """The PBX can't fetch or play the prompt; see CTI_PUBLIC_URL. Params: url, why."""

    code = "campaign.prompt_unplayable"


class IllegalMoveError(ConflictError):
    """The registration may not go there (R263). Params: before, after."""

    code = "member.illegal_move"


class NoNumberError(InvalidError):
    """None of the customer's contacts has a number that can be called."""

    code = "member.no_number"


class MemberCalledError(ConflictError):
    """The member was called since, or moved by hand, and stays in the campaign."""

    code = "member.called_since"


class NoNumbersError(InvalidError):
    """No column of the file holds phone numbers."""

    code = "members.no_numbers"


class FileTooLargeError(InvalidError):
    """The file is larger than a list may be. Params: limit."""

    code = "members.file_too_large"
    kind = "too_large"


class PbxAwayError(UnavailableError):
    """The PBX can't be reached just now. Params: pbx, why."""

    code = "pbx.away"
