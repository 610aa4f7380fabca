"""Pages on people: the table of roles, and who has which."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wales_framework import audit
from wales_framework.access.forms import AddPersonForm, ChangePersonForm
from wales_framework.access.models import User
from wales_framework.access.predicates import may_manage_people
from wales_framework.access.table import ACTION_NAMES, PERMISSIONS, ROLE_NAMES, Role
from wales_framework.access.views import allowed


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
    return render(request, "access/people.html", {"people": User.objects.order_by("username")})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_manage_people)
def add_person(request: HttpRequest) -> HttpResponseBase:
    form = AddPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            person = form.save()
            audit.record("person.add", request.user, person, roles=sorted(person.roles))
        messages.success(request, _("%(person)s can now sign in.") % {"person": person})
        return redirect("access:people")
    return render(request, "access/person.html", {"form": form, **_place(_("Add a person"))})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_manage_people)
def change_person(request: HttpRequest, pk: int) -> HttpResponseBase:
    person = get_object_or_404(User, pk=pk)
    before = sorted(person.roles)
    form = ChangePersonForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            person = form.save()
            audit.record(
                "person.change",
                request.user,
                person,
                roles_before=before,
                roles_after=sorted(person.roles),
                may_sign_in=person.is_active,
            )
        messages.success(request, _("%(person)s was changed.") % {"person": person})
        return redirect("access:people")
    return render(request, "access/person.html", {"form": form, "person": person, **_place(str(person))})


def _place(here: str) -> dict[str, object]:
    """Where a person's page stands, for its breadcrumbs."""
    return {"trail": [(_("People"), reverse("access:people"))], "here": here}
