"""Do the identifiers look like identifiers, and is each person one? Counted only: nobody is named."""

import numpy as np
import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from indicators.extracts.checks.base import Found, nothing, record_check, unplaced
from indicators.extracts.recordtable import RecordTable
from indicators.extracts.recordtable.dates import NO_DAY
from indicators.extracts.recordtable.meanings import NOT_KNOWN

NAME = r"\A[^0-9]+\z"
DATE = r"\A(?:[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4})(?:[T ].*)?\z"


def _people(count: int) -> Found:
    return Found(unplaced("", [""]), {"people": count}) if count else nothing()


@record_check(
    "person_not_identifier",
    "warn",
    _("What stands for the person looks like a name or a date, not like a number."),
    _(
        "Look whether the columns have slipped. A name is no identifier: two people can share one, and one person can be written "
        "in two ways."
    ),
    counted=_("What stands for the person looks like a name or a date, not like a number (different ones: %(people)s)."),
    needs=["person_id"],
)
def person_not_identifier(table: RecordTable) -> Found:
    texts = table.texts("person_id").texts
    odd = pc.or_(pc.match_substring_regex(texts, NAME), pc.match_substring_regex(texts, DATE))
    longest = table.layout.by_name["person_id"].longest
    if longest is not None:
        odd = pc.or_(odd, pc.greater(pc.utf8_length(texts), longest))
    return _people(int(pc.sum(odd).as_py() or 0))


def _with_two(table: RecordTable, column: str, unknown: int) -> int:
    """How many people have two different values in a column, rows without a known one left out."""
    people = table.texts("person_id")
    meaning = table.meaning(column)
    known = table.texts(column).spread(meaning.values != unknown)
    codes, values = people.codes[known], table.values(column)[known]
    one = np.zeros(len(people.texts), values.dtype)
    one[codes] = values  # whichever of a person's values is written last
    differs = np.zeros(len(people.texts), bool)
    differs[codes[values != one[codes]]] = True
    return int(np.sum(differs & people.filled))


@record_check(
    "person_two_sexes",
    "warn",
    _("Somebody has more than one sex in the file."),
    _("Each event counts with what it says. Look whether two people share a number, or accept the warning."),
    counted=ngettext_lazy(
        "%(people)s person has more than one sex in the file.", "%(people)s people have more than one sex in the file.", "people"
    ),
    needs=["person_id", "sex"],
)
def person_two_sexes(table: RecordTable) -> Found:
    return _people(_with_two(table, "sex", NOT_KNOWN))


@record_check(
    "person_two_births",
    "warn",
    _("Somebody has more than one date of birth in the file."),
    _("Each event counts with the age that it gives. Look whether two people share a number, or accept the warning."),
    counted=ngettext_lazy(
        "%(people)s person has more than one date of birth in the file.",
        "%(people)s people have more than one date of birth in the file.",
        "people",
    ),
    needs=["person_id", "date_of_birth"],
)
def person_two_births(table: RecordTable) -> Found:
    return _people(_with_two(table, "date_of_birth", NO_DAY))
