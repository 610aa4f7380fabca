"""What there is of a release's commentary, and what is missing."""

from dataclasses import dataclass

from indicators.commentary import Place, Texts
from indicators.commentary.models import Commentary
from indicators.commentary.places import places


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many places there are, how many have a text in each language, and how many texts wait for something."""

    places: int
    groups: int  # places that are a group as a whole
    groups_written: int
    english: int
    welsh: int
    welsh_missing: int  # there in English only
    english_missing: int  # there in Welsh only
    to_review: int


def texts_of(release_id: int) -> dict[Place, Texts]:
    """See indicators.commentary.for_release."""
    found = Commentary.objects.filter(release=release_id)
    return {(one.group, one.indicator): {"en": one.text_en, "cy": one.text_cy} for one in found}


def coverage(release_id: int) -> Coverage:
    """What is there and what is missing in a release."""
    found = list(Commentary.objects.filter(release=release_id))
    every = places()
    return Coverage(
        places=len(every),
        groups=sum(not indicator for _group, indicator in every),
        groups_written=sum(not one.indicator for one in found),
        english=sum(bool(one.text_en) for one in found),
        welsh=sum(bool(one.text_cy) for one in found),
        welsh_missing=sum(not one.text_cy for one in found),
        english_missing=sum(not one.text_en for one in found),
        to_review=sum(one.carried_from_id is not None for one in found),
    )
