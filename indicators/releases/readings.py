"""Who is shown what of a release that is not for everybody: each page and each file is an event of the audit trail.

Called by every page that shows a release before its publication, or figures before disclosure control; a test walks the addresses
and fails where one that shows them writes no event.
"""

from django.db.models import Model
from django.http import HttpRequest

from indicators.releases import workflow
from indicators.releases.models import Release
from wales_framework import audit


def draft_shown(request: HttpRequest, release: Release) -> None:
    """A page shows a release; of a published one everybody sees as much."""
    if release.state != workflow.PUBLISHED:
        audit.reading("draft.read", request.user, release, request.get_full_path())


def draft_taken(request: HttpRequest, release: Release, rows: int) -> None:
    """The same for a file of so many rows."""
    if release.state != workflow.PUBLISHED:
        audit.reading("draft.download", request.user, release, request.get_full_path(), rows=rows)


def exact_shown(request: HttpRequest, of: Model, rows: int) -> None:
    """A page shows so many figures before disclosure control, of a release whether it is published or not, or of an extract."""
    audit.reading("exact.read", request.user, of, request.get_full_path(), rows=rows)
