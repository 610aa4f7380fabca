"""Whether two people stand behind the release."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from indicators.releases import workflow
from indicators.releases.checklist.base import Params, check
from indicators.releases.models import Release


@check(
    "four_eyes",
    "error",
    _("Somebody approved it who neither drafted nor submitted it"),
    _("The release was approved by nobody, or by somebody who drafted or submitted it."),
    _("Have it returned, and approved by another person."),
)
def four_eyes(release: Release) -> Iterable[Params]:
    if release.state not in workflow.SETTLED:
        return []
    makers = (release.drafted_by_id, release.submitted_by_id)
    return [{}] if release.approved_by_id is None or release.approved_by_id in makers else []
