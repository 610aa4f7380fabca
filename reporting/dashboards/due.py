"""What is due and what is late: it goes on between releases, so no page keeps it."""

from django.utils import timezone

from indicators.signals.reading import Review, reviews
from priority_groups.plans.reading import Due, due_within, plans_now

MOST_DUE = 6
SOON = 30  # days


def due() -> list[Review]:
    """Signals whose response is to be looked at again within a month, or should have been, the earliest first."""
    return reviews(timezone.localdate())


def actions_due() -> tuple[Due, ...]:
    """Actions of the delivery plans that are late or due within a month, the earliest first."""
    return due_within(plans_now(), SOON, timezone.localdate())
