"""Are the columns there, once each?"""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from indicators.extracts.checks.base import Found, check, combined, nothing, places, unplaced
from indicators.extracts.codes import nearest
from indicators.extracts.table import Table


@check(
    "column_missing",
    "fail",
    _("A column that every file of this source must have is missing."),
    _("Add the column with the heading named below, or correct the spelling of its heading in row 1."),
    row=_("The heading “%(closest)s” of your file is similar: is it the one?"),
)
def column_missing(table: Table) -> Found:
    missing = [column.name for column in table.layout.columns if column.required and column.name not in table.frame]
    strangers = tuple(heading for heading in table.headings if heading.strip() and table.layout.named(heading) is None)
    closest = [nearest(name, strangers) for name in missing]
    return Found(unplaced("", missing, closest=closest)) if missing else nothing()


@check(
    "column_twice",
    "fail",
    _("A column is in the file more than once."),
    _("Keep one of them. Two headings can also be two names of the same column, such as “area” and “area_code”."),
)
def column_twice(table: Table) -> Found:
    named = [(heading, table.layout.named(heading)) for heading in table.headings]
    counts = Counter(column.name for _heading, column in named if column is not None)
    twice = [heading for heading, column in named if column is not None and counts[column.name] > 1]
    return Found(unplaced("", twice)) if twice else nothing()


@check(
    "column_unknown",
    "warn",
    _("The file has a column that this source does not know. It will not be loaded."),
    _("Nothing is to be done if the column is extra. If it should be one of the known columns, correct its heading."),
    row=_("Did you mean “%(suggestion)s”?"),
)
def column_unknown(table: Table) -> Found:
    known = tuple(column.name for column in table.layout.columns if column.name not in table.frame)
    unknown = [heading.strip() for heading in table.headings if table.layout.named(heading) is None]
    return Found(unplaced("", unknown, suggestion=[nearest(name, known) for name in unknown])) if unknown else nothing()


@check(
    "cell_blank",
    "fail",
    _("A cell is blank that must be filled."),
    _("Fill the cell. If the figure is not known or was suppressed, remove the whole row: a missing figure is not 0."),
)
def cell_blank(table: Table) -> Found:
    found = [
        places(table, table.frame[column.name].isna(), column.name)
        for column in table.layout.columns
        if column.required and column.name in table.frame
    ]
    return combined(found)
