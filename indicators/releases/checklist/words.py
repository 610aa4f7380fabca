"""Whether what readers will read is there, and in both languages."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from indicators.releases.checklist.base import Params, check
from indicators.releases.models import Release


@check(
    "note_missing",
    "warning",
    _("The release has a note"),
    _("The release has no note: readers are not told what is new in it."),
    _("Write a note in both languages when you submit the release."),
)
def note_missing(release: Release) -> Iterable[Params]:
    return [] if release.note_en or release.note_cy else [{}]


@check(
    "note_language",
    "error",
    _("The note is in both languages"),
    _("The release's note is in one language only."),
    _("Return the release to draft where it is submitted already, and write the note in both languages, or in neither."),
)
def note_language(release: Release) -> Iterable[Params]:
    return [{}] if bool(release.note_en) != bool(release.note_cy) else []
