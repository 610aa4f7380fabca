"""What every template may ask: `may.…` for the signed-in person, and the navigation that follows from it."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wales_framework.access import factors, predicates
from wales_framework.access.predicates import Person
from wales_framework.operations.examples import is_demonstration

NAVIGATION: list[tuple[Promise, str, Callable[[Person], bool]]] = [
    (_("Home"), "dashboards:home", predicates.may_read_figures),
    (_("Signals"), "signals:list", predicates.may_read_figures),
    (_("Regions"), "dashboards:regions", predicates.may_read_figures),
    (_("Compare"), "dashboards:compare", predicates.may_read_figures),
    (_("Plans"), "plans:list", predicates.may_read_figures),
    (_("Frameworks"), "priority_groups:frameworks", predicates.may_read_figures),
    (_("Board packs"), "packs:list", predicates.may_make_packs),
    (_("Events"), "events:list", predicates.may_read_figures),
    (_("Extracts"), "extracts:list", predicates.may_read_extracts),
    (_("Releases"), "releases:list", predicates.may_read_drafts),
    (_("Commentary"), "commentary:list", predicates.may_read_drafts),
    (_("Messages"), "packs:deliveries", predicates.may_watch_deliveries),
    (_("People"), "access:people", predicates.may_manage_people),
    (_("Audit trail"), "audit:events", predicates.may_read_audit),
    (_("Status"), "watching:status", predicates.may_watch_service),
]

# Pages that stand under an entry of the menu without its address.
BESIDE: dict[str, tuple[str, ...]] = {
    "dashboards:compare": ("dashboards:needs", "dashboards:overlaps", "dashboards:disproportionality"),
    "plans:list": ("dashboards:scorecard",),
}

MAY = {
    name.removeprefix("may_"): function
    for name, function in vars(predicates).items()
    if name.startswith("may_") and callable(function)
}


def access(request: HttpRequest) -> dict[str, object]:
    """Context processor: `may`, `navigation` ({label, url, current}) and whether this is a demonstration."""
    user = getattr(request, "user", None)
    return {
        "may": SimpleNamespace(**{name: predicate(user) for name, predicate in MAY.items()}),
        "navigation": _navigation(request, user),
        "demo": is_demonstration(),
        "organisation": _organisation(),
        "needs_second_factor": user is not None and factors.is_missing(request),
    }


def _organisation() -> dict[str, str] | None:
    """The name of the organisation that people may sign in through, where that begins, and where it leads in this language."""
    if not settings.OIDC_ISSUER:
        return None
    providers: Any = settings.SOCIALACCOUNT_PROVIDERS
    name = providers["openid_connect"]["APPS"][0]["name"]
    return {"name": name, "url": reverse("openid_connect_login"), "then": reverse("dashboards:home")}


def _navigation(request: HttpRequest, user: Person) -> list[dict[str, object]]:
    home, match = reverse("dashboards:home"), request.resolver_match
    here = match.view_name if match else ""
    items = []
    for label, name, predicate in NAVIGATION:
        if predicate(user):
            url = reverse(name)
            is_below = url != home and request.path.startswith(url)
            current = request.path == url or is_below or here in BESIDE.get(name, ())
            items.append({"label": label, "url": url, "current": current})
    return items
