"""Pages of subscriptions: begin and end them, by the link of a message too; administrators see what could not be sent."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reporting.packs import delivering, subscribing
from reporting.packs.forms import PackForm
from reporting.packs.models import Delivery, Subscription
from reporting.packs.pages import packs_page
from reporting.packs.workflow import FAILED, UNSURE
from wales_framework.access.predicates import may_make_packs, may_watch_deliveries
from wales_framework.access.views import allowed
from wales_framework.workflow import MoveRefused

ON_A_PAGE = 50


@require_POST
@allowed(may_make_packs)
def subscribe(request: HttpRequest) -> HttpResponseBase:
    form = PackForm(request.POST)
    if not form.is_valid():
        return packs_page(request, form, status=422)
    _subscription, is_new = subscribing.subscribe(request.user, form.cleaned_data["language"], form.choice)
    if not getattr(request.user, "email", ""):
        messages.warning(request, _("You have no e-mail address here: an administrator can add it. Until then nothing is sent."))
    elif is_new:
        messages.success(request, _("You will get a message with a link to this pack when a release is published."))
    else:
        messages.info(request, _("You have this subscription already."))
    return redirect("packs:list")


@require_POST
@allowed(may_make_packs)
def end(request: HttpRequest, pk: object) -> HttpResponseBase:
    subscription = get_object_or_404(Subscription, pk=pk, reader=request.user)
    subscribing.end(subscription, request.user)
    messages.success(request, _("The subscription is ended."))
    return redirect("packs:list")


@csrf_exempt  # a mailbox's own button sends it without a cookie (RFC 8058); the signed link is what allows it
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    subscription = subscribing.named_by(token)
    if subscription is None:
        raise Http404
    if request.method == "POST":
        subscribing.end(subscription, None)
        subscription.refresh_from_db()
    return render(request, "packs/unsubscribe.html", {"subscription": subscription})


@require_safe
@never_cache
@allowed(may_watch_deliveries)
def deliveries(request: HttpRequest) -> HttpResponse:
    """What went wrong first, then the newest."""
    wrong = Case(When(state__in=[FAILED, UNSURE], then=Value(0)), default=Value(1), output_field=IntegerField())
    found = Delivery.objects.select_related("subscription__reader", "release").order_by(wrong, "-planned_at", "pk")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "packs/deliveries.html", {"page": page, "again": (FAILED, UNSURE)})


@require_POST
@allowed(may_watch_deliveries)
def send_again(request: HttpRequest, pk: Any) -> HttpResponseBase:
    delivery = get_object_or_404(Delivery, pk=pk)
    try:
        delivering.send_again(delivery, request.user)
    except MoveRefused:
        messages.info(request, _("That message is not one that failed."))
    else:
        messages.success(request, _("The message will be sent again."))
    return redirect("packs:deliveries")
