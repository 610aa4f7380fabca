"""Figures to draw: real ones of women starting immediate custody, and any that hypothesis can think of."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from gettext import NullTranslations
from typing import Any
from xml.etree.ElementTree import Element, XMLParser

from hypothesis import strategies as st

from reporting.charts.figures import Figure
from reporting.charts.spec import Chart
from reporting.charts.trends import by_area

T = NullTranslations()
NAMES = {
    "W92000004": "Wales",
    "W15000001": "North Wales",
    "W15000002": "Gwent",
    "W15000003": "South Wales",
    "W15000004": "Dyfed-Powys",
    "unknown": "Area not known",
    "W06000001": "Isle of Anglesey",
    "K04000001": "England and Wales",
}
DECIMALS = {"people": 0, "percent": 1, "ratio": 2, "percentage_points": 1}
WOMEN = {
    "W15000001": (95, 82, 58, 70, 76, 85, 68),
    "W15000002": (56, 27, 18, 24, 17, 31, 52),
    "W15000003": (414, 345, 235, 240, 205, 236, 294),
    "W15000004": (20, 31, 15, 13, 20, 24, 10),
}


PLAIN = Figure(
    release="R1",
    group="A",
    indicator="A1",
    cohort="women",
    measure="a_measure",
    area_code="W92000004",
    area_name="Wales",
    period="YE2018-12",
    breakdown="",
    category="",
    numerator=None,
    denominator=None,
    value=None,
    lower=None,
    upper=None,
    unit="people",
    symbol="",
    vintage="2024-12",
    source="Criminal Justice Statistics",
)


def figure(area: str, period: str, value: str | None, unit: str = "people", symbol: str = "", **more: Any) -> Figure:
    """A figure with everything that does not matter to a chart filled in."""
    shown = None if value is None else Decimal(value)
    more |= {end: Decimal(more[end]) for end in ("lower", "upper") if end in more}
    return replace(PLAIN, area_code=area, area_name=NAMES[area], period=period, value=shown, unit=unit, symbol=symbol, **more)


def women() -> list[Figure]:
    """Women starting immediate custody 2018 to 2024, the regions as published and Wales as their sum."""
    years = range(2018, 2025)
    parts = [
        figure(area, f"YE{year}-12", str(value))
        for area, values in WOMEN.items()
        for year, value in zip(years, values, strict=True)
    ]
    totals = [sum(values) for values in zip(*WOMEN.values(), strict=True)]
    return parts + [
        figure("W92000004", f"YE{year}-12", str(total), origin="counted", note="sum of the four regions")
        for year, total in zip(years, totals, strict=True)
    ]


def chart_of(figures: Sequence[Figure], **more: Any) -> Chart:
    """The figures by area, with plain words around them."""
    words: dict[str, Any] = {"title": "Women starting immediate custody", "unit_label": "Women", "language": "en", "t": T} | more
    return by_area(figures, **words)


@st.composite
def any_figures(draw: st.DrawFn) -> list[Figure]:
    """Figures of one unit by area over years or quarters, with holes, gaps, provisional values and intervals.

    A figure that is not shown still carries a value from 7,000,000 upward, as if protection had been forgotten before:
    no renderer may let it through.
    """
    unit = draw(st.sampled_from(sorted(DECIMALS)))
    codes = draw(
        st.sampled_from([[f"YE{year}-03" for year in range(2012, 2020)], [f"{2020 + n // 4}Q{n % 4 + 1}" for n in range(14)]])
    )
    areas = draw(st.lists(st.sampled_from(sorted(NAMES.keys() - {"W06000001"})), min_size=1, unique=True))
    low = -500 if unit == "percentage_points" else 0
    shown = st.builds(
        lambda whole: Decimal(whole).scaleb(-DECIMALS[unit]),
        st.integers(low, 60000),
    )
    figures: list[Figure] = []
    for area in areas:
        for code in draw(st.lists(st.sampled_from(codes), min_size=1, unique=True)):
            symbol = draw(st.sampled_from(["", "", "", "c", "x", "z", "u", "p", "r"]))
            value = draw(shown)
            if symbol and symbol in "cxzu":
                secret = draw(st.integers(7_000_000, 7_999_999))
                parts = {"numerator": secret, "denominator": secret}
                figures.append(figure(area, code, str(secret), unit, symbol, **parts))
            else:
                parts = {"numerator": draw(st.integers(0, 9000)), "denominator": draw(st.integers(1, 9000))}
                ends = {"lower": value, "upper": value} if draw(st.booleans()) else {}
                figures.append(figure(area, code, str(value), unit, symbol, **parts, **ends))
    return figures


def tree_of(picture: str) -> Element:
    """The static picture as a tree; it is our own, and was written by an XML writer."""
    parser = XMLParser()
    parser.feed(picture)
    return parser.close()
