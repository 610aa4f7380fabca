"""To write commentary, to keep what was carried over, and to carry it over: each with its audit event."""

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from indicators.commentary import Place, Texts
from indicators.commentary.models import Commentary
from indicators.commentary.places import places
from wales_framework import audit
from wales_framework.access.predicates import may_write_commentary
from wales_framework.refusal import Refusal

DRAFT = "draft"  # the state of a release in which its commentary can be changed


class CommentaryRefused(Refusal):
    """It is not done; the message says why and what to do instead."""


def write(user: Any, release: models.Model, place: Place, texts: Texts, version: int) -> Commentary | None:
    """Write the commentary of a place in a draft; `version`: of what the writer read, 0 where there was none.

    Nothing in either language removes it: None. Whoever writes has read it: what was carried over counts as reviewed.
    Raises PermissionDenied, KeyError where there is no such place, and CommentaryRefused where the release is no draft any
    more or somebody was quicker.
    """
    _demand(user)
    if place not in places():
        raise KeyError(place)
    with transaction.atomic():
        _lock_draft(release)
        group, indicator = place
        found = Commentary.objects.filter(release_id=release.pk, group=group, indicator=indicator).first()
        if (found.version if found else 0) != version:
            raise CommentaryRefused(gettext_noop("Somebody wrote here meanwhile. Read the new text before you save yours."))
        if not (texts["en"] or texts["cy"]):
            if found is not None:
                audit.record("commentary.remove", user, found, before={"en": found.text_en, "cy": found.text_cy})
                found.delete()
            return None
        before = {"en": found.text_en, "cy": found.text_cy} if found else {"en": "", "cy": ""}
        found = found or Commentary(release_id=release.pk, group=group, indicator=indicator, version=0)
        found.text_en, found.text_cy, found.carried_from = texts["en"], texts["cy"], None
        found.version, found.author, found.updated_at = version + 1, user, timezone.now()
        found.save()
        audit.record("commentary.write", user, found, before=before, after=dict(texts))
    return found


def keep(user: Any, commentary: Commentary) -> None:
    """Say that a text that was carried over still holds. Raises PermissionDenied and CommentaryRefused."""
    _demand(user)
    with transaction.atomic():
        _lock_draft(commentary.release)
        found = Commentary.objects.filter(pk=commentary.pk).exclude(carried_from=None).first()
        if found is None:
            return  # somebody was quicker
        audit.record("commentary.keep", user, found, carried_from=f"R{found.carried_from_id}")
        found.carried_from = None
        found.version += 1
        found.save(update_fields=["carried_from", "version"])


def carry_over(release: models.Model, user: Any) -> int:
    """Take the commentary of the release that was drafted before over into a new draft, to be reviewed; how many texts.

    What nobody has reviewed there keeps saying where it came from. Call it in the transaction that makes the draft.
    """
    before = _releases().filter(pk__lt=release.pk).order_by("-pk").first()
    if before is None:
        return 0
    found = list(Commentary.objects.filter(release=before.pk))
    for one in found:
        one.carried_from_id = one.carried_from_id or before.pk
        one.pk, one.release_id, one.version = None, release.pk, 1
    Commentary.objects.bulk_create(found)
    if found:
        audit.record("commentary.carry_over", user, release, texts=len(found), carried_from=f"R{before.pk}")
    return len(found)


def _lock_draft(release: models.Model) -> None:
    """Nobody submits the release while its commentary is written; where it is submitted already, nothing is written."""
    if _releases().select_for_update().get(pk=release.pk).state != DRAFT:
        message = gettext_noop(
            "%(release)s is not a draft any more: its commentary is as it was submitted. Have it returned before you change it."
        )
        raise CommentaryRefused(message, release=str(release))


def _releases() -> "models.QuerySet[Any]":
    """The step after this one; named, so that this step imports nothing of it."""
    return apps.get_model("releases", "Release")._default_manager.all()


def _demand(user: Any) -> None:
    if not may_write_commentary(user):
        raise PermissionDenied
