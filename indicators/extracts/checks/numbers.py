"""Is there a whole number where one belongs? Each way to be wrong has its own remedy."""

from collections.abc import Callable

import pandas as pd
from django.utils.translation import gettext_lazy as _

from indicators.extracts.cells import WHOLE_NUMBER, fully
from indicators.extracts.checks.base import Found, check, combined, places
from indicators.extracts.table import Table

PERCENTAGE = r"[-+]?[0-9]+([.,][0-9]+)?\s*%"
DECIMAL = r"[-+]?[0-9]*\.[0-9]+|[-+]?[0-9]+\.|[-+]?[0-9]+(\.[0-9]+)?[eE][-+]?[0-9]+|[0-9]+,[0-9]{1,2}"
# A comma, an apostrophe, or a space: plain, not breaking, or narrow.
THOUSANDS = r"[0-9]{1,3}([,' \x{00a0}\x{202f}][0-9]{3})+(\.0+)?"
NEGATIVE = r"[-\x{2212}]\s*[0-9]+|\([0-9]+\)"
LONG = r"[0-9]{10,}"
KNOWN_FORMS = "|".join(f"(?:{form})" for form in (WHOLE_NUMBER, PERCENTAGE, DECIMAL, THOUSANDS, NEGATIVE, LONG))


def _in_counts(table: Table, wrong: Callable[[pd.Series], "pd.Series[bool]"]) -> Found:
    names = [name for name in table.layout.columns_of_type("count") if name in table.frame]
    return combined([places(table, wrong(table.frame[name]), name) for name in names])


@check(
    "not_a_number",
    "fail",
    _("There is text where a number belongs."),
    _(
        "Put a whole number into the cell. If the figure was suppressed or is not available (c, x, .. or *), remove "
        "the whole row: a missing figure is not 0."
    ),
)
def not_a_number(table: Table) -> Found:
    return _in_counts(table, lambda cells: cells.notna() & ~fully(cells, KNOWN_FORMS))


@check(
    "number_percentage",
    "fail",
    _("There is a percentage where a count belongs."),
    _("Give the counts that the percentage was worked out from: how many (numerator) out of how many (denominator)."),
)
def number_percentage(table: Table) -> Found:
    return _in_counts(table, lambda cells: fully(cells, PERCENTAGE))


@check(
    "number_decimal",
    "fail",
    _("There is a number with decimals where a whole number belongs."),
    _(
        "Counts are whole numbers. If the number is a percentage or a rate, give the counts that it was worked out from; "
        "if it is a whole number with “.0” after it, format the column without decimals."
    ),
)
def number_decimal(table: Table) -> Found:
    return _in_counts(table, lambda cells: fully(cells, DECIMAL))


@check(
    "number_with_separator",
    "fail",
    _("A number has separators between its thousands."),
    _("Write 1234 for 1,234: format the column as a number without separators before you save it."),
)
def number_with_separator(table: Table) -> Found:
    return _in_counts(table, lambda cells: fully(cells, THOUSANDS))


@check(
    "number_negative",
    "fail",
    _("A number is below zero."),
    _("Counts are never below zero. Look the number up in its source."),
)
def number_negative(table: Table) -> Found:
    return _in_counts(table, lambda cells: fully(cells, NEGATIVE))


@check(
    "number_too_large",
    "fail",
    _("A number has more than nine digits."),
    _("No count is that large. Look whether two cells have run together."),
)
def number_too_large(table: Table) -> Found:
    return _in_counts(table, lambda cells: fully(cells, LONG))
