"""Are the columns there, once each?"""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from indicators.extracts.checks.base import EVERY_KIND, Checked, Found, check, combined, nothing, places, unplaced
from indicators.extracts.codes import nearest
from indicators.extracts.recordtable.showing import WITHHELD, looks_like_number_of_somebody


def _must_exist(table: Checked) -> list[str]:
    return [column.name for column in table.layout.columns if column.required or column.must_exist]


def are_headings(table: Checked) -> bool:
    """Whether row 1 is one of headings: half of those that must be there are known.

    Else it may be a row like the others, which tells of a person: nothing of it is shown or kept.
    """
    wanted = _must_exist(table)
    return 2 * len(table.present.intersection(wanted)) >= len(wanted)


def _strangers(table: Checked) -> list[tuple[int, str]]:
    """Headings that mean no column, with their place in the file, counted from 1."""
    named = zip(table.headings, table.meant, strict=True)
    return [(place, _seen(heading.strip())) for place, (heading, column) in enumerate(named, 1) if not column]


def _seen(heading: str) -> str:
    """A heading that seems to be the number of somebody is not shown."""
    return WITHHELD if looks_like_number_of_somebody(heading) else heading


@check(
    "headings_unknown",
    "fail",
    _("Of the columns that the file must have, fewer than half were found by their headings in row 1."),
    _(
        "Put the headings into row 1, with no title or row of data above them, or state another source. Row 1 is not shown "
        "here, because it could be a row about a person."
    ),
    row=_("We do not know the heading of column %(place)s."),
    kinds=EVERY_KIND,
)
def headings_unknown(table: Checked) -> Found:
    if are_headings(table):
        return nothing()
    positions = [place for place, _heading in _strangers(table)]
    return Found(unplaced("", positions, place=positions) if positions else unplaced("", [""], place=[""]))


@check(
    "column_missing",
    "fail",
    _("A column that every file of this source must have is missing."),
    _("Add the column with the heading named below, or correct the spelling of its heading in row 1."),
    row=_("The heading “%(closest)s” of your file is similar: is it the one?"),
    kinds=EVERY_KIND,
)
def column_missing(table: Checked) -> Found:
    missing = [name for name in _must_exist(table) if name not in table.present]
    strangers = tuple(heading for _place, heading in _strangers(table) if heading) if are_headings(table) else ()
    closest = [nearest(name, strangers) for name in missing]
    return Found(unplaced("", missing, closest=closest)) if missing else nothing()


@check(
    "column_twice",
    "fail",
    _("A column is in the file more than once."),
    _("Keep one of them. Two headings can also be two names of the same column, such as “area” and “area_code”."),
    kinds=EVERY_KIND,
)
def column_twice(table: Checked) -> Found:
    counts = Counter(column for column in table.meant if column)
    twice = [heading for heading, column in zip(table.headings, table.meant, strict=True) if counts[column] > 1]
    return Found(unplaced("", twice)) if twice else nothing()


@check(
    "column_unknown",
    "warn",
    _("The file has a column that this source does not know. It will not be loaded."),
    _("Nothing is to be done if the column is extra. If it should be one of the known columns, correct its heading."),
    row=_("Did you mean “%(suggestion)s”?"),
    kinds=EVERY_KIND,
)
def column_unknown(table: Checked) -> Found:
    strangers = _strangers(table)
    if not strangers or not are_headings(table):
        return nothing()
    known = tuple(column.name for column in table.layout.columns if column.name not in table.present)
    unknown = [heading for _place, heading in strangers]
    return Found(unplaced("", unknown, suggestion=[nearest(heading, known) for heading in unknown]))


@check(
    "cell_blank",
    "fail",
    _("A cell is blank that must be filled."),
    _("Fill the cell. If the figure is not known or was suppressed, remove the whole row: a missing figure is not 0."),
)
def cell_blank(table: Checked) -> Found:
    return _blank(table)


@check(
    "record_cell_blank",
    "fail",
    _("A cell is blank without which the row cannot be counted."),
    _(
        "Fill the cell. If what belongs there is not known to anybody, ask where the data comes from whether the row is real: "
        "a row without a person, a day or a kind cannot be counted."
    ),
    kinds=["records"],
)
def record_cell_blank(table: Checked) -> Found:
    return _blank(table)


def _blank(table: Checked) -> Found:
    required = [column.name for column in table.layout.columns if column.required and column.name in table.present]
    return combined([places(table, table.blank(name), name) for name in required])
