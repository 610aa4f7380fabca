"""What a picture of sets shows, in sentences. Sums are of the numbers that are shown: a person is in exactly one set."""

from collections.abc import Iterator
from decimal import Decimal

from reporting.charts.format import bracketed, listed, number
from reporting.charts.sets.spec import Members, Sets
from reporting.charts.translations import Translations


def sentences(sets: Sets, total: Decimal | None, t: Translations) -> tuple[str, ...]:
    """How many belong to several groups, the largest overlap, how many groups at once. `total`: everyone, where that is shown."""
    shown = sets.shown
    if not shown:
        return (t.gettext("No figure can be shown for this period."),)
    several = [row for row in shown if len(row.letters) > 1]
    found = [_several(several, total, bool([row for row in sets.hidden if len(row.letters) > 1]), t)]
    if several:
        largest = [row for row in several if row.point.value == several[0].point.value]
        found.append(
            t.gettext("The largest overlap shown: %(groups)s, with %(people)s people.")
            % {"groups": listed([row.label for row in largest], t), "people": _number(several[0])}
        )
        most = max(len(row.letters) for row in several)
        found.append(
            t.gettext("Of the sets that are shown, the one with the most groups has %(count)s of them.") % {"count": most}
        )
    return tuple(found)


def rest(sets: Sets, most: int, t: Translations) -> Iterator[str]:
    """What the picture leaves to the table: the smaller sets, and those that are not shown."""
    smaller, hidden = len(sets.shown[most:]), len(sets.hidden)
    if smaller:
        yield t.ngettext("%(count)d smaller set is in the table.", "%(count)d smaller sets are in the table.", smaller) % {
            "count": smaller
        }
    if hidden:
        symbols = " ".join(dict.fromkeys(bracketed(row.point.symbol) for row in sets.hidden))
        yield t.ngettext(
            "%(count)d set is not shown: %(symbols)s.",
            "%(count)d sets are not shown: %(symbols)s.",
            hidden,
        ) % {"count": hidden, "symbols": symbols}


def alt(sets: Sets, most: int, t: Translations) -> str:
    """A text in place of the picture."""
    kind = t.gettext("A bar for each set of groups, with a dot for each of its groups: %(title)s, %(subtitle)s.") % {
        "title": sets.title,
        "subtitle": sets.subtitle,
    }
    return " ".join([kind, *rest(sets, most, t), t.gettext("The same figures are in the table.")])


def _several(several: list[Members], total: Decimal | None, some_hidden: bool, t: Translations) -> str:
    people = sum((row.point.value or Decimal(0) for row in several), Decimal(0))
    names = {"people": number(people), "total": "" if total is None else number(total)}
    if total is None:
        return t.gettext("%(people)s people belong to more than one group, by the sets that are shown.") % names
    if some_hidden:
        return t.gettext("At least %(people)s of %(total)s people belong to more than one group.") % names
    return t.gettext("%(people)s of %(total)s people belong to more than one group.") % names


def _number(row: Members) -> str:
    return number(row.point.value or 0)
