"""What analysts write about the figures of a release: per priority group and indicator, in both languages, approved with it."""

from typing import TypedDict

Place = tuple[str, str]  # code of a group, and of one of its indicators or "" for the group as a whole


class Texts(TypedDict):
    """A commentary in both languages; a language that nobody has written yet is ""."""

    en: str
    cy: str


def for_release(release_id: int) -> dict[Place, Texts]:
    """The commentary of a release, in whatever state the release is: whoever shows it to readers asks for a published one."""
    from indicators.commentary import reading

    return reading.texts_of(release_id)
