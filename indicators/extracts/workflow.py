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

ON_THE_WAY = (UPLOADED, CHECKING, NEEDS_ACCEPTANCE, READY, LOADING)
GONE = (FAILED, WITHDRAWN, DISCARDED)  # the same file may come again

EXTRACT = Machine(
    "extract",
    UPLOADED,
    {
        # Again, when source, periods or date were declared anew.
        "check": ([UPLOADED, FAILED, NEEDS_ACCEPTANCE, READY], CHECKING),
        # From `loading` when another extract was loaded after the checks, so that they were made again.
        "fail": ([CHECKING, LOADING], FAILED),
        "ask": ([CHECKING, LOADING], NEEDS_ACCEPTANCE),
        "pass": ([CHECKING], READY),
        "accept": ([NEEDS_ACCEPTANCE, READY], LOADING),
        "load": ([LOADING], LOADED),
        "supersede": ([LOADED], SUPERSEDED),
        "restore": ([SUPERSEDED], LOADED),
        "undo": ([LOADED, SUPERSEDED], WITHDRAWN),
        "put_back": ([SUPERSEDED, WITHDRAWN], LOADED),
        "discard": ([UPLOADED, CHECKING, NEEDS_ACCEPTANCE, READY, LOADING, FAILED], DISCARDED),
    },
)
