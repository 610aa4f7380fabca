"""Every Text inside a piece of content, with its place: for the translators' list and for the tests."""

from collections.abc import Iterator

from priority_groups.content.text import Content, Text


def texts_in(value: object, place: str = "") -> Iterator[tuple[str, Text]]:
    """Yields (dotted place, text) for every Text under `value`, in the order of the file."""
    if isinstance(value, Text):
        yield place, value
    elif isinstance(value, Content):
        for name in type(value).model_fields:
            yield from texts_in(getattr(value, name), f"{place}.{name}".lstrip("."))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts_in(item, f"{place}.{key}".lstrip("."))
    elif isinstance(value, tuple | list):
        for number, item in enumerate(value):
            yield from texts_in(item, f"{place}.{number}".lstrip("."))
