"""The way from the example files to a published release, by the same calls as page and command make."""

from pathlib import Path

from django.core.management import call_command

from indicators.extracts.layouts import layout
from indicators.releases import service
from indicators.releases.models import Release
from wales_framework.access.models import User

EXAMPLES = Path(__file__).resolve().parent.parent / "indicators" / "extracts" / "examples"


def load_examples(analyst: User) -> None:
    """The published figures that come as examples."""
    for example in layout("published").examples:
        call_command(
            "load_extract", "published", str(EXAMPLES / example.file), user=analyst.username, accept_warnings=True, verbosity=0
        )


def publish(analyst: User, approver: User) -> Release:
    """Draft from what is loaded, submit, approve and publish."""
    release = service.draft(analyst)
    service.submit(release, analyst)
    service.approve(release, approver)
    service.publish(release, approver)
    return release


def publish_examples(analyst: User, approver: User) -> Release:
    load_examples(analyst)
    return publish(analyst, approver)
