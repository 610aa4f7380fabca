"""The page on which people make tokens for their programs and feed readers."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wales_framework.access.predicates import may_read_figures
from wales_framework.access.views import allowed
from wales_framework.tokens import service
from wales_framework.tokens.forms import TokenForm
from wales_framework.tokens.models import Token


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_read_figures)
@reauthentication_required(allow_get=True)
def tokens(request: HttpRequest) -> HttpResponseBase:
    """One's own tokens, and the form for another. A new one's secret stands in the answer to the form and nowhere else: to send
    the same form again, as whoever loads that answer anew does, makes none."""
    form = TokenForm(request.POST) if request.method == "POST" else TokenForm()
    made, secret = None, ""
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        try:
            made, secret = service.make(request.user, chosen["name"], chosen["scope"], chosen["expires"], chosen["number"])
            form = TokenForm()
        except service.MadeAlready:
            messages.warning(
                request,
                _("This token is made already and was shown once. If you did not copy it, revoke it and make another."),
            )
            return redirect("tokens:list")
        except service.TooMany:
            form.add_error(
                None, _("You have %(most)d tokens that are valid. Revoke one that you do not need.") % {"most": service.MOST}
            )
    now = timezone.now()
    context = {
        "trail": [(_("Get the data"), reverse("dashboards:api"))],
        "form": form,
        "made": made,
        "secret": secret,
        "feed": _feed(request, secret) if made and made.scope == Token.Scope.FEED else "",
        "tokens": [(one, one.is_valid(now)) for one in Token.objects.filter(owner=request.user.pk).select_related("owner")],
    }
    return render(request, "tokens/list.html", context, status=422 if form.is_bound else 200)


@require_POST
@allowed(may_read_figures)
def revoke(request: HttpRequest, pk: int) -> HttpResponseBase:
    token = get_object_or_404(Token, pk=pk, owner=request.user.pk)
    service.revoke(token, request.user)
    messages.success(request, _("The token “%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("tokens:list")


def _feed(request: HttpRequest, secret: str) -> str:
    return request.build_absolute_uri(reverse("feeds:releases", kwargs={"secret": secret}))
