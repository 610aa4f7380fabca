"""The service's addresses and one that fails, as a mistake of ours would."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from wales_framework.urls import urlpatterns as known


@login_not_required
def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a mistake of ours")


urlpatterns = [*known, path("fails", fail)]
