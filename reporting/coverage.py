"""Which indicators an edition has figures for."""

from indicators import catalogue
from reporting.published import Edition


def with_figures(edition: Edition | None) -> frozenset[str]:
    """Codes of the indicators that the edition answers with at least one figure, be it a suppressed one."""
    if edition is None:
        return frozenset()
    return frozenset(one.code for pair in edition.answered for one in catalogue.indicator_for(*pair))
