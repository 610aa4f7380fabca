"""What is particular to counted figures: sums of predictions, cohorts that are not ready, an origin of their own."""

from decimal import Decimal

import pytest

from indicators.written import made_of
from reporting.charts.figures import Figure
from reporting.charts.format import describe
from reporting.charts.svg import svg
from reporting.charts.table import table
from reporting.charts.trends import sources
from reporting.charts.words import origin, sentences
from reporting.knowing import COUNTED, PUBLISHED, Known, kind_of
from reporting.packs.blocks import chart_block
from reporting.viewing import View, counted_kind, first_view
from tests.charts.examples import T, chart_of, figure

QUARTERS = ("2022Q4", "2023Q1", "2023Q2", "2023Q3")


def waiting() -> list[Figure]:
    """Two quarters that are there and two that are not yet, of Wales and a region."""
    ready = {"2023Q2": "2024Q4", "2023Q3": "2025Q1"}
    return [
        figure(
            area,
            period,
            None if period in ready else "28.0",
            "percent",
            "x" if period in ready else "",
            ready=ready.get(period, ""),
        )
        for area in ("W92000004", "W15000001")
        for period in QUARTERS
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (401404, "401,404"),
        (Decimal("401404.000000"), "401,404"),
        (Decimal("12.3456"), "12.3"),
        (Decimal("12.35"), "12.4"),
        (Decimal("-0.729943"), "\N{MINUS SIGN}0.7"),
        (Decimal("-0.04"), "0.0"),
        (Decimal("-1234.5"), "\N{MINUS SIGN}1,234.5"),
        (Decimal("1E+3"), "1,000"),
        (0, "0"),
    ],
)
def test_what_a_figure_is_made_of_is_a_whole_number_or_has_one_decimal_place(value: Decimal | int, text: str) -> None:
    assert made_of(value) == text


def test_a_sum_of_predictions_stands_in_table_and_words() -> None:
    parts = {"numerator": Decimal("12.3456"), "denominator": 40}
    chart = chart_of([figure("W92000004", "2023Q1", "30.9", "percent", **parts)])
    assert [cell.written for cell in table(chart, T).rows[0].cells] == ["30.9%", "12.3", "40"]
    assert "12.3 of 40" in describe(chart, chart.series[0], 0, T)


def test_a_period_that_is_not_ready_says_when_it_is_due_in_table_words_and_picture() -> None:
    chart = chart_of(waiting())
    assert [row.heading for row in table(chart, T).rows][2:] == [
        "April to June 2023 (due in October to December 2024)",
        "July to September 2023 (due in January to March 2025)",
    ]
    sentence = (
        "The figures from April to June 2023 to July to September 2023 were not ready for this edition: "
        "the first due in October to December 2024."
    )
    assert sentence in sentences(chart, T)
    assert "due in January to March 2025" in svg(chart, T)
    # The pack's table lies on its side, and says it below.
    assert "April to June 2023 (due in October to December 2024)" in chart_block(chart, T)["table"]["notes"]
    assert "due in" not in svg(chart, T, pointed_at=False)
    alone = chart_of([one for one in waiting() if one.period == "2023Q2"])
    assert sentences(alone, T) == (
        "No figure can be shown for this period.",
        "The figure for April to June 2023 was not ready for this edition: due in October to December 2024.",
    )


def test_a_chart_says_who_worked_its_figures_out() -> None:
    published = figure("W92000004", "YE2022-12", "5")
    counted = figure("W92000004", "YE2023-12", "6", origin="counted")
    assert origin(chart_of([published]), T) == ""
    assert origin(chart_of([counted]), T) == "These figures were counted from records by this service."
    assert "the others were published elsewhere" in origin(chart_of([published, counted]), T)


def test_a_source_in_many_editions_is_named_once() -> None:
    figures = [figure("W92000004", "YE2022-12", "5", vintage=vintage) for vintage in ("2023-01", "2025-03", "2024-02")]
    assert sources(figures, T) == "Criminal Justice Statistics (editions of 2023-01 to 2025-03)"


def known(*periods: str, origin: str = COUNTED) -> list[Known]:
    return [Known("women", "", "", origin, kind_of(period), (period,), "reoffending_rate") for period in periods]


def test_the_first_view_is_what_is_published_else_one_kind_of_what_was_counted() -> None:
    published = known("YE2023-12", "2023Q4", origin=PUBLISHED)
    counted = known("2023Q4", "2024Q1", "YE2023-12", "YE2024-03")
    assert first_view([*counted, *published], []) == View(PUBLISHED, ("year_12", "quarter"))
    assert first_view(counted, []) == View(COUNTED, ("year_03",))
    assert first_view(counted, published) == View(COUNTED, ("year_12",))
    assert counted_kind(known("2023Q4", "2024Q1"), published) == "quarter"
    assert [kind_of(period) for period in ("2024Q1", "YE2024-06")] == ["quarter", "year_06"]
