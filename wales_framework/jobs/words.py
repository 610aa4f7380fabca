"""Steps and units of jobs in a reader's words. A step is stored as its code, so that each reader sees their own language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

STEPS: dict[str, Promise] = {
    "": _("Waiting for a worker"),
    "reading": _("Reading the file"),
    "checking": _("Checking"),
    "comparing": _("Comparing with the figures there are"),
    "queueing": _("Waiting until another extract of this source is loaded"),
    "loading": _("Loading the rows"),
    "finishing": _("Finishing"),
    "collecting": _("Collecting the figures"),
    "counting": _("Counting the records"),
    "adding": _("Adding up the figures"),
    "attacking": _("Trying to work out what is hidden"),
    "drawing": _("Drawing the charts"),
    "typesetting": _("Setting the pages"),
    "storing": _("Storing"),
    "sending": _("Sending messages"),
}


KINDS: dict[str, Promise] = {
    "extracts.check": _("Check an extract"),
    "extracts.load": _("Load an extract"),
    "extracts.forget": _("Remove the rows of a discarded extract"),
    "releases.draft": _("Draft a release"),
    "releases.audit": _("Attack a release"),
    "releases.preview": _("Work out what an extract would change"),
    "pages.prepare": _("Make the first pages of a release"),
    "packs.make": _("Make a pack"),
    "packs.deliver": _("Send messages to subscribers"),
}


# People ask for these anew, for another target. All others may be started again by whoever watches over the service: a worker may
# be killed at any moment, so each is made to be.
ASKED_ANEW = {"releases.draft"}
RETRIABLE = KINDS.keys() - ASKED_ANEW


def kind_words(kind: str) -> str:
    """What jobs of a kind do."""
    return str(KINDS.get(kind, kind))


def step_words(step: str) -> str:
    return str(STEPS.get(step, step))


def amount_words(done: int, total: int, unit: str) -> str:
    """ "3 of 12 checks"; empty where there is nothing to count."""
    if not total:
        return ""
    values = {"done": done, "total": total}
    if unit == "bytes":
        return str(pgettext_lazy("progress", "%(done)s of %(total)s")) % {"done": _size(done), "total": _size(total)}
    words = {
        "rows": ngettext_lazy("%(done)d of %(total)d row", "%(done)d of %(total)d rows", "total"),
        "checks": ngettext_lazy("%(done)d of %(total)d check", "%(done)d of %(total)d checks", "total"),
        "groups": ngettext_lazy("%(done)d of %(total)d group", "%(done)d of %(total)d groups", "total"),
        "messages": ngettext_lazy("%(done)d of %(total)d message", "%(done)d of %(total)d messages", "total"),
        "pages": ngettext_lazy("%(done)d of %(total)d page", "%(done)d of %(total)d pages", "total"),
    }
    return str(words[unit] % values) if unit in words else f"{done} / {total}"


def _size(count: int) -> str:
    from django.template.defaultfilters import filesizeformat

    return filesizeformat(count)
