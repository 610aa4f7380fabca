"""Whether what readers will read is there, and in both languages."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from indicators.events.models import ChangeEvent
from indicators.releases.checklist.base import Params, check
from indicators.releases.models import Release
from wales_framework.language import drafts


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


@check(
    "texts_language",
    "error",
    _("Every text of the service is in both languages"),
    _("%(count)d texts have no Welsh, the first one in %(place)s: “%(english)s”."),
    _("Write their Welsh in the catalogue or the content file; the page of Welsh texts lists them."),
)
def texts_language(release: Release) -> Iterable[Params]:
    found = drafts.missing()
    if not found:
        return []
    first = found[0]
    return [{"count": len(found), "place": first.place or first.part, "english": first.english[:80]}]


@check(
    "events_language",
    "error",
    _("Every event that readers see is in both languages"),
    _("The event “%(title)s” is in one language only."),
    _("Change the event, and write its title and its cause in Welsh too."),
)
def events_language(release: Release) -> Iterable[Params]:
    recorded = ChangeEvent.objects.filter(state=ChangeEvent.State.RECORDED)
    return [{"title": one.title_en} for one in recorded if not (one.title_cy and one.cause_cy)]
