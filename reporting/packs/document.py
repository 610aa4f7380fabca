"""What a pack says, as plain data for the typesetter: every word in its language, every chart drawn, nothing left to decide."""

from collections.abc import Callable, Sequence
from typing import Any

from reporting.charts.format import SYMBOLS, bracketed, meaning
from reporting.charts.spec import Chart
from reporting.charts.translations import Translations
from reporting.packs.blocks import chart_block, panel_block
from reporting.packs.overview import coverage, overview
from reporting.packs.parts import Facts, GroupPart, Material, PlanPages, Shown, SourceRow, TermRow
from reporting.packs.regions import region_pages
from reporting.packs.verdicts import by_area, of_indicator, of_part, summary, table_of

MOST_DUE = 8
SHORT_LIST = 6  # signals on the summary's two pages


def document(
    material: Material,
    methods: dict[str, Any],
    language: str,
    t: Translations,
    drawn: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Any]:
    """The whole pack for `typesetting.render`. `methods`: that page; `drawn(done, total)` is called after each group."""
    total = len(material.groups) + 1
    parts = []
    for done, group in enumerate(material.groups):
        drawn(done, total)
        parts.append(_group(group, material.areas, t))
    drawn(len(parts), total)
    return {
        **_frame(material, t.gettext("Board pack, release %(release)s"), language, t),
        "cover": _cover(material.facts, t),
        "changes": summary(material.verdicts, material.trust, t),
        "overview": overview(material.groups, t),
        "coverage": coverage(material.groups, t),
        "groups": parts,
        "regions": [region_pages(one, t) for one in material.regions] if material.verdicts else [],
        "comparison": _comparison(material.comparison, t),
        "plans": _plans(material.plans, t),
        "methods": methods,
        "glossary": _glossary(material.terms, "en" if language == "cy" else "cy", t),
        "sources": _sources(material.sources, t),
        "symbols": _symbols(t),
        "release": _release(material.facts, t),
    }


def summary_document(material: Material, language: str, t: Translations) -> dict[str, Any]:
    """The same release on two pages."""
    due = [one for plan in material.plans for one in plan.actions if one.is_late or one.is_soon]
    left = len(due) - MOST_DUE
    more = t.ngettext("%(count)d more action is due.", "%(count)d more actions are due.", left)
    facts = material.facts
    return {
        **_frame(material, t.gettext("Summary for the Board, release %(release)s"), language, t),
        "cover": {**_cover(facts, t), "title": t.gettext("Summary")},
        "changes": summary(material.verdicts, material.trust, t, SHORT_LIST),
        "areas": by_area(material.verdicts, material.areas, t),
        "reading": coverage(material.groups, t),
        "overview": overview(material.groups, t),
        "due": {
            "title": t.gettext("What is due"),
            "columns": [t.gettext("Action"), t.gettext("Owner"), t.gettext("Due"), t.gettext("State")],
            "rows": [_action(one, t) for one in due[:MOST_DUE]],
            "more": more % {"count": left} if left > 0 else "",
            "none": t.gettext("When this release came out no action of a delivery plan was late or due within three months."),
        },
        "next": {
            "title": t.gettext("The next release"),
            "text": t.gettext("It was announced for %(day)s when this one came out.") % {"day": facts.coming}
            if facts.coming
            else t.gettext(
                "When this one came out no day was announced yet. The service's calendar of releases has it as soon as it is."
            ),
        },
    }


