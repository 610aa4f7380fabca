"""What a pack says, as plain data for the typesetter: every word in its language, every chart drawn, nothing left to decide."""

from collections.abc import Callable, Sequence
from typing import Any

from reporting.charts.format import SYMBOLS, bracketed, meaning
from reporting.charts.spec import Chart
from reporting.charts.svg import svg
from reporting.charts.table import table
from reporting.charts.translations import Translations
from reporting.charts.words import marks, origin, sentences, shading
from reporting.packs import glance
from reporting.packs.parts import Facts, GroupPart, SourceRow
from reporting.packs.verdicts import of_indicator

WIDE, HIGH = 720, 290


def document(
    facts: Facts,
    groups: Sequence[GroupPart],
    comparison: Sequence[Chart],
    sources: Sequence[SourceRow],
    changes: dict[str, Any],
    methods: dict[str, Any],
    language: str,
    t: Translations,
    drawn: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Any]:
    """The whole pack for `typesetting.render`. `changes` and `methods`: those pages; `drawn(done, total)` is called after each
    group."""
    total = len(groups) + 1
    parts = []
    for done, group in enumerate(groups):
        drawn(done, total)
        parts.append(_group(group, t))
    drawn(len(groups), total)
    title = t.gettext("Board pack, release %(release)s") % {"release": facts.release}
    day = facts.published_at
    return {
        "language": language,
        "title": f"{title}: {facts.framework}",
        "author": facts.owners,
        "description": t.gettext("Published figures of the Framework for the IOM Cymru Board."),
        "keywords": [facts.release, facts.framework],
        "date": [day.year, day.month, day.day, day.hour, day.minute, day.second],
        "footer": t.gettext("Positive Change, release %(release)s, data %(hash)s")
        % {"release": facts.release, "hash": facts.content_hash[:12]},
        "words": {
            "contents": t.gettext("Contents"),
            "page": t.gettext("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
            "waiting-columns": [t.gettext("Code"), t.gettext("Indicator"), t.gettext("What it waits for")],
        },
        "cover": _cover(facts, t),
        "glance": glance.glance(groups, t),
        "changes": changes,
        "methods": methods,
        "groups": parts,
        "comparison": {
            "label": t.gettext("Beside the groups"),
            "title": t.gettext("Everyone, for comparison"),
            "text": t.gettext(
                "These figures are for everyone, not for one of the groups. They are here to be read beside the groups' own "
                "rates, and they are never added to them."
            ),
            "charts": [_chart(chart, t) for chart in comparison],
        },
        "sources": _sources(sources, t),
        "symbols": _symbols(t),
        "release": _release(facts, t),
    }


def _cover(facts: Facts, t: Translations) -> dict[str, Any]:
    return {
        "service": t.gettext("Positive Change"),
        "for-whom": t.gettext("For the IOM Cymru Board"),
        "title": t.gettext("Board pack"),
        "framework": facts.framework,
        "facts": [
            [t.gettext("Release"), facts.release],
            [t.gettext("Published"), facts.published],
            [t.gettext("Data as at"), facts.data_as_at],
            [t.gettext("Language"), facts.language_name],
        ],
        "note": t.gettext("This release never changes. A correction is a new release with a note that says what was corrected."),
    }


def _group(group: GroupPart, t: Translations) -> dict[str, Any]:
    total = len(group.shown) + len(group.waiting)
    return {
        "label": t.gettext("Priority group"),
        "place": group.place,
        "title": f"{group.code}. {group.title}",
        "note": group.note,
        "cohorts": t.ngettext("Who is counted: %(cohorts)s.", "Who is counted, side by side: %(cohorts)s.", len(group.cohorts))
        % {"cohorts": "; ".join(group.cohorts)},
        "coverage": t.ngettext(
            "This release has figures for %(shown)d of the group's %(total)d indicator.",
            "This release has figures for %(shown)d of the group's %(total)d indicators.",
            total,
        )
        % {"shown": len(group.shown), "total": total},
        "commentary": list(group.commentary),
        "indicators": [
            {
                "code": one.code,
                "words": one.words,
                "note": one.note,
                "commentary": list(one.commentary),
                "verdicts": of_indicator(one.verdicts, t),
                "charts": [_chart(chart, t) for chart in one.charts],
            }
            for one in group.shown
        ],
        "waiting-title": t.gettext("Still waiting for data"),
        "waiting": [[one.code, one.words, one.reason] for one in group.waiting],
        "actions-title": t.gettext("Actions for improvement, in the Framework's words"),
        "actions": list(group.actions),
    }


def _chart(chart: Chart, t: Translations) -> dict[str, Any]:
    shown = table(chart, t)
    key = [f"{bracketed(symbol)} {meaning(symbol, t)}" for symbol in shown.symbols]
    return {
        "title": chart.title,
        "subtitle": chart.subtitle,
        "svg": svg(chart, t, width=WIDE, height=HIGH, pointed_at=False),
        "alt": chart.alt,
        "sentences": list(sentences(chart, t)),
        "columns": [shown.corner, *shown.columns],
        "rows": [[row.heading, *(cell.written for cell in row.cells)] for row in shown.rows],
        "notes": [note for note in (*key, shading(chart, t), marks(chart, t), origin(chart, t), *shown.notes) if note],
        "source": t.gettext("Source: %(source)s.") % {"source": chart.source} if chart.source else "",
    }


def _sources(sources: Sequence[SourceRow], t: Translations) -> dict[str, Any]:
    return {
        "label": t.gettext("About the figures"),
        "title": t.gettext("Sources"),
        "text": t.gettext("Every figure keeps the edition of the source that it was taken from, because sources are revised."),
        "columns": [t.gettext("Source"), t.gettext("Edition"), t.gettext("Figures"), t.gettext("Areas")],
        "rows": [[row.source, row.vintage, row.measures, row.areas] for row in sources],
    }


def _symbols(t: Translations) -> dict[str, Any]:
    return {
        "title": t.gettext("Symbols"),
        "text": t.gettext("A figure that is not shown is never a zero: a symbol stands in its place, in charts and in tables."),
        "columns": [t.gettext("Symbol"), t.gettext("Meaning")],
        "rows": [[bracketed(symbol), meaning(symbol, t)] for symbol in SYMBOLS],
    }


def _release(facts: Facts, t: Translations) -> dict[str, Any]:
    rows = [
        [t.gettext("Release"), facts.release],
        [t.gettext("Published"), facts.published],
        [t.gettext("Data as at"), facts.data_as_at],
        [t.gettext("Approved by"), facts.approved_by],
        [t.gettext("Data hash (SHA-256)"), facts.content_hash],
    ]
    if facts.note:
        rows.append([t.gettext("Note"), facts.note])
    return {
        "title": t.gettext("This release"),
        "columns": [t.gettext("What"), t.gettext("Of this pack")],
        "rows": rows,
    }
