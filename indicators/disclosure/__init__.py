"""Disclosure control: pure functions that say which figures may not be shown, and one that tries to find them out."""

from importlib import import_module
from typing import Any

_FROM = {"attack": "indicators.disclosure.attacker", "protect": "indicators.disclosure.protecting.exact"}


def __getattr__(name: str) -> Any:
    """Each is imported when it is asked for: most of the service needs no solver."""
    if name in _FROM:
        return getattr(import_module(_FROM[name]), name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
