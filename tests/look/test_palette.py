"""The charts' colours: seen on white, and told apart by people who see colours differently, or not at all."""

import itertools
import json
import math

import pytest
from django.conf import settings

PALETTE = json.loads((settings.BASE_DIR / "static" / "src" / "palette.json").read_text(encoding="utf-8"))
SERIES = PALETTE["series"]
COLOURS = [series["colour"] for series in SERIES]

# Machado, Oliveira and Fernandes 2009, full severity: what linear RGB becomes for each kind of sight.
SIGHT = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    """CIELAB of a colour as somebody with this sight sees it."""
    rgb = linear(colour)
    r, g, b = (min(1.0, max(0.0, sum(weight * part for weight, part in zip(row, rgb, strict=True)))) for row in SIGHT[sight])
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_black_on_white_has_the_contrast_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("colour", [*COLOURS, PALETTE["comparator"]["colour"], PALETTE["target"]["colour"], PALETTE["axis"]])
def test_lines_stand_out_from_the_background(colour: str) -> None:
    assert contrast(colour, PALETTE["background"]) >= 3


@pytest.mark.parametrize("colour", [PALETTE["text"], PALETTE["annotation"]["colour"]])
def test_words_can_be_read(colour: str) -> None:
    assert contrast(colour, PALETTE["background"]) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
def test_series_are_told_apart_whatever_the_sight(sight: str) -> None:
    near = [
        (one, other) for one, other in itertools.combinations(COLOURS, 2) if math.dist(seen(one, sight), seen(other, sight)) < 20
    ]
    assert near == []


@pytest.mark.parametrize("mark", ["colour", "dash", "marker"])
def test_no_two_series_share_a_mark(mark: str) -> None:
    marks = [series[mark] for series in SERIES]
    assert len(marks) == 6
    assert len(set(marks)) == len(marks)


def test_pages_have_the_same_colours() -> None:
    styles = (settings.BASE_DIR / "static" / "dist" / "app.css").read_text(encoding="utf-8")
    for number, colour in enumerate(COLOURS, start=1):
        assert f"--chart-{number}:{colour}" in styles.replace(": ", ":")
