"""The life of an extract: one table of allowed moves."""

from wales_framework.workflow import Machine

UPLOADED = "uploaded"
CHECKING = "checking"
FAILED = "failed"
NEEDS_ACCEPTANCE = "needs_acceptance"
READY = "ready"
LOADING = "loading"
LOADED = "loaded"
SUPERSEDED = "superseded"
WITHDRAWN = "withdrawn"
DISCARDED = "discarded"

EXTRACT = Machine(
    "extract",
    UPLOADED,
    {
        "check": ([UPLOADED], CHECKING),
        "fail": ([CHECKING, LOADING], FAILED),
        "ask": ([CHECKING], NEEDS_ACCEPTANCE),
        "pass": ([CHECKING], READY),
        "accept": ([NEEDS_ACCEPTANCE, READY], LOADING),
        "load": ([LOADING], LOADED),
        "supersede": ([LOADED], SUPERSEDED),
        "undo": ([LOADED, SUPERSEDED], WITHDRAWN),
        "put_back": ([SUPERSEDED, WITHDRAWN], LOADED),
        "discard": ([UPLOADED, NEEDS_ACCEPTANCE, READY, FAILED], DISCARDED),
    },
)
