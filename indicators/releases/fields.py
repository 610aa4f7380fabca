"""Column types of releases."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

Number = int | Decimal


def plain_number(value: Any) -> Number:
    """An int where the value is whole, else a Decimal without trailing zeros."""
    number = value if isinstance(value, Decimal) else Decimal(value)
    whole = int(number)
    return whole if whole == number else number.normalize()


class NumberField(models.Field):
    """A count, or a sum of predictions: an exact number that is an int wherever it is whole.

    PostgreSQL's numeric keeps it as it was written, so that a file has "12" and "12.3456" without anybody's rounding.
    """

    description = "an exact number"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "numeric"

    def get_internal_type(self) -> str:
        return "NumberField"

    def to_python(self, value: Any) -> Number | None:
        return None if value is None else plain_number(value)

    def from_db_value(self, value: Decimal | None, *context: object) -> Number | None:
        return None if value is None else plain_number(value)

    def get_prep_value(self, value: Any) -> Number | None:
        return self.to_python(value)
