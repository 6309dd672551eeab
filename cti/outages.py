"""Which errors of a database pass by themselves. Pure."""

import socket

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

POSTGRES_STATES = ("08", "40", "53", "57P")
"""Classes of SQLSTATEs: the connection was lost, another transaction went first (a deadlock), too
little disk, memory or connections, the server is ending or beginning."""

SQLITE_NAMES = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN")


def is_passing(error: BaseException) -> bool:
    """Whether the same work may succeed later: nothing is wrong with it, the database was away.

    What is never there again (a wrong statement, a value that does not fit) is no such error.
    """
    if isinstance(error, ConnectionError | TimeoutError | socket.gaierror | PoolTimeoutError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None) or ""
    name = getattr(error.orig, "sqlite_errorname", None) or ""
    return (
        error.connection_invalidated
        or state.startswith(POSTGRES_STATES)
        or name.startswith(SQLITE_NAMES)
    )
