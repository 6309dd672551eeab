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


class EmailTakenError(ConflictError):
    """An e-mail address identifies one user, in imports say (R085): `email`."""

    code = "user.email_taken"


class TeamUnknownError(InvalidError):
    """There is no such team: `team_id`."""

    code = "user.team_unknown"


class DepartmentUnknownError(InvalidError):
    """There is no such department: `department_id`."""

    code = "user.department_unknown"


class RoleUnknownError(InvalidError):
    """There is no such role: `role`."""

    code = "user.role_unknown"


class TooStrongError(ForbiddenError):
    """One can't give, or change somebody who has, more than one may oneself: `rights`."""

    code = "user.too_strong"


class SelfLockoutError(ConflictError):
    """One would take away one's own right to sign in, or to manage users and roles."""

    code = "user.self_lockout"


class RoleNotFoundError(NotFoundError):
    """There is no role with this key: `key`."""

    code = "role.not_found"


class RoleFixedError(ConflictError):
    """The owner may do everything, for ever; a built-in role keeps its name and stays."""

    code = "role.fixed"


class RoleInUseError(ConflictError):
    """Somebody has this role: `members`, how many."""

    code = "role.in_use"


class RoleNameTakenError(ConflictError):
    """Another role has this name: `name`."""

    code = "role.name_taken"


class RoleConflictError(ConflictError):
    """Somebody changed the role meanwhile."""

    code = "role.version_conflict"


class TeamNotFoundError(NotFoundError):
    """There is no team with this id: `id`."""

    code = "team.not_found"


class TeamNameTakenError(ConflictError):
    """Another team has this name: `name`."""

    code = "team.name_taken"


class DepartmentNotFoundError(NotFoundError):
    """There is no department with this id: `id`."""

    code = "department.not_found"


class DepartmentNameTakenError(ConflictError):
    """Another department has this name: `name`."""

    code = "department.name_taken"


class MemberUnknownError(InvalidError):
    """No such active user: `ids`."""

    code = "team.member_unknown"


class OwnerOnlyError(ForbiddenError):
    """Only an owner may make owners, or change one."""

    code = "user.owner_only"


class LastOwnerError(ConflictError):
    """Somebody must be left who may do everything."""

    code = "user.last_owner"


class BirthdayAheadError(InvalidError):
    """Nobody was born tomorrow."""

    code = "user.birthday_ahead"
