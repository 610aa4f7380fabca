"""The one address of a page that is found by several names: what is kept of a page is known by its address."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect

View = Callable[..., HttpResponseBase]


def of_one_address(address: Callable[..., str]) -> Callable[[View], View]:
    """Send whoever comes by another name there for good, with the same query.

    `address` gives the path for what the address names, in the active language; it raises Http404 for what is nowhere.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def there(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            path = address(**kwargs)
            if request.path == path:
                return view(request, *args, **kwargs)
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)

        return there

    return decorate
