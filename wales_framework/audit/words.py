"""Audit events in a reader's words."""

from collections.abc import Callable
from contextlib import suppress

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wales_framework.access import predicates
from wales_framework.access.predicates import Person
from wales_framework.audit.models import Event

SENTENCES: dict[str, Promise] = {
    "extract.upload": gettext_lazy("uploaded the extract %(target)s"),
    "extract.check": gettext_lazy("had the extract %(target)s checked"),
    "extract.fail": gettext_lazy("the extract %(target)s was refused by the checks"),
    "extract.ask": gettext_lazy("the extract %(target)s has warnings to be accepted"),
    "extract.pass": gettext_lazy("the extract %(target)s passed all checks"),
    "extract.accept": gettext_lazy("accepted the extract %(target)s for loading"),
    "extract.load": gettext_lazy("the extract %(target)s was loaded"),
    "extract.supersede": gettext_lazy("the extract %(target)s was superseded by a newer one"),
    "extract.restore": gettext_lazy("the extract %(target)s counts again, because what had superseded it was undone"),
    "extract.undo": gettext_lazy("took the extract %(target)s back"),
    "extract.put_back": gettext_lazy("put the extract %(target)s back"),
    "extract.discard": gettext_lazy("discarded the extract %(target)s"),
    "extract.forget": gettext_lazy("removed the rows of the extract %(target)s, which were kept long enough"),
    "pseudonyms.key": gettext_lazy("the first key for pseudonyms was taken into use"),
    "pseudonyms.rotate": gettext_lazy("the pseudonyms of all records were taken to a new key"),
    "term.tell": gettext_lazy("told what “%(target)s” means in a file"),
    "term.take_back": gettext_lazy("took back what “%(target)s” means in a file"),
    "release.draft": gettext_lazy("drafted the release %(target)s"),
    "release.submit": gettext_lazy("submitted the release %(target)s for approval"),
    "release.return": gettext_lazy("returned the release %(target)s to draft"),
    "release.approve": gettext_lazy("approved the release %(target)s"),
    "release.schedule": gettext_lazy("scheduled the release %(target)s"),
    "release.unschedule": gettext_lazy("took the release %(target)s off the schedule"),
    "release.correct": gettext_lazy("wrote what the release %(target)s corrects"),
    "release.take_correction_back": gettext_lazy("took back a correction in the release %(target)s"),
    "release.give_access": gettext_lazy("let somebody read the release %(target)s before its publication"),
    "release.revoke_access": gettext_lazy("took back somebody's leave to read the release %(target)s before its publication"),
    "plan.announce": gettext_lazy("announced a release for %(target)s"),
    "plan.drop": gettext_lazy("took back the announcement of a release for %(target)s"),
    "withdrawal.request": gettext_lazy("asked for the withdrawal of the release %(target)s"),
    "withdrawal.confirm": gettext_lazy("withdrew the release %(target)s"),
    "withdrawal.drop": gettext_lazy("did not let the release %(target)s be withdrawn"),
    "release.publish": gettext_lazy("published the release %(target)s"),
    "release.audit": gettext_lazy("had the release %(target)s attacked"),
    "release.discard": gettext_lazy("discarded the release %(target)s"),
    "rows.read": gettext_lazy("was told exact numbers of rows of %(target)s"),
    "pack.request": gettext_lazy("asked for the pack %(target)s"),
    "event.record": gettext_lazy("recorded the event %(target)s"),
    "event.change": gettext_lazy("changed the event %(target)s"),
    "event.take_back": gettext_lazy("took the event %(target)s back"),
    "event.put_back": gettext_lazy("put the event %(target)s back"),
    "rebase.request": gettext_lazy("asked for a %(target)s"),
    "rebase.approve": gettext_lazy("approved the %(target)s"),
    "rebase.withdraw": gettext_lazy("withdrew the %(target)s"),
    "rebase.request_again": gettext_lazy("asked again for the %(target)s"),
    "signal.respond": gettext_lazy("wrote a response to the signal %(target)s"),
    "signal.restore": gettext_lazy("put a former response to the signal %(target)s back"),
    "signal.take_back": gettext_lazy("took the response to the signal %(target)s back"),
    "commentary.write": gettext_lazy("wrote the commentary %(target)s"),
    "commentary.keep": gettext_lazy("kept the commentary %(target)s as it was carried over"),
    "commentary.remove": gettext_lazy("removed the commentary %(target)s"),
    "commentary.carry_over": gettext_lazy("carried the commentary over to %(target)s"),
    "action.take_up": gettext_lazy("took up the action %(target)s"),
    "action.start": gettext_lazy("said that the action %(target)s is under way"),
    "action.hold": gettext_lazy("put the action %(target)s on hold"),
    "action.finish": gettext_lazy("said that the action %(target)s is done"),
    "action.drop": gettext_lazy("dropped the action %(target)s"),
    "action.reopen": gettext_lazy("took up the action %(target)s again"),
    "action.report": gettext_lazy("changed what is said of the action %(target)s"),
    "action.add": gettext_lazy("added the action %(target)s"),
    "action.put_back": gettext_lazy("put back what was said before of the action %(target)s"),
    "pack.make": gettext_lazy("the pack %(target)s was made"),
    "subscription.begin": gettext_lazy("subscribed to packs: %(target)s"),
    "subscription.end": gettext_lazy("ended the subscription to packs %(target)s"),
    "delivery.send": gettext_lazy("began to send the message %(target)s"),
    "delivery.arrive": gettext_lazy("sent the message %(target)s"),
    "delivery.fail": gettext_lazy("could not send the message %(target)s"),
    "delivery.lose": gettext_lazy("cannot tell whether the message %(target)s was sent"),
    "delivery.skip": gettext_lazy("did not send the message %(target)s, because its reader may not have it or does not want it"),
    "delivery.send_again": gettext_lazy("had the message %(target)s sent again"),
    "pack.download": gettext_lazy("downloaded the pack %(target)s"),
    "draft.read": gettext_lazy("opened a page of the release %(target)s, which is not published"),
    "draft.download": gettext_lazy("downloaded figures of the release %(target)s, which is not published"),
    "draft.export": gettext_lazy("the figures of the release %(target)s, which is not published, were written to a file"),
    "embargo.read": gettext_lazy("opened a page of the release %(target)s before its publication"),
    "exact.read": gettext_lazy("opened figures of %(target)s before disclosure control"),
    "exact.export": gettext_lazy("the figures of the release %(target)s before disclosure control were written to a file"),
    "problem.read": gettext_lazy("opened rows of the extract %(target)s with problems"),
    "problem.download": gettext_lazy("downloaded the rows of the extract %(target)s with problems"),
    "audit.export": gettext_lazy("exported events of the audit trail"),
    "audit.verify": gettext_lazy("the chain of the audit trail was verified and is whole"),
    "audit.broken": gettext_lazy("the chain of the audit trail was verified and is broken"),
    "job.retry": gettext_lazy("had the work %(target)s tried again"),
    "operations.backup": gettext_lazy("a backup was made"),
    "operations.restore": gettext_lazy("a backup was put back"),
    "token.make": gettext_lazy("made the token %(target)s"),
    "token.revoke": gettext_lazy("revoked the token %(target)s"),
    "session.begin": gettext_lazy("signed in"),
    "session.end": gettext_lazy("signed out"),
    "session.end_others": gettext_lazy("signed out everywhere else"),
    "sign_in.fail": gettext_lazy("somebody did not manage to sign in: %(target)s"),
    "sign_in.lock": gettext_lazy("signing in is locked for a while: %(target)s"),
    "password.change": gettext_lazy("changed their password"),
    "password.set": gettext_lazy("set a password"),
    "password.reset": gettext_lazy("chose a new password with a link sent by e-mail"),
    "second_factor.add": gettext_lazy("set up a second factor: %(target)s"),
    "second_factor.remove": gettext_lazy("removed a second factor: %(target)s"),
    "person.add": gettext_lazy("added the person %(target)s"),
    "person.roles": gettext_lazy("changed the roles of %(target)s"),
    "person.end_sessions": gettext_lazy("ended all sessions and tokens of %(target)s"),
    "person.reset_factors": gettext_lazy("removed the second factors of %(target)s, who had lost them"),
    "person.connect": gettext_lazy("connected an organisation's account to %(target)s"),
    "role_change.request": gettext_lazy("asked for a change of roles: %(target)s"),
    "role_change.approve": gettext_lazy("approved a change of roles: %(target)s"),
    "role_change.refuse": gettext_lazy("refused a change of roles: %(target)s"),
    "role_change.withdraw": gettext_lazy("withdrew a change of roles: %(target)s"),
    "account_change.request": gettext_lazy("asked for another address or the removal of second factors: %(target)s"),
    "account_change.approve": gettext_lazy("approved another address or the removal of second factors: %(target)s"),
    "account_change.refuse": gettext_lazy("refused another address or the removal of second factors: %(target)s"),
    "account_change.withdraw": gettext_lazy("withdrew another address or the removal of second factors: %(target)s"),
    "invitation.request": gettext_lazy("asked for an invitation of %(target)s"),
    "invitation.send": gettext_lazy("had the invitation of %(target)s sent"),
    "invitation.send_again": gettext_lazy("had the invitation of %(target)s sent again"),
    "invitation.refuse": gettext_lazy("refused the invitation of %(target)s"),
    "invitation.withdraw": gettext_lazy("withdrew the invitation of %(target)s"),
    "invitation.accept": gettext_lazy("accepted the invitation of %(target)s"),
    "person.change": gettext_lazy("changed the person %(target)s"),
}


