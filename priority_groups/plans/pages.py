"""The delivery plans as pages: a list, a plan, an action with its history, and the forms that say how far it is."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from priority_groups import content
from priority_groups.content import Framework, Plan, Text
from priority_groups.plans import aims, files, reading, service, words
from priority_groups.plans.forms import AddForm, FilterForm, UpdateForm
from priority_groups.plans.models import ActionUpdate
from priority_groups.plans.reading import ActionPart, PlanPart
from priority_groups.plans.workflow import NOT_TAKEN_UP
from wales_framework.access.predicates import may_keep_plans, may_read_figures
from wales_framework.access.views import allowed
from wales_framework.unchanged import unchanged

SOON = 30  # days


@require_safe
@allowed(may_read_figures)
@unchanged
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan with how far it is, and what is late or due soon."""
    every = reading.plans_now()
    today = timezone.localdate()
    context = {
        "frameworks": [
            (framework, [(plan, words.counts(plan.actions)) for plan in every if plan.framework == framework.slug])
            for framework in content.frameworks()
            if framework.plans
        ],
        "due": reading.due_within(every, SOON, today),
        "soon": SOON,
    }
    return render(request, "plans/list.html", context)


@require_safe
@allowed(may_read_figures)
@unchanged
def plan(request: HttpRequest, plan: str) -> HttpResponse:
    """A plan, what is late first; `group`, `state` and `owner` narrow it."""
    framework, _plan = _find(plan)
    found = reading.plan_now(plan)
    chosen = FilterForm(request.GET, framework, found)
    if not chosen.is_valid():
        messages.warning(request, _("There is nothing of what this address asks for. All actions are shown."))
        chosen = FilterForm({}, framework, found)
        chosen.is_valid()
    narrowed = {name: value for name, value in chosen.cleaned_data.items() if value}
    taken = {one.key for one in found.actions}
    context = {
        "trail": _way(),
        "framework": framework,
        "plan": found,
        "above": reading.find_plan(found.under)[1] if found.under else None,
        "counts": words.counts(found.actions),
        "may_keep": may_keep_plans(request.user, found.area),
        "filter": chosen,
        "is_narrowed": bool(narrowed),
        "actions": narrow(found.actions, **narrowed),
        "open": [(key, group, text) for key, (group, text) in reading.words_of(framework).items() if key not in taken],
    }
    return render(request, "plans/plan.html", context)


@require_safe
@allowed(may_read_figures)
@unchanged
def csv(request: HttpRequest, plan: str) -> HttpResponse:
    """The whole plan as a file."""
    _find(plan)
    return files.of_plan(reading.plan_now(plan))


