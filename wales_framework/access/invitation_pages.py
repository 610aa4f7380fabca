"""Inviting somebody, and the page that the link of an invitation opens."""

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wales_framework.access import inviting
from wales_framework.access.forms import AcceptForm, AcceptWithPasskeyForm, InviteForm
from wales_framework.access.models import Invitation, User
from wales_framework.access.people import RolesRefused
from wales_framework.access.predicates import may_manage_people
from wales_framework.access.views import allowed
from wales_framework.access.workflow import REQUESTED
from wales_framework.workflow import MoveRefused

PASSKEY = "passkey"


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_manage_people)
@reauthentication_required
def invite(request: HttpRequest) -> HttpResponseBase:
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = inviting.invite(request.user, **form.cleaned_data)
        except RolesRefused as refused:
            form.add_error(None, str(refused))
        else:
            waits = invitation.state == REQUESTED
            told = _("Another administrator has to approve it now.") if waits else _("The invitation of %(email)s is sent.")
            messages.success(request, told % {"email": invitation.email})
            return redirect("access:people")
    return render(request, "access/invite.html", {"form": form, "trail": [(_("People"), reverse("access:people"))]})


def _step(act: Callable[[User, Invitation], None], done: str) -> Callable[[HttpRequest, int], HttpResponseBase]:
    """A button beside an invitation."""

    @require_POST
    @allowed(may_manage_people)
    @reauthentication_required
    def view(request: HttpRequest, pk: int) -> HttpResponseBase:
        invitation = get_object_or_404(Invitation, pk=pk)
        try:
            act(request.user, invitation)  # type: ignore[arg-type]
        except MoveRefused:
            messages.warning(request, _("Somebody has decided on it already."))
        except RolesRefused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, _(done) % {"email": invitation.email})
        return redirect("access:people")

    return view


approve = _step(inviting.approve, gettext_noop("The invitation of %(email)s is sent."))
send_again = _step(inviting.send_again, gettext_noop("The invitation of %(email)s is sent."))
withdraw = _step(inviting.withdraw, gettext_noop("The invitation of %(email)s opens nothing any more."))


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Make the account that somebody was invited to, and sign them in."""
    invitation = inviting.find(secret)
    if invitation is None:
        return render(request, "access/invitation_over.html", status=404)
    with_passkey = request.POST.get("way") == PASSKEY
    kind = AcceptWithPasskeyForm if with_passkey else AcceptForm
    form = kind(request.POST or None, initial={"username": invitation.email.partition("@")[0]})
    if request.method == "POST" and form.is_valid():
        try:
            person = inviting.accept(invitation, form.save(commit=False))
        except MoveRefused:
            return render(request, "access/invitation_over.html", status=404)
        except inviting.NameTaken:
            form.add_error("username", form.instance.unique_error_message(User, ("username",)))
        else:
            record_authentication(request, person, "invitation")
            after = "mfa_add_webauthn" if with_passkey else "dashboards:home"
            return perform_login(request, person, email_verification="none", redirect_url=reverse(after))
    return render(request, "access/accept.html", {"form": form, "invitation": invitation}, status=422 if form.errors else 200)
