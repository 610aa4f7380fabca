"""Primary rules, against a slow and obvious version."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from indicators.disclosure.primary import Rules, primary_symbols


def symbol(kind: str, numerator: int, denominator: int | None = None, origin: str = "counted") -> str:
    frame = pd.DataFrame({"kind": [kind], "numerator": [numerator], "denominator": [denominator], "origin": [origin]})
    frame["denominator"] = frame["denominator"].astype("int64[pyarrow]")
    return str(primary_symbols(frame, Rules())[0])


def obvious(kind: str, numerator: int, denominator: int | None) -> str:
    small = range(1, 5)
    if denominator in small or (kind != "mean" and numerator in small):
        return "c"
    if kind in ("proportion", "difference", "mean") and denominator:
        if kind != "mean" and denominator - numerator in small:
            return "c"
        return "u" if denominator < 30 else ""
    return ""


def test_the_rules() -> None:
    assert [symbol("count", n) for n in (0, 1, 4, 5)] == ["", "c", "c", ""]
    assert symbol("proportion", 40, 43) == "c"
    assert symbol("proportion", 10, 29) == "u"
    assert symbol("proportion", 10, 30) == ""
    assert symbol("ratio", 9, 3) == "c"
    assert symbol("count", 9, 3) == "c"
    assert symbol("mean", 2, 40) == ""
    assert symbol("mean", 9, 29) == "u"
    assert symbol("difference", 2, 40) == "c"


def test_what_is_about_nobody_is_not_hidden() -> None:
    assert [symbol(kind, 0, 0) for kind in ("count", "proportion", "ratio", "mean", "difference")] == [""] * 5


def test_figures_published_elsewhere_are_not_protected_again() -> None:
    assert symbol("count", 2, origin="published") == ""


@given(st.sampled_from(["count", "proportion", "ratio", "mean", "difference"]), st.integers(0, 60), st.integers(0, 60))
def test_equals_the_obvious_version(kind: str, part: int, rest: int) -> None:
    denominator = None if kind == "count" else part + rest
    assert symbol(kind, part, denominator) == obvious(kind, part, denominator)