# What the part of an action before its dot is about, for a search.
GROUPS: dict[str, Promise] = {
    "account_change": gettext_lazy("Changes of addresses and second factors"),
    "action": gettext_lazy("Actions of delivery plans"),
    "audit": gettext_lazy("The audit trail itself"),
    "commentary": gettext_lazy("Commentary"),
    "delivery": gettext_lazy("Messages to subscribers"),
    "draft": gettext_lazy("Reading of releases that are not published"),
    "embargo": gettext_lazy("Reading before publication"),
    "event": gettext_lazy("Register of events"),
    "exact": gettext_lazy("Reading of exact figures"),
    "extract": gettext_lazy("Extracts"),
    "invitation": gettext_lazy("Invitations"),
    "job": gettext_lazy("Work in the background"),
    "operations": gettext_lazy("Backups"),
    "pack": gettext_lazy("Packs"),
    "password": gettext_lazy("Passwords"),
    "person": gettext_lazy("People and roles"),
    "plan": gettext_lazy("Release calendar"),
    "problem": gettext_lazy("Reading of rows with problems"),
    "pseudonyms": gettext_lazy("Keys of pseudonyms"),
    "rebase": gettext_lazy("Rebases"),
    "release": gettext_lazy("Releases"),
    "role_change": gettext_lazy("Changes of roles"),
    "rows": gettext_lazy("Reading of exact numbers of rows"),
    "second_factor": gettext_lazy("Second factors"),
    "session": gettext_lazy("Sessions"),
    "sign_in": gettext_lazy("Signing in that failed"),
    "signal": gettext_lazy("Responses to signals"),
    "subscription": gettext_lazy("Subscriptions"),
    "term": gettext_lazy("Words in files"),
    "token": gettext_lazy("Tokens"),
    "withdrawal": gettext_lazy("Withdrawals"),
}

