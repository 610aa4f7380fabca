"""What the page of a release says of its life: the next step, the checklist, readers beforehand, corrections, withdrawal."""

from datetime import datetime

from indicators.releases import workflow
from indicators.releases.checklist import checklist
from indicators.releases.forms import DayForm
from indicators.releases.models import Release
from indicators.releases.planning import coming
from indicators.releases.scheduling import earliest_day, is_weekend, publication_moment
from indicators.releases.workflow import RELEASE
from wales_framework.audit import chain


def facts(release: Release, now: datetime) -> dict[str, object]:
    """The part of the template's context that depends on the release alone."""
    is_open = release.state in workflow.OPEN
    planned = next((one.day for one in coming(now) if one.plan and not one.is_certain), None)
    day = release.scheduled_for
    return {
        "release": release,
        "seal": chain.seal_of("release.publish", "releases.release", release.pk),
        "can": {name: RELEASE.allows(release.state, name) for name in RELEASE.moves},
        "checklist": checklist(release) if is_open else None,
        "day_form": DayForm(initial={"day": planned or earliest_day(now)}),
        "comes_at": publication_moment(day) if day else None,
        "is_weekend": bool(day and is_weekend(day)),
        "is_settled": release.state in workflow.SETTLED,
        "readers": release.pre_release_accesses.filter(revoked_at=None).count(),
        "corrections": release.corrections.select_related("corrected"),
        "corrected_by": release.corrected_by.filter(release__state=workflow.PUBLISHED).select_related("release"),
        "withdrawal": release.withdrawals.exclude(state=workflow.DROPPED).select_related("requested_by", "decided_by").first(),
    }
