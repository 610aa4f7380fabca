"""The one table of who may do what. Everything that allows or refuses asks it, through predicates."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    MEMBER = "member"
    ANALYST = "analyst"
    APPROVER = "approver"
    BOARD = "board"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    READ_FIGURES = "read_figures"
    READ_EXTRACTS = "read_extracts"
    LOAD_EXTRACTS = "load_extracts"
    READ_DRAFTS = "read_drafts"
    DRAFT_RELEASE = "draft_release"
    APPROVE_RELEASE = "approve_release"
    PLAN_RELEASES = "plan_releases"
    RESPOND_TO_SIGNALS = "respond_to_signals"
    RECORD_EVENTS = "record_events"
    APPROVE_REBASE = "approve_rebase"
    WRITE_COMMENTARY = "write_commentary"
    KEEP_PLANS = "keep_plans"
    MAKE_PACKS = "make_packs"
    WATCH_DELIVERIES = "watch_deliveries"
    READ_TRANSLATIONS = "read_translations"
    READ_AUDIT = "read_audit"
    WATCH_SERVICE = "watch_service"
    MANAGE_PEOPLE = "manage_people"


ROLE_NAMES: dict[Role, Promise] = {
    Role.MEMBER: _("Pathways Group member"),
    Role.ANALYST: _("Analyst"),
    Role.APPROVER: _("Approver"),
    Role.BOARD: _("IOM Cymru Board member"),
    Role.ADMINISTRATOR: _("Administrator"),
}

ACTION_NAMES: dict[Action, Promise] = {
    Action.READ_FIGURES: _("Read published figures, on pages, as files and by the API"),
    Action.READ_EXTRACTS: _("See the extracts and their problems"),
    Action.LOAD_EXTRACTS: _("Upload, accept, load and undo extracts"),
    Action.READ_DRAFTS: _("See releases that are not yet published"),
    Action.DRAFT_RELEASE: _("Draft a release and submit it for approval"),
    Action.APPROVE_RELEASE: _(
        "Approve, return, schedule and publish a release that somebody else drafted; let named people read it before; withdraw"
    ),
    Action.PLAN_RELEASES: _("Announce days on which releases come out"),
    Action.RESPOND_TO_SIGNALS: _("Say of a signal what its cause is, and who does what until when"),
    Action.RECORD_EVENTS: _("Record events that change figures, and ask for a rebase at one"),
    Action.APPROVE_REBASE: _("Approve a rebase that somebody else asked for"),
    Action.WRITE_COMMENTARY: _("Write the commentary of a draft release"),
    Action.KEEP_PLANS: _("Take actions into delivery plans and say how far they are"),
    Action.MAKE_PACKS: _("Make and download the Board's packs"),
    Action.READ_TRANSLATIONS: _("See which Welsh texts no translator has read yet"),
    Action.WATCH_DELIVERIES: _("See which messages to subscribers could not be sent, and have them sent again"),
    Action.READ_AUDIT: _("Read the audit trail"),
    Action.WATCH_SERVICE: _("See how the service is, and have work that failed tried again"),
    Action.MANAGE_PEOPLE: _("Invite people, ask for roles, approve what another administrator asked for, and end sessions"),
}

PERMISSIONS: dict[Action, frozenset[Role]] = {
    Action.READ_FIGURES: frozenset(Role),
    Action.READ_EXTRACTS: frozenset({Role.ANALYST, Role.APPROVER}),
    Action.LOAD_EXTRACTS: frozenset({Role.ANALYST}),
    Action.READ_DRAFTS: frozenset({Role.ANALYST, Role.APPROVER}),
    Action.DRAFT_RELEASE: frozenset({Role.ANALYST}),
    Action.APPROVE_RELEASE: frozenset({Role.APPROVER}),
    Action.PLAN_RELEASES: frozenset({Role.ANALYST, Role.APPROVER}),
    Action.RESPOND_TO_SIGNALS: frozenset({Role.ANALYST}),
    Action.RECORD_EVENTS: frozenset({Role.ANALYST}),
    Action.APPROVE_REBASE: frozenset({Role.APPROVER}),
    Action.WRITE_COMMENTARY: frozenset({Role.ANALYST}),
    Action.KEEP_PLANS: frozenset({Role.MEMBER, Role.ANALYST}),
    Action.MAKE_PACKS: frozenset({Role.ANALYST, Role.APPROVER, Role.BOARD}),
    Action.READ_TRANSLATIONS: frozenset({Role.ANALYST, Role.APPROVER, Role.ADMINISTRATOR}),
    Action.WATCH_DELIVERIES: frozenset({Role.ADMINISTRATOR}),
    Action.READ_AUDIT: frozenset({Role.ANALYST, Role.APPROVER, Role.ADMINISTRATOR}),
    Action.WATCH_SERVICE: frozenset({Role.ADMINISTRATOR}),
    Action.MANAGE_PEOPLE: frozenset({Role.ADMINISTRATOR}),
}
