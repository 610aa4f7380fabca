"""Is as much recorded about people as is needed to count them?"""

from collections.abc import Iterable

import numpy as np
from django.utils.translation import gettext_lazy as _

from indicators.extracts.checks.base import Found, nothing, record_check, unplaced
from indicators.extracts.checks.limits import limits
from indicators.extracts.recordtable import RecordTable
from indicators.extracts.recordtable.dates import NO_DAY
from indicators.extracts.recordtable.meanings import NOT_KNOWN

PROFILE = ("sex", "date_of_birth", "ethnicity", "area")
SHARE = _("Not recorded in %(share)s of the rows.")


def _share(table: RecordTable, column: str) -> float:
    """The share of rows in which the column says nothing; cells that are not understood are another check's matter."""
    cells, meaning = table.texts(column), table.meaning(column)
    empty = NO_DAY if table.layout.by_name[column].type == "birth" else NOT_KNOWN
    missing = (meaning.values == empty) & ~meaning.wrong
    return float(np.sum(cells.counts[missing])) / max(table.size, 1)


def _above(table: RecordTable, columns: Iterable[str], limit: float) -> Found:
    shares = {name: _share(table, name) for name in columns if name in table.present}
    high = {table.heading(name): f"{share:.0%}" for name, share in shares.items() if share > limit}
    return Found(unplaced("", list(high), share=list(high.values())), {"limit": f"{limit:.0%}"}) if high else nothing()


@record_check(
    "profile_not_stated",
    "warn",
    _("Who the people are is not recorded in more than %(limit)s of the rows."),
    _(
        "Look whether a column was lost or emptied in the export. If it is right, accept the warning: these rows count as not "
        "stated."
    ),
    row=SHARE,
    needs=["date_of_birth"],
)
def profile_not_stated(table: RecordTable) -> Found:
    return _above(table, PROFILE, limits().not_recorded.profile)


@record_check(
    "flag_not_recorded",
    "warn",
    _("Whether people belong to a group is not recorded in more than %(limit)s of the rows."),
    _(
        "People count in a group only where it is recorded, so figures of the group will be too low. Look whether the export has "
        "the flag of the right system."
    ),
    row=SHARE,
    needs=["date_of_birth"],
)
def flag_not_recorded(table: RecordTable) -> Found:
    return _above(table, table.layout.columns_of_type("flag"), limits().not_recorded.flags)


@record_check(
    "offence_flag_not_recorded",
    "warn",
    _("Whether offences count as reoffending is not recorded in more than %(limit)s of the rows."),
    _(
        "An offence counts only where it is recorded that it was in England and Wales and recordable. Look the column up in "
        "the source."
    ),
    row=SHARE,
    sources=["proven_offences"],
)
def offence_flag_not_recorded(table: RecordTable) -> Found:
    return _above(table, table.layout.columns_of_type("flag"), limits().not_recorded.offences)
