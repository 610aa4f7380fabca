"""Files on their way in: how large a request may be, and where files are that nobody else may see."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import resolve
from django.utils.translation import gettext as _

FORM = 1 << 20  # bytes of a request around its file


def private_folder() -> Path:
    """Where files wait that nobody else may see; on the disk of the stored ones, so that they can be moved there."""
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


class RequestSize:
    """A request larger than its address takes is refused before a byte of it is read: 413.

    Only the addresses of settings.UPLOAD_ADDRESSES take files, and only of somebody who is signed in or sends a token.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        most = largest(request)
        return self.get_response(request) if length(request) <= most else too_large(request, most)


def length(request: HttpRequest) -> int:
    """What the request says of itself; more than this is never read."""
    said = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(said) if said.isascii() and said.isdigit() else 0


def largest(request: HttpRequest) -> int:
    """Bytes that this address takes of this person."""
    small: int = settings.REQUEST_MAX_BYTES
    if length(request) <= small:
        return small
    try:
        address = resolve(request.path_info).view_name
    except Http404:
        return small
    is_somebody = request.user.is_authenticated or bool(request.headers.get("Authorization"))
    return settings.EXTRACT_MAX_BYTES + FORM if is_somebody and address in settings.UPLOAD_ADDRESSES else small


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    """The refusal, as a page or for a program."""
    if request.path_info.startswith("/api/"):
        detail = _("The request is larger than this address takes: %(most)s at most.") % {"most": filesizeformat(most)}
        return JsonResponse({"detail": detail, "remedy": _("Divide the file by period and send the parts.")}, status=413)
    return render(request, "413.html", {"most": most}, status=413)
