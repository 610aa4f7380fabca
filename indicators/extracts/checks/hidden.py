"""Is something loaded that nobody sees who opens the spreadsheet?"""

import pandas as pd
from django.utils.translation import gettext_lazy as _

from indicators.extracts.checks.base import EVERY_KIND, MORE, MOST_PLACES, Checked, Found, check, nothing, unplaced
from indicators.extracts.checks.columns import are_headings


@check(
    "rows_hidden",
    "warn",
    _("Rows of the spreadsheet are hidden, by hand or by a filter. They are read like all others; the first is row %(first)s."),
    _(
        "Show all rows and look at them. Remove those that do not belong to the extract and upload the file again; if they "
        "belong to it, accept the warning."
    ),
    kinds=EVERY_KIND,
)
def rows_hidden(table: Checked) -> Found:
    rows = table.row_numbers[table.hidden]
    if not len(rows):
        return nothing()
    places = pd.DataFrame({"row": rows[:MOST_PLACES], "column": "", "value": ""})
    places.attrs[MORE] = len(rows) - len(places)
    return Found(places, {"first": int(rows[0])})


@check(
    "column_hidden",
    "warn",
    _("A column of the spreadsheet is hidden. It is read like all others."),
    _(
        "Show all columns and look at them. Remove one that does not belong to the extract and upload the file again; if it "
        "belongs to it, accept the warning."
    ),
    kinds=EVERY_KIND,
)
def column_hidden(table: Checked) -> Found:
    """Of columns that mean nothing here none is loaded, hidden or not."""
    found = [table.headings[place] for place in table.hidden_columns if table.meant[place]]
    return Found(unplaced("", found)) if found and are_headings(table) else nothing()
