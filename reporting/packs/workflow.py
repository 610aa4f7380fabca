"""The life of a delivery: the message that tells one subscriber of one release's pack.

It is marked as being sent before it is sent, so that a worker that dies can never make it go twice. What such a worker leaves
behind is unsure, and waits for an administrator, who may have it sent again.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wales_framework.workflow import Machine

WAITING, SENDING, SENT, FAILED, UNSURE, SKIPPED = "waiting", "sending", "sent", "failed", "unsure", "skipped"

DELIVERY = Machine(
    "delivery",
    WAITING,
    {
        "send": ([WAITING], SENDING),
        "arrive": ([SENDING], SENT),
        "fail": ([WAITING, SENDING], FAILED),
        "lose": ([SENDING], UNSURE),
        "skip": ([WAITING], SKIPPED),
        "send_again": ([FAILED, UNSURE], WAITING),
    },
)

STATES: dict[str, Promise] = {
    WAITING: _("waiting"),
    SENDING: _("being sent"),
    SENT: _("sent"),
    FAILED: _("failed"),
    UNSURE: _("perhaps sent"),
    SKIPPED: _("not sent: may no longer have it"),
}
