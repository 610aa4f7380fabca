"""What the rooms have to tell about themselves: each names its figures and its lines of the status page when it is loaded."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Samples = Iterable[tuple[Mapping[str, str], float]]


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure for /metrics, with a value for each combination of its labels."""

    name: str
    help: str
    samples: tuple[tuple[Mapping[str, str], float], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the status page. `tone`: "" where all is well, "late" where somebody should look, "bad" where it is broken."""

    label: str
    value: Any
    tone: str = ""
    url: str = ""
    action: str = ""  # what the link says that leads to where something can be done


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the status page."""

    title: str
    lines: tuple[Line, ...]


GAUGES: dict[str, Callable[[], Iterable[Gauge]]] = {}
PARTS: dict[str, Callable[[], Part]] = {}


def register(name: str, *, gauges: Callable[[], Iterable[Gauge]], part: Callable[[], Part]) -> None:
    """Say what a room tells. Called once for each, by its app's `ready`."""
    GAUGES[name], PARTS[name] = gauges, part


def gauge(name: str, text: str, value: float | None = None, samples: Samples = ()) -> Gauge:
    """A figure: one value without labels, or samples; without either it is not told."""
    own: Samples = [({}, value)] if value is not None else samples
    return Gauge(f"positive_change_{name}", text, tuple(own))
