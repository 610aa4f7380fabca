"""A release on its way, by the calls that pages make."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from indicators.releases import service
from indicators.releases.models import Release
from tests.conftest import People

LONDON = ZoneInfo("Europe/London")
NOTE = ("What is new", "Beth sy'n newydd")


def approved(people: People) -> Release:
    """Drafted and submitted by the analyst, approved by the approver."""
    release = service.draft(people["analyst"])
    service.submit(release, people["analyst"], *NOTE)
    service.approve(release, people["approver"])
    return release


def at(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """That moment by the clocks of the United Kingdom."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=LONDON)
