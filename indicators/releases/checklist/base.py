"""What a check of a release is: one small function, with the words for what it finds."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise

from indicators.releases.models import Release

Level = Literal["error", "warning"]
Params = Mapping[str, object]
Function = Callable[[Release], Iterable[Params]]


@dataclass(frozen=True)
class Check:
    """A question put to a release. `function` gives a mapping of what the sentence names for each thing it finds wrong."""

    name: str
    level: Level
    title: Promise  # what is looked at
    sentence: Promise
    remedy: Promise
    function: Function

    def __call__(self, release: Release) -> list["Item"]:
        return [Item(self, dict(params)) for params in self.function(release)]


@dataclass(frozen=True)
class Item:
    """One thing that a check found."""

    check: Check
    params: Params = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.check.name

    @property
    def level(self) -> Level:
        return self.check.level

    @property
    def sentence(self) -> str:
        """In the active language."""
        return str(self.check.sentence) % self.params if self.params else str(self.check.sentence)

    @property
    def remedy(self) -> str:
        return str(self.check.remedy)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what it says, in whichever language: another number in it makes it another warning."""
        return hashlib.sha256(json.dumps([self.name, self.params], sort_keys=True, default=str).encode()).hexdigest()


CHECKS: dict[str, Check] = {}


def check(name: str, level: Level, title: Promise, sentence: Promise, remedy: Promise) -> Callable[[Function], Check]:
    """Make a function `Release -> mappings` a check of every release. Raises ValueError where the name is taken."""

    def register(function: Function) -> Check:
        if name in CHECKS:
            raise ValueError(f"two checks called {name}")
        CHECKS[name] = Check(name, level, title, sentence, remedy, function)
        return CHECKS[name]

    return register
