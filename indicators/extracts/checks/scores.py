"""Are predicted rates and scores numbers of their range?"""

import numpy as np
import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from indicators.extracts.checks.base import Found, combined, places, record_check
from indicators.extracts.recordtable import RecordTable
from indicators.extracts.recordtable.numbers import HIGHEST_SCORE, MILLION, NO_NUMBER, millionths, scores

PERCENT = r"\A\+?[0-9]+(?:\.[0-9]*)?\s*%\z"


def _percentages(table: RecordTable, column: str) -> np.ndarray:
    """Per text of the column: whether it is a percentage, by its sign or its size."""
    texts = table.texts(column).texts
    marked: np.ndarray = pc.match_substring_regex(texts, PERCENT).to_numpy(zero_copy_only=False)
    return marked | (millionths(texts) > MILLION)


@record_check(
    "rate_percentage",
    "fail",
    _("A predicted rate is a percentage."),
    _("Give the rate as a part of 1 in the whole column: 0.412 for 41.2 per cent."),
    needs=["predicted_rate"],
)
def rate_percentage(table: RecordTable) -> Found:
    mask = table.texts("predicted_rate").where(_percentages(table, "predicted_rate"))
    return Found(places(table, mask, "predicted_rate"))


@record_check(
    "rate_not_number",
    "fail",
    _("A predicted rate is not a number from 0 to 1."),
    _("Write it as 0.412, with a full stop, or leave the cell blank where there is none."),
    needs=["predicted_rate"],
)
def rate_not_number(table: RecordTable) -> Found:
    wrong = table.meaning("predicted_rate").wrong & ~_percentages(table, "predicted_rate")
    return Found(places(table, table.texts("predicted_rate").where(wrong), "predicted_rate"))


def _scores(table: RecordTable, *, number: bool) -> Found:
    """Scores that are wrong because they are too high (`number`), or because they are no whole number."""
    found = []
    for name in table.layout.columns_of_type("score"):
        if name in table.present and table.meaning(name).wrong.any():
            cells = table.texts(name)
            is_number = scores(cells.texts) != NO_NUMBER
            found.append(places(table, cells.where(table.meaning(name).wrong & (is_number == number)), name))
    return combined(found)


@record_check(
    "score_not_number",
    "fail",
    _("A score is not a whole number."),
    _("Write the score of the section as a whole number, and leave the cell blank where the section was not answered."),
    sources=["assessments"],
)
def score_not_number(table: RecordTable) -> Found:
    return _scores(table, number=False)


@record_check(
    "score_too_high",
    "fail",
    _("A score is higher than any section of an assessment can reach (%(highest)s)."),
    _("Look the score up. Perhaps it is the sum of several sections, or a percentage, or stands for one that is not known."),
    sources=["assessments"],
)
def score_too_high(table: RecordTable) -> Found:
    return Found(_scores(table, number=True).places, {"highest": HIGHEST_SCORE})
