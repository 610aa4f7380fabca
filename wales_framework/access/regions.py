"""The regions that somebody's matters can be confined to. The settings name the room that knows them."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _


def choices() -> list[tuple[str, str]]:
    """Code and name of each region, in the active language."""
    return [(region.code, str(region.name)) for region in import_string(settings.REGIONS)()]


def names(codes: Iterable[str]) -> str:
    """Regions in words; none of them are all of Wales."""
    known = dict(choices())
    return ", ".join(known.get(code, code) for code in sorted(codes)) or _("All of Wales")
