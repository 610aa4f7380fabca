"""Which indicators an edition has figures for."""

from functools import lru_cache

from reporting import published
from reporting.published import Edition


def with_figures(edition: Edition | None) -> frozenset[str]:
    """Codes of the indicators that the edition answers with at least one figure, be it a suppressed one."""
    return frozenset() if edition is None else _with_figures(edition.id, edition.content_hash)


# An edition never changes, so what was found once holds for the life of the process.
@lru_cache(maxsize=16)
def _with_figures(number: int, content_hash: str) -> frozenset[str]:
    return frozenset(code for row in published.get(number).rows() for code in row["indicator"].split())
