"""What is due and what is late: it goes on between releases, so no page keeps it."""

from django.utils import timezone

from indicators.signals.reading import Review, reviews

MOST_DUE = 6


def due() -> list[Review]:
    """Signals whose response is to be looked at again within a month, or should have been, the earliest first."""
    return reviews(timezone.localdate())
