"""A line without words, to stand beside a figure: which way it went, on its own scale. Words and table say the rest."""

from collections.abc import Sequence
from decimal import Decimal

WIDE, HIGH = 112, 30
MARGIN = 5.0


def spark(values: Sequence[Decimal | None]) -> str:
    """The values in order as SVG: a line that breaks at what is not shown (None), where a mark stands at the bottom, and a dot at
    the last one that is. Looks come from the style sheet, and readers who listen pass it by. "" where nothing is shown."""
    shown = [value for value in values if value is not None]
    if not shown:
        return ""
    lowest, highest = min(shown), max(shown)
    spots = [
        None if value is None else (_across(place, len(values)), _up(value, lowest, highest))
        for place, value in enumerate(values)
    ]
    parts = [f'<polyline points="{" ".join(f"{x:g},{y:g}" for x, y in run)}"/>' for run in _runs(spots) if len(run) > 1]
    lone = [run[0] for run in _runs(spots) if len(run) == 1]
    parts += [f'<circle class="app-spark__lone" cx="{x:g}" cy="{y:g}" r="1.5"/>' for x, y in lone]
    hidden = (_across(place, len(values)) for place, value in enumerate(values) if value is None)
    parts += [f'<path class="app-spark__hidden" d="M{x:g} {HIGH - 5}v4"/>' for x in hidden]
    x, y = next(spot for spot in reversed(spots) if spot is not None)
    parts.append(f'<circle class="app-spark__last" cx="{x:g}" cy="{y:g}" r="3"/>')
    return (
        f'<svg class="app-spark" viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}" aria-hidden="true" focusable="false">'
        f"{''.join(parts)}</svg>"
    )


def _across(place: int, count: int) -> float:
    """A single figure stands in the middle."""
    return round(MARGIN + (WIDE - 2 * MARGIN) * (place / (count - 1) if count > 1 else 0.5), 1)


def _up(value: Decimal, lowest: Decimal, highest: Decimal) -> float:
    """The lowest at the bottom, the highest at the top; a line that never changes is in the middle."""
    part = float((value - lowest) / (highest - lowest)) if highest > lowest else 0.5
    return round(HIGH - MARGIN - (HIGH - 2 * MARGIN) * part, 1)


def _runs(spots: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """The stretches without a break."""
    runs: list[list[tuple[float, float]]] = [[]]
    for spot in spots:
        if spot is None:
            runs.append([])
        else:
            runs[-1].append(spot)
    return [run for run in runs if run]
