"""What a web process reads once, read before its first reader comes: addresses, content, templates, languages."""

import gc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.utils import translation

from wales_framework.language.content import PARTS
from wales_framework.unchanged import program

READ_FIRST: list[Callable[[], object]] = []


def read_first(function: Callable[[], object]) -> None:
    """Have a room's function called at the start: one that keeps what it gives."""
    READ_FIRST.append(function)


def _read_addresses(resolver: URLResolver) -> None:
    """Import every view, and make what addresses are found by, and are written by, in the active language."""
    for one in resolver.url_patterns:
        one.pattern.regex  # noqa: B018 - compiled when it is asked for
        if isinstance(one, URLResolver):
            _read_addresses(one)
    for namespace in resolver.namespace_dict:
        with suppress(NoReverseMatch):  # no address has this name: looking for it reads all that there are
            reverse(f"{namespace}:{__name__}")


def warm_up() -> None:
    """Read what stays the same for the life of the process. Nothing depends on it: what is missed is read when it is needed."""
    for part in PARTS.values():
        for _text in part.texts():
            pass
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Home")
            _read_addresses(get_resolver())
    for function in READ_FIRST:
        function()
    folder = Path(settings.BASE_DIR) / "templates"
    for path in sorted(folder.rglob("*.html")):
        try:
            get_template(path.relative_to(folder).as_posix())
        except TemplateSyntaxError:
            continue  # a part that only works inside another template
    program()
    # What is here now stays: who looks for garbage later need not look through all of it, which takes longer than a page.
    gc.collect()
    gc.freeze()
