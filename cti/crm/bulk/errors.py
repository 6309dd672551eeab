"""What can go wrong with work on many customers."""

from cti.errors import ConflictError, InvalidError, NotFoundError


class JobNotFoundError(NotFoundError):
    """There is no such job, or it is somebody else's."""

    code = "bulk.not_found"


class SelectionError(InvalidError):
    """Either customers are named, or a list is: one of the two."""

    code = "bulk.selection"


class NothingAskedError(InvalidError):
    """The request says nothing that would be done to the customers."""

    code = "bulk.nothing_asked"


class TeamEmptyError(InvalidError):
    """Nobody in the team could be given customers."""

    code = "bulk.team_empty"


class JobEndedError(ConflictError):
    """What has ended can't be cancelled any more."""

    code = "bulk.ended"


class ColumnUnknownError(InvalidError):
    """A column was asked for that no field is; `keys` says which."""

    code = "export.column_unknown"


class FileGoneError(NotFoundError):
    """The file was kept a day, or the export is not done."""

    code = "export.gone"


class OrganisationOnlyError(InvalidError):
    """The field is one of organisations, and this customer is a person."""

    code = "bulk.organisation_only"


class NothingToUndoError(ConflictError):
    """The job was undone, or there is nothing left of it that could be, or it has not ended."""

    code = "bulk.nothing_to_undo"


class ChangedSinceError(ConflictError):
    """Somebody changed it after the job; that stays. `fields` says what."""

    code = "bulk.changed_since"
