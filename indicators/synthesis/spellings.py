"""What people write in real files: each text that the generator writes, and what it stands for."""

import numpy as np

from indicators.catalogue import area, areas
from indicators.synthesis import codes
from indicators.synthesis.people import AUTHORITIES
from indicators.synthesis.proportions import ETHNICITY_CODES_MINORITY, ETHNICITY_CODES_WHITE

ETHNICITY_CODES = (*ETHNICITY_CODES_MINORITY, *ETHNICITY_CODES_WHITE)
ETHNICITY_NOT_STATED = len(ETHNICITY_CODES)
_GROUP_OF_LETTER = {"A": "asian", "B": "black", "M": "mixed", "O": "other", "W": "white"}
ETHNICITY_GROUP = np.array(
    [codes.ETHNICITIES.index(_GROUP_OF_LETTER[code[0]]) for code in ETHNICITY_CODES] + [codes.ETHNICITIES.index("not_stated")]
)
NO_ETHNICITY = ("NS", "MERGE", "")

# Of each sex in the order of the catalogue (F, M, not stated): the texts in files of codes, and in files of words.
SEX_CODES = (("F",), ("M",), ("NK", "NS", "REF", ""))
SEX_WORDS = (("Female", "female"), ("Male", "male"), ("NK", ""))
# Of YES, NO, BLANK.
FLAG_CODES = (("Y",), ("N",), ("",))
FLAG_WORDS = (("Yes", "Y"), ("No", "N"), ("NK", "", ""))

# Of an authority: its own code, its names, its code in OASys and NOMIS, and the region's code and names.
AREA_STYLES = 7
AREA_UNKNOWN = ("", "Not known", "NFA", "No fixed abode", "unknown", "", "NK")


def _of_authority(code: str) -> tuple[str, ...]:
    own = area(code)
    region = next(found for found in areas() if found.code == own.parent)
    spellings = (own.code, own.name.en, own.name.cy or own.name.en, own.aliases[0], region.code)
    return (*spellings, region.name.en.replace("-", " "), region.name.cy or region.name.en)


# One text for each authority and style, row by row; the last row is an authority that is not known.
AREA_TEXTS = (*(text for code in AUTHORITIES for text in _of_authority(code)), *AREA_UNKNOWN)

SENTENCES = {
    "immediate_custody": ("immediate_custody",),
    "community_order": ("community_order", "Community order"),
    "suspended_sentence_order": ("suspended_sentence_order", "Suspended sentence order"),
}
# Why an order ended, as it stands in files: successful, unsuccessful, neither.
REASONS = (
    ("Expired (Normal)", "Expired (Normal)", "Ran full course", "Expired", "Completed - early good progress", "EXPIRED (NORMAL)"),
    ("Failure to comply", "Conviction", "Recall", "Recalled", "Revoked - failure to comply", "Revoked - new offence"),
    ("Death", "Deported", "Appeal allowed"),
)
SETTINGS = (("custody", "Custody"), ("community", "Community"))
ASSESSMENT_TYPES = (("layer_3", "Layer 3"), ("layer_1", "Layer 1"))
ASSESSMENT_STATUSES = (("complete", "Complete", "Signed"), ("incomplete", "In progress"))
# The one version there is, and what is taken for it.
VERSION = ("1", "1", "1", "OASys", "4.6", "")
KINDS = tuple((kind, kind.replace("_", " ").capitalize()) for kind in codes.KINDS)
STAGES = {"referred": ("referred",), "accepted": ("accepted",), "started": ("started", "Started"), "completed": ("completed",)}
# Invented names, three for each kind.
INTERVENTION_NAMES = {
    "accredited_programme": ("Thinking ahead", "Building choices", "Steady relationships"),
    "commissioned_service": ("Housing support", "Ways into work", "Family links"),
    "diversion": ("Pathway for women", "Young adult diversion", "Drug awareness session"),
    "other": ("Mentoring", "Peer support", "Restorative meeting"),
}
CHARITIES = ("Example Veterans Wales", "Example Forces Friends", "Enghraifft Cymorth Cyn-filwyr", "Example Service Link")
