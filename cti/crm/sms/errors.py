"""What can go wrong with templates of text messages."""

from cti.errors import ConflictError, InvalidError, NotFoundError


class TemplateNotFoundError(NotFoundError):
    """There is no such template; somebody may have deleted it."""

    code = "sms_template.not_found"


class TemplateEmptyError(InvalidError):
    """Nothing is left of the name or the text (`field`) without invisible characters."""

    code = "sms_template.empty"


class TemplateNameTakenError(ConflictError):
    """Another template has this name."""

    code = "sms_template.name_taken"


class TemplateVersionError(ConflictError):
    """The template was edited meanwhile; `current` is how it is now."""

    code = "sms_template.version_conflict"
