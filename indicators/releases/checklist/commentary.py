"""Whether analysts have said what the figures mean, in both languages, and of these figures.

Commentary is an app of its own that knows releases; here it is asked for by its name.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from indicators.releases.checklist.base import Params, check
from indicators.releases.models import Release


def _of(release: Release) -> Any:
    return apps.get_model("commentary", "Commentary")._default_manager.filter(release_id=release.pk)


@check(
    "commentary_missing",
    "warning",
    _("There is commentary"),
    _("Nobody has written commentary for this release."),
    _("Write what the figures of a group or an indicator mean, while the release is a draft."),
)
def commentary_missing(release: Release) -> Iterable[Params]:
    return [] if _of(release).exists() else [{}]


@check(
    "commentary_language",
    "error",
    _("All commentary is in both languages"),
    _("The commentary on %(place)s is in one language only."),
    _("Return the release to draft where it is submitted already, and write it in both languages."),
)
def commentary_language(release: Release) -> Iterable[Params]:
    return [{"place": one.indicator or one.group} for one in _of(release).one_sided()]


@check(
    "commentary_unread",
    "warning",
    _("Commentary that was carried over was read again"),
    _("The commentary on %(place)s was carried over from an earlier release, and nobody has read it again."),
    _("Read it beside the new figures: keep it, change it or remove it."),
)
def commentary_unread(release: Release) -> Iterable[Params]:
    return [{"place": one.indicator or one.group} for one in _of(release).to_review()]
