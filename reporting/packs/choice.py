"""What somebody wants of a release: the whole pack or its summary, of which groups and which regions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

from indicators import catalogue
from priority_groups import content
from priority_groups.content import Framework

FULL, SUMMARY = "full", "summary"
KINDS = (FULL, SUMMARY)
WALES = "W92000004"
BETWEEN = ","


class UnknownChoice(ValueError):
    """A kind, group or region that there is not."""


@dataclass(frozen=True, slots=True)
class Choice:
    """`groups` and `regions` are codes in their order; none of either means all of them, as they are now and will be."""

    kind: str = FULL
    groups: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    @classmethod
    def of(cls, kind: str = FULL, groups: Iterable[str] = (), regions: Iterable[str] = ()) -> Self:
        """The same choice however it is written: in order, once each, and all is none. Raises UnknownChoice."""
        if kind not in KINDS:
            raise UnknownChoice(kind)
        return cls(kind, _ordered(groups, all_groups()), _ordered(regions, all_regions()))

    @classmethod
    def stored(cls, kind: str, groups: str, regions: str) -> Self:
        """As a row has it: codes with commas between them."""
        return cls(kind, _split(groups), _split(regions))

    @property
    def is_summary(self) -> bool:
        return self.kind == SUMMARY

    @property
    def is_whole(self) -> bool:
        """Whether every group and region is wanted."""
        return not self.groups and not self.regions

    @property
    def columns(self) -> dict[str, Any]:
        """As a row has it."""
        return {"kind": self.kind, "groups": BETWEEN.join(self.groups), "regions": BETWEEN.join(self.regions)}

    def has_group(self, code: str) -> bool:
        return not self.groups or code in self.groups

    def has_region(self, code: str) -> bool:
        return not self.regions or code in self.regions

    @property
    def suffix(self) -> str:
        """What a file's name says of it: "-summary-A-C", nothing for the whole pack."""
        areas = [catalogue.area(code).name.en.lower().replace(" ", "-") for code in self.regions]
        return "".join(f"-{part}" for part in ([SUMMARY] if self.is_summary else []) + [*self.groups, *areas])


def framework_of_packs() -> Framework:
    """The Framework that packs are about: the first of those that have indicators."""
    return next(one for one in content.frameworks() if any(catalogue.indicators_of(one.slug, group.code) for group in one.groups))


@cache
def all_groups() -> tuple[str, ...]:
    """Codes of the groups that can be chosen."""
    return tuple(group.code for group in framework_of_packs().groups)


@cache
def all_regions() -> tuple[str, ...]:
    """Codes of the regions that can be chosen."""
    return tuple(area.code for area in catalogue.areas() if area.kind == "region")


def _ordered(wanted: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    codes = set(wanted)
    if unknown := codes - set(known):
        raise UnknownChoice(", ".join(sorted(unknown)))
    return () if codes == set(known) else tuple(code for code in known if code in codes)


def _split(codes: str) -> tuple[str, ...]:
    return tuple(code for code in codes.split(BETWEEN) if code)
