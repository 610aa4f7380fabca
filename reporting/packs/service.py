"""Asking for a pack, making it, handing it out. Each change is written together with its audit event."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from reporting import published
from reporting.packs.choice import Choice
from reporting.packs.making import make
from reporting.packs.models import Pack
from reporting.packs.recipe import recipe
from reporting.published import Edition
from wales_framework import audit
from wales_framework.jobs.progress import Progress, silent
from wales_framework.jobs.queue import start

KIND = "packs.make"
WHOLE = Choice()


def request(edition: Edition, language: str, user: Any, choice: Choice = WHOLE) -> Pack:
    """The pack of that edition, language and choice: the one there is, or one that a worker is now told to make."""
    with transaction.atomic():
        pack = _pack(edition, language, choice, user)
        if not pack.file:
            job = start(KIND, pack.pk, user)
            if pack.job_id != job.pk:
                pack.job = job
                pack.save(update_fields=["job"])
                audit.record("pack.request", user, pack)
    return pack


def ready(edition: Edition, language: str, choice: Choice = WHOLE) -> Pack:
    """The same, made here and now where there is none yet."""
    pack = _pack(edition, language, choice, None)
    if not pack.file:
        finish(pack)
    return pack


def finish(pack: Pack, progress: Progress = silent) -> None:
    """Make the file of a pack and keep it; where it has one already, nothing is done.

    A worker killed in the middle leaves at most a file that no pack names; the next attempt writes over it.
    """
    edition = published.get(pack.release_id)
    made = make(edition, pack.language, progress, pack.choice)
    progress("storing", made.pages, made.pages, "pages")
    with transaction.atomic():
        locked = Pack.objects.select_for_update().get(pk=pack.pk)
        if not locked.file:
            _keep(locked, made.pdf)
            locked.sha256, locked.size, locked.pages = made.sha256, len(made.pdf), made.pages
            locked.made_at = timezone.now()
            locked.save()
            audit.record("pack.make", locked.requested_by, locked, sha256=made.sha256, size=len(made.pdf), pages=made.pages)
    pack.refresh_from_db()


def download(pack: Pack, user: Any) -> None:
    """Write down that somebody takes the pack away."""
    audit.record("pack.download", user, pack, sha256=pack.sha256)


def _pack(edition: Edition, language: str, choice: Choice, user: Any) -> Pack:
    pack, _created = Pack.objects.get_or_create(
        release_id=edition.id, language=language, recipe=recipe(), **choice.columns, defaults={"requested_by": user}
    )
    return pack


def _keep(pack: Pack, pdf: bytes) -> None:
    name = f"{pack.pk}.pdf"
    storage = pack.file.storage
    if storage.exists(name):
        storage.delete(name)
    pack.file.save(name, ContentFile(pdf), save=False)
