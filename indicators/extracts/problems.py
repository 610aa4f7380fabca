"""What the checks found, stored with the extract and put into words for a reader."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from indicators.catalogue import area
from indicators.extracts import checks
from indicators.extracts.checks import Check, Found
from indicators.extracts.models import Extract, Problem, ProblemRow
from indicators.extracts.reading import Unreadable
from indicators.extracts.words import Words
from indicators.records.copying import copy_in

OWN = ["row", "column", "value"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finding before it is stored: the words that it has, its places (and how many `more` there are) and the params of its
    message."""

    words: Words
    places: pd.DataFrame
    params: Mapping[str, object]
    more: int = 0

    @property
    def count(self) -> int:
        """How many places there are."""
        return len(self.places) + self.more

    @property
    def message(self) -> str:
        """What is wrong, in the active language."""
        return self.words.told_at_work(self.params)

    @property
    def guidance(self) -> str:
        """How to put it right, in the active language."""
        return str(self.words.guidance) % self.params


def outcomes(found: Iterable[tuple[Check, Found]]) -> list[Outcome]:
    return [Outcome(check.words, finding.places, finding.params, finding.more) for check, finding in found]


def unreadable(error: Unreadable) -> Outcome:
    """Why a file could not be read, as a finding like any other."""
    params: dict[str, Any] = dict(error.params)
    rows = params.pop("rows", None) or [{"row": error.row, **params}]
    places = pd.DataFrame(rows).assign(value="")  # never the text: it could be about a person
    places.insert(1, "column", "")
    return Outcome(error.words, places, params)


def store(extract: Extract, found: Iterable[Outcome]) -> None:
    """Put these findings in the place of those that the extract had; call it in the transaction of the move."""
    extract.problems.all().delete()
    for outcome in found:
        problem = Problem.objects.create(
            extract=extract,
            check_name=outcome.words.name,
            level=outcome.words.level,
            count=outcome.count,
            params=dict(outcome.params),
        )
        copy_in(ProblemRow._meta.db_table, _rows(problem, outcome.places), step="checking")


def _rows(problem: Problem, places: pd.DataFrame) -> pa.Table:
    return pa.table(
        {
            "problem_id": pa.array([problem.pk] * len(places), pa.int64()),
            "row": pa.array(pd.to_numeric(places["row"]).astype("Int64"), pa.int64()),
            "column": _written(places["column"], lambda text: text[:100]),
            "value": _written(places["value"], lambda text: text.replace("\x00", "")),
            "params": _params(places.drop(columns=OWN)),
        }
    )


def _written(cells: pd.Series, write: Callable[[str], str]) -> pa.Array:
    """Cells as texts, each different one written once."""
    numbers, texts = pd.factorize(cells.astype(str))
    return pa.array([write(str(text)) for text in texts], pa.string()).take(pa.array(numbers))


def _params(extra: pd.DataFrame) -> pa.Array:
    """What the sentence of each row names, as JSON; there are many rows and few different ones."""
    if not len(extra.columns):
        return pa.array(["{}"] * len(extra), pa.string())
    texts = extra.astype(str)
    numbers = texts.groupby(list(texts.columns), sort=False).ngroup().to_numpy()
    first = np.unique(numbers, return_index=True)[1]
    written = [json.dumps(row) for row in texts.iloc[first].to_dict("records")]
    return pa.array(written, pa.string()).take(pa.array(numbers))


def fingerprint(places: Iterable[tuple[object, str, str]]) -> frozenset[tuple[object, str, str]]:
    """What two findings of one check must share to be the same finding."""
    return frozenset(places)


def as_found(outcome: Outcome) -> frozenset[tuple[object, str, str]]:
    rows = [None if pd.isna(row) else int(row) for row in outcome.places["row"]]
    return fingerprint(zip(rows, outcome.places["column"].astype(str), outcome.places["value"].astype(str), strict=True))


def as_stored(problem: Problem) -> frozenset[tuple[object, str, str]]:
    return fingerprint(problem.places.values_list("row", "column", "value"))


def outcome_of(problem: Problem, most: int) -> Outcome:
    """A stored problem as the finding that it was, with the first `most` of its places."""
    places = pd.DataFrame(problem.places.values_list(*OWN)[:most], columns=OWN, dtype=object)
    return Outcome(checks.words(problem.check_name), places, problem.params, problem.count - len(places))


def message(problem: Problem) -> str:
    """What is wrong, in the active language, for those who work on the file: it may count people exactly."""
    return checks.words(problem.check_name).told_at_work(problem.params)


def told(problem: Problem) -> str:
    """What is wrong, in the active language, for everybody: no number of people is in it."""
    return checks.words(problem.check_name).told(problem.params)


def guidance(problem: Problem) -> str:
    """How to put it right, in the active language."""
    return str(checks.words(problem.check_name).guidance) % problem.params


def note(words: Words, place: ProblemRow) -> str:
    """The sentence that belongs to one row; empty where there is nothing particular to say."""
    params = {name: _spoken(name, value) for name, value in place.params.items()}
    if words.row is None or not any(params.values()):
        return ""
    return str(words.row) % params


def _spoken(name: str, value: str) -> str:
    """An area by its name in the reader's language; everything else as it is."""
    if name != "area":
        return value
    try:
        return str(area(value).name)
    except KeyError:
        return value


def lines(extract: Extract, using: str) -> Iterator[list[object]]:
    """Every place of every problem as cells of a file, headings not included: LINE_HEADINGS. `using`: see indicators.desk."""
    for problem in extract.problems.all():
        words = checks.words(problem.check_name)
        told, remedy = message(problem), guidance(problem)
        level = problem.get_level_display()
        for place in ProblemRow.objects.read_at(using, problem).iterator():
            cells = [problem.check_name, level, place.row or "", place.column, place.value, told, note(words, place), remedy]
            yield [_harmless(cell) for cell in cells]


def _harmless(cell: object) -> object:
    """A text that a spreadsheet would run as a formula is made plain text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
