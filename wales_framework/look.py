"""What every page's frame needs: the same page in the other language, and whom to ask."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language


def look(request: HttpRequest) -> dict[str, object]:
    """Context processor: `languages` ({code, name, url, current}) and `contact`, the address of the service's helpers, or ""."""
    return {"languages": languages(request), "contact": settings.SERVICE_CONTACT}


def languages(request: HttpRequest) -> list[dict[str, object]]:
    """Every language of the service with the address of this page in it, query string and all."""
    here = get_language()
    return [
        {"code": code, "name": name, "url": address_in(request.get_full_path(), code), "current": code == here}
        for code, name in settings.LANGUAGES
    ]


def address_in(address: str, code: str) -> str:
    """`address` in the language `code`; of an address that leads nowhere only the language's prefix changes."""
    return _address_in(address, get_language(), code)


@lru_cache(maxsize=4096)
def _address_in(address: str, here: str | None, code: str) -> str:
    """`here`: the active language, in which the address is read."""
    translated = translate_url(address, code)
    codes = [language for language, _ in settings.LANGUAGES]
    prefix, _, rest = translated.lstrip("/").partition("/")
    if translated == address and prefix in codes and prefix != code:
        return f"/{code}/{rest}"
    return translated
