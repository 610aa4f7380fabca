"""The lives of a change of roles or of an account that was asked for, and of an invitation: one table of allowed moves each."""

from wales_framework.workflow import Machine

REQUESTED, APPROVED, REFUSED, WITHDRAWN = "requested", "approved", "refused", "withdrawn"
SENT, ACCEPTED = "sent", "accepted"

ROLE_CHANGE = Machine(
    "role_change",
    REQUESTED,
    {
        "approve": ([REQUESTED], APPROVED),
        "refuse": ([REQUESTED], REFUSED),
        "withdraw": ([REQUESTED], WITHDRAWN),
    },
)

ACCOUNT_CHANGE = Machine(
    "account_change",
    REQUESTED,
    {
        "approve": ([REQUESTED], APPROVED),
        "refuse": ([REQUESTED], REFUSED),
        "withdraw": ([REQUESTED], WITHDRAWN),
    },
)

INVITATION = Machine(
    "invitation",
    REQUESTED,
    {
        "send": ([REQUESTED], SENT),
        "send_again": ([SENT], SENT),
        "refuse": ([REQUESTED], REFUSED),
        "withdraw": ([REQUESTED, SENT], WITHDRAWN),
        "accept": ([SENT], ACCEPTED),
    },
)
