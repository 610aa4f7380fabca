"""Does every code of a record come from its list? The nearest known one is suggested."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from django.utils.translation import gettext_lazy as _

from indicators.extracts.checks.base import Found, combined, places, record_check
from indicators.extracts.checks.lists import MOST_SUGGESTIONS, SUGGESTION
from indicators.extracts.codes import known_codes, nearest, nearest_area
from indicators.extracts.recordtable import RecordTable
from indicators.extracts.recordtable.showing import WITHHELD

ASSESSMENT = ("assessment_type", "status")


def _unknown(table: RecordTable, columns: Sequence[str], suggest: Callable[[str, str], str]) -> Found:
    """Cells that are not understood; `suggest` is asked with a column and a text that may be shown, once for each."""
    return combined([_suggested(places(table, table.wrong(name), name), name, suggest) for name in columns])


def _suggested(found: pd.DataFrame, column: str, suggest: Callable[[str, str], str]) -> pd.DataFrame:
    numbers, texts = pd.factorize(found["value"])
    asked = [text for text in texts[:MOST_SUGGESTIONS] if text != WITHHELD]
    answers = {text: suggest(column, text) for text in asked}
    suggestions = np.array([answers.get(text, "") for text in texts], object)
    return found.assign(suggestion=suggestions[numbers] if len(texts) else [])


def _code_columns(table: RecordTable, *, of_assessment: bool) -> list[str]:
    """Codes that decide whether an assessment counts are looked at with less severity: what is not understood, does not."""
    names = [name for name in table.layout.columns_of_type("code") if name in table.present]
    return [name for name in names if (table.layout.source == "assessments" and name in ASSESSMENT) == of_assessment]


def _nearest_code(table: RecordTable) -> Callable[[str, str], str]:
    return lambda column, text: nearest(text, known_codes(table.layout.by_name[column].codes or ""))


@record_check(
    "code_unknown",
    "fail",
    _("A code is not one of its list."),
    _("The page of the source's columns lists the codes and the spellings that are understood. Correct the cell."),
    row=SUGGESTION,
)
def code_unknown(table: RecordTable) -> Found:
    return _unknown(table, _code_columns(table, of_assessment=False), _nearest_code(table))


@record_check(
    "flag_unknown",
    "fail",
    _("There is neither yes nor no where one of them belongs."),
    _("Write Y or N, and leave the cell blank where it is not recorded."),
)
def flag_unknown(table: RecordTable) -> Found:
    names = [name for name in table.layout.columns_of_type("flag") if name in table.present]
    return combined([places(table, table.wrong(name), name) for name in names])


@record_check(
    "reason_unmapped",
    "fail",
    _("We do not know whether an order that ended for this reason counts as successful."),
    _(
        "Say on the page of reasons what each of them means, and have the file checked again: the answer is remembered with your "
        "name. Nothing is counted as “other” without being asked."
    ),
    needs=["reason"],
)
def reason_unmapped(table: RecordTable) -> Found:
    return Found(places(table, table.wrong("reason"), "reason"))


@record_check(
    "area_not_recognised",
    "warn",
    _("An area is not one that we know. The person would count in Wales, in no region."),
    _("Use the code or the name of a region or a local authority. Leave the cell blank where the area is not known."),
    row=SUGGESTION,
    needs=["area"],
)
def area_not_recognised(table: RecordTable) -> Found:
    return _unknown(table, ["area"], lambda _column, text: nearest_area(text))


@record_check(
    "assessment_code_unknown",
    "warn",
    _("We do not know the kind or the status of an assessment, so it would not count as complete."),
    _("Look whether it is a complete layer 3 assessment in other words, and correct the cell if it is."),
    row=SUGGESTION,
    sources=["assessments"],
)
def assessment_code_unknown(table: RecordTable) -> Found:
    return _unknown(table, _code_columns(table, of_assessment=True), _nearest_code(table))


@record_check(
    "version_unknown",
    "warn",
    _("We do not know the version of an assessment. The thresholds of the usual version would be used."),
    _("Look whether the thresholds of that version are the same; if they are not, an administrator must add the version first."),
    needs=["version"],
    sources=["assessments"],
)
def version_unknown(table: RecordTable) -> Found:
    return Found(places(table, table.wrong("version"), "version"))
