"""What the reader of tables asks: the column that a heading means, the code that a cell means."""

from indicators.extracts.codes import Reader
from indicators.extracts.layouts import layout
from indicators.extracts.layouts.schema import plain
from indicators.extracts.models import Term
from indicators.extracts.terms.known import HEADING, known_words, told_for

REASON = ("terminations", "reason")


def heading(source: str, heading: str) -> str | None:
    """The name of the column that a heading means, None where nobody knows. KeyError for an unknown source."""
    found = layout(source)
    known = found.named(heading)
    if known is not None:
        return known.name
    told = Term.objects.filter(source=source, column=HEADING, key=plain(heading)).values_list("meaning", flat=True).first()
    return told if told in found.by_name else None


def code_reader(source: str, column: str) -> Reader:
    """The function that gives the code that a cell of a column means, or None: for columns of codes, flags, areas and reasons.

    What people told is read once, now. KeyError for an unknown source or column.
    """
    found = layout(source)
    known = known_words(found.by_name[column])
    told = dict(Term.objects.filter(source=told_for(found, column), column=column).values_list("key", "meaning"))
    return lambda text: known(text) or told.get(plain(text))


def reason_reader() -> Reader:
    """The function that gives the outcome that a reason why an order ended counts as, or None."""
    return code_reader(*REASON)
