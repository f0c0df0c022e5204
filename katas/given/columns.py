"""How money and moments are stored in the columns of a read model."""

from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, DateTime, Dialect
from sqlalchemy.types import TypeDecorator

from .money import Money


class Euros(TypeDecorator[Money]):
    """Stores money as whole cents, so that the database can add it up."""

    impl = BigInteger  # an Integer of PostgreSQL ends at €21,474,836.47
    cache_ok = True

    def process_bind_param(self, value: Money | None, _: Dialect) -> int | None:
        """Write €8.90 as 890."""
        return None if value is None else int(value.amount * 100)

    def process_result_value(self, value: int | None, _: Dialect) -> Money | None:
        """Read 890 as €8.90."""
        return None if value is None else Money(Decimal(value).scaleb(-2))


class Moment(TypeDecorator[datetime]):
    """Stores a moment in UTC, and gives it back in UTC: SQLite would forget the time zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Write a moment of any time zone. Raises `ValueError` for one without."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone, so nobody knows when it is")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Read a moment in UTC."""
        return None if value is None else value.replace(tzinfo=UTC)
