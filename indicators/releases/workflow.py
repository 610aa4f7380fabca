"""The life of a release, and of the request to withdraw one: a table of allowed moves each."""

from wales_framework.workflow import Machine

DRAFT = "draft"
IN_REVIEW = "in_review"
APPROVED = "approved"
SCHEDULED = "scheduled"
PUBLISHED = "published"
DISCARDED = "discarded"

OPEN = (DRAFT, IN_REVIEW, APPROVED, SCHEDULED)  # on the way to publication
SETTLED = (APPROVED, SCHEDULED)  # its figures are those that will be published: named readers may see them beforehand

RELEASE = Machine(
    "release",
    DRAFT,
    {
        "submit": ([DRAFT], IN_REVIEW),
        "return": ([IN_REVIEW, APPROVED, SCHEDULED], DRAFT),
        "approve": ([IN_REVIEW], APPROVED),
        "schedule": ([APPROVED], SCHEDULED),
        "unschedule": ([SCHEDULED], APPROVED),
        "publish": ([APPROVED, SCHEDULED], PUBLISHED),
        "discard": ([DRAFT, IN_REVIEW, APPROVED], DISCARDED),
    },
)

REQUESTED = "requested"
CONFIRMED = "confirmed"
DROPPED = "dropped"

WITHDRAWAL = Machine("withdrawal", REQUESTED, {"confirm": ([REQUESTED], CONFIRMED), "drop": ([REQUESTED], DROPPED)})
