"""Which errors of a database are waited out, and what a client is told of them."""

import socket
import sqlite3

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from cti.api.problems import explain
from cti.outages import is_passing


def wrap(original: Exception, *, lost: bool = False) -> DBAPIError:
    return DBAPIError("SELECT 1", {}, original, connection_invalidated=lost)


def make_sqlite_error(name: str) -> OperationalError:
    original = sqlite3.OperationalError(name)
    original.sqlite_errorname = name
    return OperationalError("SELECT 1", {}, original)


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        socket.gaierror(-2, "Name or service not known"),  # the container's name goes with it
        wrap(asyncpg.CannotConnectNowError("the database system is starting up")),
        wrap(asyncpg.AdminShutdownError("terminating connection")),
        wrap(asyncpg.DeadlockDetectedError("deadlock detected")),
        wrap(asyncpg.TooManyConnectionsError("too many clients")),
        wrap(asyncpg.InterfaceError("connection is closed"), lost=True),
        make_sqlite_error("SQLITE_BUSY"),
        make_sqlite_error("SQLITE_FULL"),
    ],
)
def test_a_database_that_is_away_comes_back(error: Exception) -> None:
    assert is_passing(error)
    problem = explain(error)
    assert problem is not None
    assert (problem.status, problem.code) == (503, "database.unavailable")


@pytest.mark.parametrize(
    "error",
    [
        make_sqlite_error("SQLITE_ERROR"),
        wrap(asyncpg.UndefinedTableError("relation does not exist")),
        IntegrityError("INSERT", {}, asyncpg.UniqueViolationError("duplicate key")),
        FileNotFoundError(),
        ValueError(),
    ],
)
def test_what_is_wrong_with_the_work_itself_is_not_tried_for_ever(error: Exception) -> None:
    assert not is_passing(error)
