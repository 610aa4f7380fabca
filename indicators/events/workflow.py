"""The lives of an event of the register and of a rebase: one table of allowed moves each."""

from wales_framework.workflow import Machine

RECORDED, TAKEN_BACK = "recorded", "taken_back"
REQUESTED, APPROVED, WITHDRAWN = "requested", "approved", "withdrawn"

EVENT = Machine(
    "event",
    RECORDED,
    {
        "take_back": ([RECORDED], TAKEN_BACK),
        "put_back": ([TAKEN_BACK], RECORDED),
    },
)

REBASE = Machine(
    "rebase",
    REQUESTED,
    {
        "approve": ([REQUESTED], APPROVED),
        "withdraw": ([REQUESTED, APPROVED], WITHDRAWN),
        "request_again": ([WITHDRAWN], REQUESTED),
    },
)
