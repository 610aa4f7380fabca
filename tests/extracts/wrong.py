"""For each check the smallest file that it finds something in, and the rows that it finds (None: nowhere in particular)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.extracts.files import COLUMNS, Row, csv_of, figure, rate, table_of, xlsx_of
from tests.extracts.traps import SHEET, changed, with_rows

REGIONS = ["W15000001", "W15000002", "W15000003", "W15000004"]
WALES = "W92000004"
HIDDEN = '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'


def third_hidden(row: int) -> str:
    return ' hidden="1"' if row == 3 else ""


@dataclass(frozen=True)
class Wrong:
    """`loaded`: what is loaded before; `declared`: the periods and the date that the analyst stated."""

    rows: Sequence[Row]
    found: Sequence[int | None]
    columns: Sequence[str] = tuple(COLUMNS)
    loaded: Sequence[Row] = ()
    declared: tuple[str, str, str] = ("1990Q1", "2030Q4", "2031-01-01")
    write: Callable[[list[list[str]]], bytes] | None = None  # the file of the table, where it is no CSV

    @property
    def content(self) -> bytes:
        return csv_of(self.rows, self.columns) if self.write is None else self.write(table_of(self.rows, self.columns))


def without(*names: str) -> tuple[str, ...]:
    return tuple(column for column in COLUMNS if column not in names)


def regions(*counts: str, **cells: str) -> list[Row]:
    return [figure(area_code=code, numerator=count, **cells) for code, count in zip(REGIONS, counts, strict=True)]


def years(counts: Sequence[int], first: int = 2015, **cells: str) -> list[Row]:
    return [figure(period=f"YE{first + place}-12", numerator=str(count), **cells) for place, count in enumerate(counts)]


WRONG: dict[str, Wrong] = {
    "column_missing": Wrong([figure()], [None], without("numerator")),
    "column_twice": Wrong([figure()], [None, None], (*COLUMNS, "Area")),
    "column_unknown": Wrong([figure()], [None], (*COLUMNS, "remark")),
    "rows_hidden": Wrong([figure(), figure()], [3], write=lambda table: with_rows(xlsx_of(table), third_hidden)),
    "column_hidden": Wrong([figure()], [None], write=lambda table: changed(xlsx_of(table), SHEET, "<sheetData>", HIDDEN)),
    "cell_blank": Wrong([figure(), figure(period="")], [3]),
    "not_a_number": Wrong([figure(numerator="about 50"), figure(numerator="c")], [2, 3]),
    "number_percentage": Wrong([rate(numerator="28.0%"), rate(numerator="28 %")], [2, 3]),
    "number_decimal": Wrong([figure(numerator="28.0"), figure(numerator="1,5"), figure(numerator="1.2E3")], [2, 3, 4]),
    "number_with_separator": Wrong(
        [figure(numerator="1,234"), figure(numerator="1\u00a0234"), figure(numerator="1,234,567")], [2, 3, 4]
    ),
    "number_negative": Wrong([figure(numerator="-5"), figure(numerator="(5)")], [2, 3]),
    "number_too_large": Wrong(
        [figure(numerator=number) for number in ("1234567890123456", "1234567890123", "1000000000", "999999999")], [2, 3, 4]
    ),
    "cohort_unknown": Wrong([figure(), figure(cohort="wimen")], [3]),
    "measure_unknown": Wrong([figure(measure="sentences")], [2]),
    "measure_not_countable": Wrong([rate(measure="predicted_rate")], [2]),
    "period_unknown": Wrong([figure(period="2018/19"), figure(period="YE2019-02")], [2, 3]),
    "period_not_declared": Wrong(
        [figure(period="2019Q4"), figure(period="2020Q1"), figure(period="YE2020-12")],
        [2],
        declared=("2020Q1", "2020Q4", "2021-01-01"),
    ),
    "period_too_early": Wrong(
        [
            figure(period="YE0219-12"),
            figure(period="YE0002-03"),
            figure(period="1019Q1"),
            figure(period="YE1950-09"),
            figure(period="YE1950-12"),
            figure(period="1950Q1"),
        ],
        [2, 3, 4, 5],
        declared=("1019Q1", "2030Q4", "2031-01-01"),
    ),
    "period_in_future": Wrong(
        [figure(period="2020Q4"), figure(period="2021Q1")], [3], declared=("2020Q1", "2021Q1", "2020-12-31")
    ),
    "area_unknown": Wrong([figure(area_code="Gwennt"), figure(area_code="dyfed powys")], [2]),
    "breakdown_unknown": Wrong([figure(breakdown="gender", category="F")], [2]),
    "breakdown_not_of_measure": Wrong([figure(breakdown="need", category="drugs")], [2]),
    "breakdown_missing": Wrong([figure(category="F")], [2]),
    "category_unknown": Wrong([figure(breakdown="sex", category="W"), figure(breakdown="sex", category="female")], [2]),
    "category_missing": Wrong([figure(breakdown="sex")], [2]),
    "vintage_malformed": Wrong([figure(vintage="December 2024"), figure(vintage="2024-13")], [2, 3]),
    "vintage_impossible": Wrong(
        [figure(vintage="2099-01"), figure(vintage="2025-01"), figure(vintage="2024-12"), figure(vintage="0219-12")],
        [2, 3, 5],
        declared=("2020Q1", "2020Q4", "2024-12-31"),
    ),
    "text_too_long": Wrong([figure(source="x" * 301)], [2]),
    "denominator_missing": Wrong([rate(denominator="")], [2]),
    "denominator_not_wanted": Wrong([figure(denominator="100")], [2]),
    "denominator_zero": Wrong([rate(numerator="0", denominator="0")], [2]),
    "numerator_above_denominator": Wrong([rate(numerator="1001"), rate(numerator="1000", period="YE2019-12")], [2]),
    "reoffences_below_reoffenders": Wrong([rate(measure="reoffences_per_reoffender", numerator="9", denominator="10")], [2]),
    "figure_twice": Wrong([figure(), figure(period="YE2019-12"), figure(area_code="Gwent", numerator="51")], [2, 4]),
    "regions_not_wales": Wrong([*regions("10", "20", "30", "40"), figure(area_code=WALES, numerator="99")], [6]),
    "regions_not_loaded_wales": Wrong([figure(area_code=WALES, numerator="99")], [2], loaded=regions("10", "20", "30", "40")),
    "reoffenders_disagree": Wrong(
        [rate(numerator="300"), rate(measure="reoffences_per_reoffender", numerator="900", denominator="299")], [3]
    ),
    "sudden_change": Wrong(years([432, 245, 414]), [3]),
    "figure_revised": Wrong([figure(numerator="106")], [2], loaded=[figure(numerator="100")]),
    "area_missing": Wrong([*years([100, 100, 100]), *years([100, 100], area_code="W15000001")], [None]),
    "denominator_patchy": Wrong(
        [
            figure(measure="intervention_entries", denominator="100"),
            figure(measure="intervention_entries", period="YE2019-12"),
        ],
        [None],
    ),
}