@require_safe
@allowed(may_read_figures)
@unchanged
def action(request: HttpRequest, plan: str, action: str) -> HttpResponse:
    """An action of a plan: how it stands, what was said of it, and the same action in the other plans."""
    framework, of_plan = _find(plan)
    updates = list(ActionUpdate.objects.of(plan, action).select_related("written_by", "person"))
    found = _action(framework, of_plan, action, updates)
    known = {one.code: one for one in aims.indicators(framework.slug)}
    elsewhere = [
        (other, one)
        for other in reading.plans_now()
        for one in other.actions
        if other.code != plan and other.framework == framework.slug and one.key == action and not one.is_own
    ]
    context = {
        "trail": _way(of_plan),
        "plan": of_plan,
        "action": found,
        "is_in_plan": found.state != NOT_TAKEN_UP,
        "may_keep": may_keep_plans(request.user, of_plan.area),
        "group": next((group for group in framework.groups if group.code == found.group), None),
        "indicators": [known[code] for code in found.indicators if code in known],
        "history": words.history(updates),
        "elsewhere": elsewhere,
    }
    return render(request, "plans/action.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_keep_plans)
def update(request: HttpRequest, plan: str, action: str) -> HttpResponseBase:
    framework, of_plan = _find_kept(request, plan)
    updates = list(ActionUpdate.objects.of(plan, action).select_related("written_by", "person"))
    latest = updates[0] if updates else None
    found = _action(framework, of_plan, action, updates)
    form = UpdateForm(request.POST if request.method == "POST" else None, framework, latest, found.group)
    if request.method == "POST":
        number = _number(request.POST.get("number", ""))
        if latest is not None and number != latest.number:
            opened = next((one for one in updates if one.number == number), None)
            form.data = request.POST.copy()  # who has read what changed and sends it again means it
            form.data["number"] = str(latest.number)
            form.add_error(None, words.overtaken(opened, latest))
        elif form.is_valid():
            try:
                service.report(request.user, plan, action, form.values, form.cleaned_data["why"], number)
            except service.PlanRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("It is said. Readers see it from now on."))
                return redirect("plans:action", plan=plan, action=action)
    context = {"form": form, "plan": of_plan, "action": found, "trail": _way(of_plan, found)}
    return render(request, "plans/update.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_keep_plans)
def add(request: HttpRequest, plan: str) -> HttpResponseBase:
    framework, of_plan = _find_kept(request, plan)
    form = AddForm(request.POST if request.method == "POST" else None, framework)
    if request.method == "POST" and form.is_valid():
        try:
            added = service.add(request.user, plan, form.values)
        except service.PlanRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The action is in the plan."))
            return redirect("plans:action", plan=plan, action=added.action)
    context = {"form": form, "plan": of_plan, "trail": _way(of_plan)}
    return render(request, "plans/add.html", context, status=422 if form.errors else 200)


@require_POST
@allowed(may_keep_plans)
def put_back(request: HttpRequest, plan: str, action: str, to: int) -> HttpResponseBase:
    """Say again what was said before; the page sends along the number of the update that it showed."""
    _find_kept(request, plan)
    try:
        service.put_back(request.user, plan, action, to, "", _number(request.POST.get("number", "")))
    except service.PlanRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("What was said before is in force again. You can put this back as well."))
    return redirect("plans:action", plan=plan, action=action)


def narrow(actions: Iterable[ActionPart], group: str = "", state: str = "", owner: str = "") -> list[ActionPart]:
    """Those of a group, a state and an owner: the late ones first, by their day, then the others in the plan's order."""
    found = [
        one
        for one in actions
        if (not group or one.group == group)
        and (not state or state == one.state or (state == words.LATE and one.is_late))
        and (not owner or one.owner == owner)
    ]
    late = sorted((one for one in found if one.is_late), key=lambda one: str(one.due))
    return [*late, *(one for one in found if not one.is_late)]


def _find(plan: str) -> tuple[Framework, Plan]:
    try:
        return reading.find_plan(plan)
    except KeyError as unknown:
        raise Http404 from unknown


def _find_kept(request: HttpRequest, plan: str) -> tuple[Framework, Plan]:
    """As _find; 403 for somebody whose plan it is not."""
    framework, found = _find(plan)
    if not may_keep_plans(request.user, found.area):
        raise PermissionDenied
    return framework, found


def _action(framework: Framework, plan: Plan, key: str, updates: list[ActionUpdate]) -> ActionPart:
    """The action as it stands, whether or not the plan has taken it up; 404 where there is none of this key."""
    latest = updates[0] if updates else None
    group, text = reading.words_of(framework).get(key, (latest.group, latest.text) if latest else ("", Text(en="")))
    if not text.en:
        raise Http404
    return reading.part(key, group, text, latest, timezone.localdate())


def _number(sent: str) -> int:
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def _way(plan: Plan | PlanPart | None = None, action: ActionPart | None = None) -> list[tuple[str, str]]:
    """The breadcrumbs down to the list of plans, to a plan, or to an action of it."""
    found = [(_("Delivery plans"), reverse("plans:list"))]
    if plan is not None:
        found.append((str(plan.title), reverse("plans:plan", args=[plan.code])))
    if plan is not None and action is not None:
        found.append((action.label, reverse("plans:action", args=[plan.code, action.key])))
    return found
