from typing import Any

from reporting.charts.table import table
from tests.charts.examples import T, chart_of, figure, women


def test_a_column_for_each_line_and_a_row_for_each_period_oldest_first() -> None:
    shown = table(chart_of(women()), T)
    assert shown.columns == ("Wales", "North Wales", "Gwent", "South Wales", "Dyfed-Powys")
    assert [row.label for row in shown.rows] == [f"Year ending December {year}" for year in range(2018, 2025)]
    assert [cell.written for cell in shown.rows[0].cells] == ["585", "95", "56", "414", "20"]
    assert shown.symbols == ()
    assert shown.notes == ("Wales: sum of the four regions.",)


def test_one_line_has_room_for_what_its_rate_is_made_of() -> None:
    parts: dict[str, Any] = {"numerator": 112507, "denominator": 401404}
    figures = [
        figure("K04000001", "YE2019-03", "28.0", "percent", lower="27.9", upper="28.2", **parts),
        figure("K04000001", "YE2020-03", None, "percent", symbol="x", **parts),
    ]
    shown = table(chart_of(figures, unit_label="Rate", numerator_label="Reoffenders", denominator_label="People"), T)
    assert shown.columns == ("England and Wales: Rate", "Reoffenders", "People", "Confidence interval (95%)")
    assert [cell.written for cell in shown.rows[0].cells] == ["28.0%", "112,507", "401,404", "27.9% to 28.2%"]
    assert [cell.written for cell in shown.rows[1].cells] == ["[x]"] * 4
    assert shown.symbols == ("x",)


def test_several_lines_keep_what_a_rate_is_made_of_beside_the_figure() -> None:
    parts: dict[str, Any] = {"numerator": 5, "denominator": 20, "lower": "11.2", "upper": "46.9"}
    figures = [figure(area, "YE2019-03", "25.0", "percent", "p", **parts) for area in ("W92000004", "K04000001")]
    (row,) = table(chart_of(figures), T).rows
    assert row.cells[0].written == "25.0% [p]"
    assert row.cells[0].detail == "5 of 20; 11.2% to 46.9%"


def test_outside_the_reach_of_a_line_the_table_says_not_available() -> None:
    shown = table(chart_of([figure("W92000004", "2022Q4", "5"), figure("K04000001", "2023Q1", "6")]), T)
    assert [cell.written for row in shown.rows for cell in row.cells] == ["5", "[x]", "[x]", "6"]
    assert shown.symbols == ("x",)