def _frame(material: Material, title: str, language: str, t: Translations) -> dict[str, Any]:
    """What every page or no page in particular needs."""
    facts, day = material.facts, material.facts.published_at
    return {
        "language": language,
        "title": f"{title % {'release': facts.release}}: {facts.framework}",
        "author": facts.owners,
        "description": t.gettext("Published figures of the Framework for the IOM Cymru Board."),
        "keywords": [facts.release, facts.framework],
        "date": [day.year, day.month, day.day, day.hour, day.minute, day.second],
        "footer": _footer(facts, t),
        "words": {
            "contents": t.gettext("Contents"),
            "page": t.gettext("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
            "waiting-columns": [t.gettext("Code"), t.gettext("Indicator"), t.gettext("What it waits for")],
            "latest": t.gettext("Latest figures by area"),
        },
    }


def _footer(facts: Facts, t: Translations) -> str:
    words = t.gettext("Positive Change, release %(release)s, data %(hash)s")
    words %= {"release": facts.release, "hash": facts.content_hash[:12]}
    return f"{t.gettext('Demonstration')}. {words}" if facts.demonstration else words


def _cover(facts: Facts, t: Translations) -> dict[str, Any]:
    rows = [
        [t.gettext("Release"), facts.release],
        [t.gettext("Published"), facts.published],
        [t.gettext("Data as at"), facts.data_as_at],
        [t.gettext("Language"), facts.language_name],
    ]
    if facts.demonstration:
        rows.insert(0, [t.gettext("Demonstration"), t.gettext("Example people and example data: not for decisions.")])
    if facts.chosen:
        rows.append([t.gettext("This pack holds"), facts.chosen])
    return {
        "service": t.gettext("Positive Change"),
        "for-whom": t.gettext("For the IOM Cymru Board"),
        "title": t.gettext("Board pack"),
        "framework": facts.framework,
        "facts": rows,
        "note": t.gettext("This release never changes. A correction is a new release with a note that says what was corrected."),
    }


def _group(group: GroupPart, areas: Sequence[tuple[str, str]], t: Translations) -> dict[str, Any]:
    total = len(group.shown) + len(group.waiting)
    coverage_words = t.ngettext(
        "This release has figures for %(shown)d of the group's %(total)d indicator.",
        "This release has figures for %(shown)d of the group's %(total)d indicators.",
        total,
    )
    return {
        "label": t.gettext("Priority group"),
        "place": group.place,
        "title": f"{group.code}. {group.title}",
        "note": group.note,
        "cohorts": t.ngettext("Who is counted: %(cohorts)s.", "Who is counted, side by side: %(cohorts)s.", len(group.cohorts))
        % {"cohorts": "; ".join(group.cohorts)},
        "coverage": coverage_words % {"shown": len(group.shown), "total": total},
        "commentary": list(group.commentary),
        "verdicts-title": t.gettext("What the release finds"),
        "verdicts": table_of(group.shown, areas, t),
        "indicators": [_indicator(one, t) for one in group.shown],
        "waiting-title": t.gettext("Still waiting for data"),
        "waiting": [[one.code, one.words, one.reason] for one in group.waiting],
        "actions-title": t.gettext("Actions for improvement, in the Framework's words"),
        "actions": list(group.actions),
    }


def _indicator(shown: Shown, t: Translations) -> dict[str, Any]:
    return {
        "code": shown.code,
        "words": shown.words,
        "note": shown.note,
        "commentary": list(shown.commentary),
        "verdicts": of_indicator(shown.verdicts, t),
        "charts": [chart_block(chart, t) for chart in shown.charts],
        "panels": [
            panel_block(one, [of_part(shown.verdicts, one.cohort, code) for code in one.codes], t) for one in shown.panels
        ],
    }


def _comparison(charts: Sequence[Chart], t: Translations) -> dict[str, Any]:
    return {
        "label": t.gettext("Beside the groups"),
        "title": t.gettext("Everyone, for comparison"),
        "text": t.gettext(
            "These figures are for everyone, not for one of the groups. They are here to be read beside the groups' own "
            "rates, and they are never added to them."
        ),
        "charts": [chart_block(chart, t) for chart in charts],
    }


def _plans(plans: Sequence[PlanPages], t: Translations) -> dict[str, Any]:
    return {
        "label": t.gettext("What is being done"),
        "title": t.gettext("The delivery plan"),
        "text": t.gettext("As the plans stood when this release came out. Late actions stand first."),
        "columns": [t.gettext("Action"), t.gettext("Owner"), t.gettext("Due"), t.gettext("State")],
        "plans": [_plan(plan, t) for plan in plans],
    }


def _plan(plan: PlanPages, t: Translations) -> dict[str, Any]:
    rest = t.ngettext(
        "%(count)d action of the Framework is not taken up in this plan yet.",
        "%(count)d actions of the Framework are not taken up in this plan yet.",
        plan.not_taken_up,
    )
    actions = sorted(plan.actions, key=lambda one: not one.is_late)
    return {
        "title": plan.title,
        "rows": [_action(one, t) for one in actions],
        "rest": rest % {"count": plan.not_taken_up} if plan.not_taken_up else "",
        "none": "" if actions else t.gettext("Nobody has taken an action of this plan up yet."),
    }


def _action(action: Any, t: Translations) -> dict[str, Any]:
    name = f"{action.group}: {action.text}" if action.group else action.text
    return {
        "name": name,
        "owner": action.owner,
        "due": action.due or t.gettext("no date"),
        "state": action.state,
        "words": t.gettext("Late (%(state)s)") % {"state": action.label} if action.is_late else action.label,
        "late": action.is_late,
    }


def _glossary(terms: Sequence[TermRow], other: str, t: Translations) -> dict[str, Any]:
    return {
        "title": t.gettext("Glossary"),
        "text": t.gettext("What the words of this service mean, with the word of the other language beside each."),
        "columns": [t.gettext("Term"), t.gettext("In the other language"), t.gettext("What it means")],
        "rows": [[one.term, one.other, one.meaning] for one in terms],
        "other": other,
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
