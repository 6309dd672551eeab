"""What can go wrong with sign-in and users."""

from cti.errors import ConflictError, DomainError, ForbiddenError, InvalidError, NotFoundError


class SignInFailedError(DomainError):
    """No such user, a wrong password or one who was locked out: which of them is not told."""

    code = "login.failed"
    kind = "signed_out"


class TooManySignInsError(DomainError):
    """Too many tries from here: `retry_after_s` seconds until the next."""

    code = "login.too_many"
    kind = "too_many"


class UserNotFoundError(NotFoundError):
    """There is no user with this id: `id`."""

    code = "user.not_found"


class UsernameTakenError(ConflictError):
    """Somebody has this name for signing in: `username`."""

    code = "user.username_taken"


class ExtensionTakenError(ConflictError):
    """An extension identifies one user (R234): `extension`."""

    code = "user.extension_taken"


class TeamUnknownError(InvalidError):
    """There is no such team: `team_id`."""

    code = "user.team_unknown"


class OwnerOnlyError(ForbiddenError):
    """Only an owner may make owners, or change one."""

    code = "user.owner_only"


class LastOwnerError(ConflictError):
    """Somebody must be left who may do everything."""

    code = "user.last_owner"
