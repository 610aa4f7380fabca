"""The limits from which a check speaks: settings with their reasons, in limits.yaml."""

from functools import cache
from pathlib import Path

from pydantic import Field

from priority_groups.content.loader import load_yaml
from priority_groups.content.text import Content


class SuddenChange(Content):
    share: float = Field(gt=0)
    standard_errors: float = Field(ge=0)


class NotRecorded(Content):
    """Shares of rows."""

    profile: float = Field(ge=0, le=1)
    flags: float = Field(ge=0, le=1)
    offences: float = Field(ge=0, le=1)


class Unfinished(Content):
    """The gap between the last row and the quarter's end: in days, and in mean gaps between two rows."""

    days: int = Field(ge=1)
    mean_gaps: float = Field(gt=0)


class Limits(Content):
    """limits.yaml"""

    sudden_change: SuddenChange
    revision_share: float = Field(gt=0)
    blank_share: float = Field(ge=0, lt=1)
    area_share: float = Field(gt=0, le=1)
    rows_of_quarter: SuddenChange
    rows_revised: SuddenChange
    not_recorded: NotRecorded
    unfinished: Unfinished
    snapshot_days: int = Field(ge=0)
    youngest: int = Field(ge=0)
    oldest: int = Field(ge=0)
    adult: int = Field(ge=0)


@cache
def limits() -> Limits:
    return load_yaml(Path(__file__).parent / "limits.yaml", Limits)
