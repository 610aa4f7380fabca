"""Who may read a release before everybody else, and the register of what they opened."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from indicators.releases import workflow
from indicators.releases.models import PreReleaseAccess, PreReleaseReading, Release
from indicators.releases.refusals import ReleaseRefused, demand
from wales_framework import audit
from wales_framework.access.models import User
from wales_framework.access.predicates import Person, may_approve_release, may_read_figures

LONGEST_ADDRESS = 500


def give_access(release: Release, reader: User, user: Any, reason: str, starts_at: datetime | None = None) -> PreReleaseAccess:
    """Let one person read an approved or scheduled release. Raises PermissionDenied, ReleaseRefused."""
    demand(may_approve_release(user))
    if not may_read_figures(reader):
        raise ReleaseRefused(gettext_noop("%(reader)s may not read figures at all."), reader=str(reader))
    with transaction.atomic():
        locked = Release.objects.select_for_update().get(pk=release.pk)
        if locked.state not in workflow.SETTLED:
            message = gettext_noop(
                "%(release)s is not between its approval and its publication: nobody can be let in beforehand."
            )
            raise ReleaseRefused(message, release=str(release))
        if release.pre_release_accesses.filter(reader=reader, revoked_at=None).exists():
            raise ReleaseRefused(gettext_noop("%(reader)s may read this release already."), reader=str(reader))
        access = PreReleaseAccess.objects.create(
            release=release, reader=reader, reason=reason, starts_at=starts_at or timezone.now(), granted_by=user
        )
        audit.record("release.give_access", user, release, reason, reader=reader.username, starts_at=access.starts_at)
    return access


def revoke_access(access: PreReleaseAccess, user: Any) -> None:
    """Take the leave back; it ends with the next request. Raises PermissionDenied, ReleaseRefused after the publication."""
    demand(may_approve_release(user))
    with transaction.atomic():
        release = Release.objects.select_for_update().get(pk=access.release_id)
        locked = PreReleaseAccess.objects.select_for_update().get(pk=access.pk)
        if release.state == workflow.PUBLISHED:
            raise ReleaseRefused(gettext_noop("%(release)s is published: everybody reads it now."), release=str(release))
        if locked.revoked_at is not None:
            return
        locked.revoked_by, locked.revoked_at = user, timezone.now()
        locked.save(update_fields=["revoked_by", "revoked_at"])
        audit.record("release.revoke_access", user, release, reader=locked.reader.username)


def may_read_before(user: Person, release: Release, now: datetime | None = None) -> bool:
    """Whether this person may read this unpublished release at this moment. Roles alone never suffice."""
    if release.state not in workflow.SETTLED or not may_read_figures(user) or user is None:
        return False
    return release.pre_release_accesses.filter(reader=user.pk, revoked_at=None, starts_at__lte=now or timezone.now()).exists()


def note_reading(release: Release, user: Any, address: str) -> None:
    """Write into the register and the audit trail that somebody opens a page; before they see it."""
    with transaction.atomic():
        PreReleaseReading.objects.create(release=release, reader=user, address=address[:LONGEST_ADDRESS])
        audit.reading("embargo.read", user, release, address)


def readers(release: Release) -> list[PreReleaseAccess]:
    """Everybody who was let in, those whose leave was taken back included."""
    return list(release.pre_release_accesses.select_related("reader", "granted_by", "revoked_by"))


def roles_of_readers(release: Release) -> list[tuple[str, int]]:
    """The names of the roles of the people who had leave, with how many of them had each."""
    people = {access.reader for access in readers(release)}
    return sorted(Counter(role for person in people for role in person.role_names).items())
