"""The codes of the catalogue by number, as the generator's books keep them."""

from indicators.catalogue import breakdown, measure, regions
from priority_groups.content import cohorts

WALES = "W92000004"


def _categories(code: str) -> tuple[str, ...]:
    return tuple(category.code for category in breakdown(code).categories)


def _of_measure(measure_code: str) -> tuple[str, ...]:
    """The categories of a measure's own breakdown, those it has."""
    (own,) = measure(measure_code).breakdowns
    return own.categories or _categories(own.code)


REGIONS = tuple(region.code for region in regions())
AREAS = (*REGIONS, "unknown")
UNKNOWN_AREA = len(REGIONS)
SEXES = _categories("sex")
BANDS = _categories("age_band")
ETHNICITIES = _categories("ethnicity_group")
SENTENCE_TYPES = _categories("sentence_type")
ORDER_TYPES = _categories("order_type")
INDEX_TYPES = _categories("index_type")
NEEDS = _categories("need")
SETTINGS = ("custody", "community")  # the generator records one for everybody
KINDS = _categories("kind")
INTERVENTION_KINDS = _of_measure("intervention_entries")
REFERRERS = _categories("referrer")
STRANDS = _categories("strand")
COHORTS = tuple(cohort.code for cohort in cohorts())
LETTERS = tuple(cohort.letter for cohort in cohorts())

# Of flags, as recorded.
YES, NO, BLANK = 0, 1, 2
FLAGS = ("ex_armed_services", "care_experienced", "children_under_18", "domestic_abuse_perpetrator")
EX_ARMED, CARE, CHILDREN, ABUSE = range(4)
