import pytest

from reporting.charts.figures import Figure
from reporting.charts.periods import UnknownPeriod
from reporting.charts.spec import Band
from reporting.charts.trends import by_area
from tests.charts.examples import T, chart_of, figure, women


def test_lines_are_in_the_official_order_with_the_comparator_last() -> None:
    areas = ["K04000001", "unknown", "W15000004", "W15000002", "W92000004", "W15000003", "W15000001"]
    chart = chart_of([figure(area, "YE2018-12", "1") for area in areas])
    names = ["Wales", "North Wales", "Gwent", "South Wales", "Dyfed-Powys", "Area not known", "England and Wales"]
    assert [series.name for series in chart.series] == names
    assert [series.role for series in chart.series] == ["main", *["part"] * 4, "other", "comparator"]
    assert len({series.style for series in chart.series}) == 7


def test_a_region_keeps_its_look_when_others_are_missing() -> None:
    whole = {series.key: series.style for series in chart_of(women()).series}
    part = chart_of([figure("W15000003", "YE2018-12", "414")])
    assert part.series[0].style == whole["W15000003"]


def test_a_comparator_with_nothing_to_compare_is_the_chart_s_own_line() -> None:
    alone = chart_of([figure("K04000001", "YE2018-12", "414")])
    assert [(series.role, series.style) for series in alone.series] == [("main", 0)]


def test_periods_are_sorted_and_a_missing_year_keeps_its_place() -> None:
    chart = chart_of([figure("W92000004", f"YE{year}-12", "9") for year in (2021, 2018, 2019)])
    assert [period.code for period in chart.periods] == ["YE2018-12", "YE2019-12", "YE2020-12", "YE2021-12"]
    assert [point.symbol for point in chart.series[0].points] == ["", "", "x", ""]
    assert chart.series[0].points[2].value is None


def test_outside_the_reach_of_a_line_there_is_neither_value_nor_symbol() -> None:
    chart = chart_of([figure("W92000004", "2022Q4", "5"), figure("K04000001", "2023Q2", "6")])
    assert [(point.value is None, point.symbol) for point in chart.series[0].points] == [
        (False, ""),
        (True, ""),
        (True, ""),
    ]


@pytest.mark.parametrize("symbol", "cxzu")
def test_what_is_not_shown_loses_value_interval_and_parts(symbol: str) -> None:
    hidden = figure("W92000004", "YE2018-12", "3", symbol=symbol, numerator=3, denominator=14)
    (point,) = chart_of([hidden]).series[0].points
    assert (point.value, point.lower, point.upper, point.numerator, point.denominator) == (None,) * 5
    assert point.symbol == symbol


def test_a_value_that_is_missing_without_a_reason_is_not_available() -> None:
    (point,) = chart_of([figure("W92000004", "YE2018-12", None)]).series[0].points
    assert (point.value, point.symbol) == (None, "x")


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ([], "at least one figure"),
        ([figure("W92000004", "2023Q1", "1"), figure("W92000004", "YE2023-03", "1")], "different kinds"),
        ([figure("W92000004", "YE2023-12", "1"), figure("W92000004", "YE2023-03", "1")], "different kinds"),
        ([figure("W92000004", "2023Q1", "1"), figure("W92000004", "2023Q1", "2")], "two figures"),
        ([figure("W92000004", "2023Q1", "1"), figure("W92000004", "2023Q2", "2", measure="b")], "one measure"),
        ([figure("W92000004", "2023Q1", "1", category="a"), figure("W92000004", "2023Q2", "2")], "one measure"),
        ([figure("W92000004", "2023Q1", "1", symbol="q")], "standard symbol"),
        ([figure("unknown", "2023Q1", "1"), figure("W06000001", "2023Q1", "1")], "no lines left"),
    ],
)
def test_what_cannot_be_one_chart_is_refused(figures: list[Figure], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        by_area(figures, title="", unit_label="", language="en", t=T)


@pytest.mark.parametrize("code", ["2023", "2023Q5", "YE2023-13", "YE2023-02", "YE2023", "23Q1", ""])
def test_a_code_that_is_no_period_is_refused(code: str) -> None:
    with pytest.raises(UnknownPeriod):
        chart_of([figure("W92000004", code, "1")])


def test_the_source_and_the_way_a_figure_was_worked_out_are_named_once() -> None:
    chart = chart_of(women())
    assert chart.source == "Criminal Justice Statistics (edition of 2024-12)"
    assert chart.notes == ("Wales: sum of the four regions.",)


def test_a_chart_whose_parts_do_not_fit_its_periods_is_refused() -> None:
    chart = chart_of(women())
    with pytest.raises(ValueError, match="points for"):
        type(chart)(**{name: getattr(chart, name) for name in chart.__slots__} | {"periods": chart.periods[1:]})
    with pytest.raises(ValueError, match="ends for"):
        type(chart)(**{name: getattr(chart, name) for name in chart.__slots__} | {"bands": (Band("limits", ()),)})
