"""Which groups of the organisation give which roles, and in which regions."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from wales_framework.access.table import Role


@dataclass(frozen=True, slots=True)
class Grant:
    """What a group gives; no regions are all of Wales."""

    role: Role
    regions: frozenset[str] = frozenset()


def granted(groups: Iterable[str]) -> tuple[list[str], list[str]]:
    """The roles and regions of somebody in these groups. Who has a role for all of Wales is confined to no region."""
    mapping = mapped(settings.OIDC_GROUPS)
    grants = [mapping[group] for group in set(groups) if group in mapping]
    regions = set().union(*(grant.regions for grant in grants)) if all(grant.regions for grant in grants) else set()
    return sorted({grant.role.value for grant in grants}), sorted(regions)


@lru_cache(maxsize=4)
def mapped(text: str) -> Mapping[str, Grant]:
    """The setting OIDC_GROUPS, as JSON ({"group": "role:region+region"}) or as group=role:region+region, with commas between.
    Raises ImproperlyConfigured."""
    try:
        pairs = (
            json.loads(text)
            if text.lstrip().startswith("{")
            else dict(one.split("=", 1) for one in text.split(",") if one.strip())
        )
        return {str(group).strip(): _grant(str(what)) for group, what in pairs.items()}
    except (ValueError, AttributeError) as wrong:
        raise ImproperlyConfigured(f"OIDC_GROUPS is not understood: {wrong}") from wrong


def _grant(text: str) -> Grant:
    role, _, regions = text.strip().partition(":")
    return Grant(Role(role.strip()), frozenset(region.strip() for region in regions.split("+") if region.strip()))
