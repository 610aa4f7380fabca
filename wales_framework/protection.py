"""What holds for every request and answer: headers, whatever made the answer (pages, files, the API, static files, refusals
before any view), and the methods that pages take."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

TAKEN = ["GET", "HEAD", "POST"]


class Headers:
    """Outermost, so that answers which other middleware gives for a view have them too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        allowed = ", ".join(f"{feature}={who}" for feature, who in sorted(settings.PERMISSIONS_POLICY.items()))
        self.fixed = {
            "Permissions-Policy": allowed,
            # No page of another origin may take anything of ours in: pictures, scripts, files.
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Permitted-Cross-Domain-Policies": "none",
        }

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in self.fixed.items():
            response.headers.setdefault(name, value)
        return response


class PageMethods:
    """Pages are asked for and take forms: any other method is refused before it comes to a view, whoever wrote that.

    The API says for each of its addresses what it takes.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in TAKEN and not request.path_info.startswith("/api/"):
            return HttpResponseNotAllowed(TAKEN)
        return self.get_response(request)
