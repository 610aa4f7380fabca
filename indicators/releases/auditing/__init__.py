"""The attack on what a release publishes, made before anybody else can make it.

The attacker (indicators.disclosure.attacker) is given what a reader has: the rows that members download, of
this release and of every release before it, and what the methods pages say. What it learns is compared here
with the exact figures, which only this room reads.
"""

import time
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from indicators import desk
from indicators.disclosure.attacker import Attack, Leak
from indicators.releases.auditing.files import exact_rows_of, rows_of, shown_before, witnesses_of
from indicators.releases.auditing.knowledge import knowledge
from indicators.releases.models import Audit, Observation, Release
from indicators.releases.refusals import ReleaseRefused
from priority_groups.content import disclosure
from wales_framework import audit as trail
from wales_framework.jobs.progress import Progress, silent
from wales_framework.jobs.queue import start

AUDIT_JOB = "releases.audit"
MOST_LEAKS = 1_000  # that are kept of one audit: more of them say nothing more
SECONDS = 300.0  # after which a number that is not proven to be safe counts as one that is not

__all__ = ["AUDIT_JOB", "audit", "bring_up_to_date", "current", "earlier_releases"]


def audit(release: Release, progress: Progress = silent, user: Any = None) -> Audit:
    """Attack a release as it is, or would be published, with every release published before it as knowledge. Stored.

    A hidden count of 1 to 4 must stay open: an interval at least as wide as the framework's setting, that reaches beyond the
    small counts. What cannot be shown to be so is a leak.
    """
    started = time.monotonic()
    progress("attacking")
    rules, earlier = disclosure(), list(earlier_releases(release))
    rows = rows_of(release)
    attack = Attack(
        rows,
        knowledge(),
        earlier=shown_before(release, earlier),
        start=exact_rows_of(release, rows),
        # They count rows, so they say nothing of others.
        witnesses=witnesses_of(release) if len(rows) == release.observation_count else None,
    )
    assert attack.start is not None  # noqa: S101
    small = (attack.start >= 1) & (attack.start <= rules.largest_small_count)
    elsewhere = attack.told_by(rows[(rows["origin"] == Observation.Origin.PUBLISHED).to_numpy(dtype=bool)])
    wanted = attack.whole & attack.table.masked & small & ~elsewhere
    found = attack.seek(wanted, wide=rules.least_width, reach=rules.largest_small_count + 1, seconds=SECONDS)
    with transaction.atomic():
        made = Audit.objects.create(
            release=release,
            content_hash=release.content_hash,
            beside=[one.pk for one in earlier],
            hidden=hidden_figures(release).count(),
            attacked=found.attacked,
            leaks=[_as_json(leak) for leak in found.leaks[:MOST_LEAKS]],
            seconds=round(time.monotonic() - started, 3),
        )
        trail.record("release.audit", user, release, hidden=made.hidden, attacked=made.attacked, leaks=len(found.leaks))
    return made


def earlier_releases(release: Release) -> QuerySet[Release]:
    """Everything that was published before this release, or would be: whoever downloaded it still has it."""
    published = Release.objects.exclude(published_at=None).exclude(pk=release.pk)
    if release.published_at is not None:
        published = published.filter(published_at__lt=release.published_at)
    return published.order_by("pk")


def hidden_figures(release: Release) -> QuerySet[Observation]:
    """The figures of a release that readers do not see, and that are not merely unavailable."""
    return release.observations.filter(numerator=None).exclude(symbol="x")


def current(release: Release) -> Audit | None:
    """The last audit, where it is of these figures and beside these earlier releases."""
    last = release.audits.filter(content_hash=release.content_hash).first()
    known = [one.pk for one in earlier_releases(release)]
    return last if last is not None and last.beside == known else None


def bring_up_to_date(release: Release, progress: Progress = silent, user: Any = None) -> Audit:
    """The current audit; made now where there is none. Raises ReleaseRefused in a process that may not read exact figures: then
    a worker makes it meanwhile."""
    if (last := current(release)) is not None:
        return last
    if not desk.reads_exact():
        start(AUDIT_JOB, release.pk, user)
        raise ReleaseRefused(
            gettext_noop("Its hidden figures have to be attacked first, which has just begun. Try again in a minute.")
        )
    return audit(release, progress, user)


def _as_json(leak: Leak) -> dict[str, Any]:
    terms = [
        {"key": list(term.key), "times": term.times, "value": _number(term.value), "shown": term.shown} for term in leak.terms
    ]
    ends = {"lowest": _number(leak.lowest), "highest": _number(leak.highest)}
    return {"key": list(leak.key), **ends, "proven": leak.proven, "gives": leak.gives, "terms": terms}


def _number(value: float) -> float | int | None:
    """None for no end."""
    if not np.isfinite(value):
        return None
    return int(value) if float(value).is_integer() else round(float(value), 6)
