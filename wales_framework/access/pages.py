"""Pages on people: the table of roles, who has which, and how they are asked for, approved and taken away."""

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wales_framework.access import accounts, regions
from wales_framework.access import people as service
from wales_framework.access.factors import has_second_factor
from wales_framework.access.forms import ChangePersonForm, RolesForm
from wales_framework.access.models import AccountChange, Invitation, RoleChange, User
from wales_framework.access.predicates import may_approve_roles, may_manage_people
from wales_framework.access.table import ACTION_NAMES, PERMISSIONS, ROLE_NAMES, Role
from wales_framework.access.views import allowed
from wales_framework.access.workflow import REQUESTED, SENT
from wales_framework.workflow import MoveRefused


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """The one table of who may do what, as it is in force."""
    rows = [
        {"action": ACTION_NAMES[action], "allowed": [role in holders for role in Role]} for action, holders in PERMISSIONS.items()
    ]
    return render(request, "access/roles.html", {"roles": ROLE_NAMES.values(), "rows": rows})


@require_safe
@allowed(may_manage_people)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, and before them what waits for an administrator."""
    changes = RoleChange.objects.filter(state=REQUESTED).select_related("person", "requested_by")
    invitations = Invitation.objects.filter(state__in=[REQUESTED, SENT]).select_related("requested_by")
    of_accounts = AccountChange.objects.filter(state=REQUESTED).select_related("person", "requested_by")
    everybody = list(User.objects.order_by("username"))
    context = {
        "people": [(person, regions.names(person.regions)) for person in everybody],
        "changes": [(one, regions.names(one.regions), may_approve_roles(request.user, one)) for one in changes],
        "account_changes": [(one, may_approve_roles(request.user, one)) for one in of_accounts],
        "invitations": [(one, regions.names(one.regions), may_approve_roles(request.user, one)) for one in invitations],
        "is_alone": sum(may_manage_people(person) for person in everybody) < 2,
    }
    return render(request, "access/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_manage_people)
@reauthentication_required
def change_person(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A person's details; their roles, sessions and second factors are changed from here."""
    person = get_object_or_404(User, pk=pk)
    form = ChangePersonForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            asked = accounts.change_details(request.user, form.save(commit=False))
        except service.RolesRefused as refused:
            form.add_error("email", str(refused))
        except PermissionDenied:
            form.add_error("is_active", _("Nobody takes their own leave to sign in."))
        else:
            told = _("Another administrator has to approve it now.") if asked else _("%(person)s was changed.")
            messages.success(request, told % {"person": person})
            return redirect("access:people")
    context = {
        "form": form,
        "person": person,
        "regions": regions.names(person.regions),
        "has_second_factor": has_second_factor(person),
        "waits_for_approval": person.account_changes.filter(state=REQUESTED).exists(),
        "is_own": person.pk == request.user.pk,
        **_place(str(person)),
    }
    return render(request, "access/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_manage_people)
@reauthentication_required
def change_roles(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give a person other roles or regions, or ask for them."""
    person = get_object_or_404(User, pk=pk)
    if person.pk == request.user.pk:
        raise PermissionDenied
    form = RolesForm(request.POST or None, initial={"roles": person.roles, "regions": person.regions})
    if request.method == "POST" and form.is_valid():
        try:
            asked = service.ask_for_roles(request.user, person, **form.cleaned_data)
        except service.RolesRefused as refused:
            form.add_error(None, str(refused))
        else:
            told = _("Another administrator has to approve it now.") if asked else _("%(person)s was changed.")
            messages.success(request, told % {"person": person})
            return redirect("access:people")
    trail = [(_("People"), reverse("access:people")), (str(person), reverse("access:change", args=[pk]))]
    return render(request, "access/change_roles.html", {"form": form, "person": person, "trail": trail})


def _decision(model: type[Any], act: Callable[[Any, Any], None], done: str) -> Callable[[HttpRequest, int], HttpResponseBase]:
    """A button beside a change that was asked for."""

    @require_POST
    @allowed(may_manage_people)
    @reauthentication_required
    def view(request: HttpRequest, pk: int) -> HttpResponseBase:
        asked = get_object_or_404(model, pk=pk)
        try:
            act(request.user, asked)
        except MoveRefused:
            messages.warning(request, _("Somebody has decided on it already."))
        except service.RolesRefused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, _(done) % {"person": asked.person})
        return redirect("access:people")

    return view


approve_roles = _decision(RoleChange, service.approve, gettext_noop("%(person)s has the roles that were asked for."))
refuse_roles = _decision(RoleChange, service.refuse, gettext_noop("%(person)s stays as before."))
approve_account = _decision(AccountChange, accounts.approve, gettext_noop("%(person)s was changed."))
refuse_account = _decision(AccountChange, accounts.refuse, gettext_noop("%(person)s stays as before."))


@require_POST
@allowed(may_manage_people)
@reauthentication_required
def end_everything(request: HttpRequest, pk: int) -> HttpResponseBase:
    person = get_object_or_404(User, pk=pk)
    service.end_everything(request.user, person)
    messages.success(
        request, _("%(person)s is signed out everywhere, and no token of theirs opens anything.") % {"person": person}
    )
    return redirect("access:people")


@require_POST
@allowed(may_manage_people)
@reauthentication_required
def reset_factors(request: HttpRequest, pk: int) -> HttpResponseBase:
    person = get_object_or_404(User, pk=pk)
    done = _("%(person)s can set up a new second factor after signing in.")
    try:
        asked = accounts.reset_factors(request.user, person)
    except service.RolesRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, (_("Another administrator has to approve it now.") if asked else done) % {"person": person})
    return redirect("access:people")


def _place(here: str) -> dict[str, object]:
    """Where a person's page stands, for its breadcrumbs."""
    return {"trail": [(_("People"), reverse("access:people"))], "here": here}
