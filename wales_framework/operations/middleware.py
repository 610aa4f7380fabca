"""A file that leaves a demonstration says so by its name, wherever it goes."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from wales_framework.operations.examples import is_demonstration

NAME = re.compile(r'filename="?(?!DEMONSTRATION-)([^";]+)"?')
HEADER = "X-Demonstration"


class MarkedFiles:
    """Marks files and answers of the API; pages have a strip that says it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_file = "Content-Disposition" in response
        if (is_file or request.path.startswith("/api/")) and is_demonstration():
            response[HEADER] = "1"
            if is_file:
                response["Content-Disposition"] = NAME.sub(r'filename="DEMONSTRATION-\1"', response["Content-Disposition"])
        return response