# The page of what an event happened to, and who may open it. Named as strings: the project knows nothing of the rooms.
PLACES: dict[str, tuple[str, Callable[[Person], bool]]] = {
    "releases.release": ("releases:detail", predicates.may_read_drafts),
    "extracts.extract": ("extracts:detail", predicates.may_read_extracts),
    "events.changeevent": ("events:detail", predicates.may_read_figures),
    "access.user": ("access:change", predicates.may_manage_people),
}
LISTS: dict[str, tuple[str, Callable[[Person], bool]]] = {
    "releases.plannedrelease": ("releases:calendar", predicates.may_read_figures),
    "packs.pack": ("packs:list", predicates.may_make_packs),
    "packs.delivery": ("packs:deliveries", predicates.may_watch_deliveries),
    "jobs.job": ("watching:status", predicates.may_watch_service),
    "extracts.term": ("extracts:terms", predicates.may_read_extracts),
    "commentary.commentary": ("commentary:list", predicates.may_read_drafts),
    "plans.actionupdate": ("plans:list", predicates.may_read_figures),
}


def sentence(event: Event) -> str:
    """What happened, in the active language; an action without words of its own shows its code."""
    words = SENTENCES.get(event.action)
    if words is None:
        return _("%(action)s: %(target)s") % {"action": event.action, "target": event.target_name}
    return str(words) % {"target": event.target_name}


def entry(event: Event, *, link: bool = False, reader: Person = None) -> dict[str, object]:
    """One event for the timeline component; with `link`, its title leads to the history of what it happened to, and for
    a `reader` who may open it there is a link to that itself."""
    by = str(event.user) if event.user else event.username or _("the service")
    url = f"{reverse('audit:events')}?target={event.target_type}:{event.target_id}" if link and event.target_id else ""
    why = _(event.why) if event.why else ""  # the service's own reasons have a translation, people's stay as written
    told = {"title": _capital(sentence(event)), "by": by, "at": event.at, "text": why or _read(event), "url": url}
    return {**told, "place": place_of(event, reader)}


def place_of(event: Event, reader: Person) -> str:
    """The address of what an event happened to, where this person may open it; "" otherwise."""
    for places, args in ((PLACES, [event.target_id]), (LISTS, [])):
        name, may = places.get(event.target_type, ("", None))
        if may is not None and may(reader) and event.target_id:
            with suppress(NoReverseMatch):  # the trail is read whatever stands in it
                return reverse(name, args=args)
    return ""


def _read(event: Event) -> str:
    """Of a reading: where, and how much."""
    address, rows = event.detail.get("address"), event.detail.get("rows")
    if not address:
        return ""
    if rows is None:
        return str(address)
    return ngettext("%(address)s, %(rows)d row", "%(address)s, %(rows)d rows", rows) % {"address": address, "rows": rows}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
