"""The life of a release: one table of allowed moves."""

from wales_framework.workflow import Machine

DRAFT = "draft"
IN_REVIEW = "in_review"
APPROVED = "approved"
PUBLISHED = "published"
DISCARDED = "discarded"

RELEASE = Machine(
    "release",
    DRAFT,
    {
        "submit": ([DRAFT], IN_REVIEW),
        "return": ([IN_REVIEW, APPROVED], DRAFT),
        "approve": ([IN_REVIEW], APPROVED),
        "publish": ([APPROVED], PUBLISHED),
        "discard": ([DRAFT, IN_REVIEW, APPROVED], DISCARDED),
    },
)
