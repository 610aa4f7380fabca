"""The limits from which a check speaks: settings with their reasons, in limits.yaml."""

from functools import cache
from pathlib import Path

from pydantic import Field

from priority_groups.content.loader import load_yaml
from priority_groups.content.text import Content


class SuddenChange(Content):
    share: float = Field(gt=0)
    standard_errors: float = Field(ge=0)


class Limits(Content):
    """limits.yaml"""

    sudden_change: SuddenChange
    revision_share: float = Field(gt=0)
    blank_share: float = Field(ge=0, lt=1)
    area_share: float = Field(gt=0, le=1)


@cache
def limits() -> Limits:
    return load_yaml(Path(__file__).parent / "limits.yaml", Limits)
