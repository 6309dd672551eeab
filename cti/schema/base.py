"""The metadata all tables share, and the column types that differ between the two databases."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import TIMESTAMP, BigInteger, Dialect, Integer, MetaData
from sqlalchemy.types import TypeDecorator, TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")
"""Row ids. SQLite gives numbers by itself to INTEGER PRIMARY KEY only."""

NEVER_AGAIN: Final[dict[str, Any]] = {"sqlite_autoincrement": True}
"""For tables of which rows are deleted while others know their ids: links, programs, open pages.

SQLite else gives the newest one's id to the next row. PostgreSQL never does.
"""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class UtcTime(TypeDecorator[datetime]):
    """An instant. Aware UTC datetimes in and out; a naive one is refused.

    timestamptz on PostgreSQL; on SQLite an integer of microseconds since 1970, which sorts and
    compares exactly.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        """The native type where there is one."""
        kind = BigInteger() if dialect.name == "sqlite" else TIMESTAMP(timezone=True)
        return dialect.type_descriptor(kind)  # type: ignore[arg-type]  # stored as int on SQLite

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> object:
        """To the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "naive datetime; times are UTC and aware"
            raise ValueError(message)
        return (value - EPOCH) // MICROSECOND if dialect.name == "sqlite" else value

    def process_result_value(self, value: object, dialect: Dialect) -> datetime | None:
        """From the database."""
        if value is None:
            return None
        if dialect.name == "sqlite":
            return EPOCH + timedelta(microseconds=int(value))  # type: ignore[call-overload, no-any-return]
        return value.astimezone(UTC)  # type: ignore[attr-defined, no-any-return]  # asyncpg gives datetimes
