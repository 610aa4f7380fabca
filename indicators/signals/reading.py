"""The signals of the release that readers have: which are new, which go on, which have ended. Nothing of a draft."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from indicators import catalogue
from indicators.releases.models import Finding, Release
from indicators.signals.models import SignalResponse
from indicators.signals.series import KEY, Series

CHANGES = (Finding.Verdict.IMPROVING, Finding.Verdict.WORSE, Finding.Verdict.CHANGED)
DUE_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal, and since which release without a break it has been one; None: it is new, or that cannot be told."""

    finding: Finding
    series: Series
    since: Release | None
    response: SignalResponse | None

    @property
    def chart(self) -> str:
        return self.series.chart(self.finding)


@dataclass(frozen=True, slots=True)
class Weak:
    """A change that the verdict of its series tells, and that is not sure enough among so many series to be a signal."""

    finding: Finding
    series: Series

    @property
    def chart(self) -> str:
        return self.series.chart(self.finding)


@dataclass(frozen=True, slots=True)
class Ended:
    """What was a signal in the release before and is none now; `now`: what this release says of it, None for nothing."""

    series: Series
    was: Finding
    now: Finding | None
    response: SignalResponse | None


@dataclass(frozen=True, slots=True)
class Untold:
    """How many series have a verdict that tells of no change, and how many of each indicator."""

    verdict: str
    label: str
    count: int
    indicators: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A response that is to be looked at again."""

    response: SignalResponse
    is_overdue: bool


@dataclass(frozen=True)
class News:
    """What a published release found. `before`: the release that it is compared with, None where there is none with verdicts."""

    release: Release
    before: Release | None
    signals: list[Signal]
    weak: list[Weak]
    ended: list[Ended]
    untold: list[Untold]


def news(release: Release, group: str = "", area: str = "") -> News:
    """What a release that readers have found, of one group or area where it is given."""
    earlier = _earlier(release)
    before = earlier[0] if earlier and earlier[0].testing.get("tested") else None
    found = list(release.findings.defer("series"))
    chosen = [finding for finding in found if _is_about(finding, group, area)]
    responses = _responses()
    steps = _signals_of(earlier) if before else []
    signals = [
        Signal(finding, Series.of(finding), _since(finding, steps), responses.get(Series.of(finding)))
        for finding in sorted(chosen, key=lambda finding: finding.rank or 0)
        if finding.is_signal
    ]
    return News(
        release,
        before,
        signals,
        [Weak(one, Series.of(one)) for one in chosen if one.verdict in CHANGES and not one.is_signal],
        _ended(before, found, responses, group, area),
        _untold(chosen),
    )


def places(release: Release) -> tuple[list[str], list[str]] | None:
    """The groups and areas that a release has verdicts of; None where it has no verdicts."""
    found = set(release.findings.order_by().values_list("indicator", "area_code").distinct())
    if not found:
        return None
    return sorted({catalogue.indicator(code).group for code, _area in found}), sorted({area for _code, area in found})


def reviews(today: date) -> list[Review]:
    """Responses whose review is overdue or comes soon, the earliest first."""
    found = [(one.review_on, one) for one in SignalResponse.objects.current() if one.review_on is not None]
    due = sorted((day, one.pk, one) for day, one in found if day <= today + DUE_WITHIN)
    return [Review(one, day < today) for day, _number, one in due]


def latest_of(series: Series) -> Finding | None:
    """What the latest release that readers have says of a series; else what the last one did that said something of it."""
    standing = Release.objects.standing()
    found = Finding.objects.filter(release__in=standing, **series._asdict()).select_related("release")
    return found.order_by("-release__published_at", "-release_id").first()


def _earlier(release: Release) -> list[Release]:
    """The releases that readers had before this one, newest first."""
    standing = Release.objects.standing().filter(published_at__lt=release.published_at)
    return list(standing.order_by("-published_at", "-pk"))


def _signals_of(releases: Collection[Release]) -> list[tuple[Release, dict[Series, tuple[str, int]]]]:
    """Which way each signal of each of the releases went, in their order: one query, however many there are."""
    went: dict[int, dict[Series, tuple[str, int]]] = defaultdict(dict)
    found = Finding.objects.filter(release__in=[one.pk for one in releases], is_signal=True).order_by()
    for release, *key, verdict, moved in found.values_list("release", *KEY, "verdict", "moved"):
        went[release][Series(*key)] = (verdict, moved)
    return [(one, went[one.pk]) for one in releases]


def _since(finding: Finding, steps: Iterable[tuple[Release, dict[Series, tuple[str, int]]]]) -> Release | None:
    """The first of the releases before, without a break, in which it was the same signal."""
    since = None
    for release, signals in steps:
        if signals.get(Series.of(finding)) != (finding.verdict, finding.moved):
            break
        since = release
    return since


def _ended(
    before: Release | None, found: Collection[Finding], responses: dict[Series, SignalResponse], group: str, area: str
) -> list[Ended]:
    if before is None:
        return []
    now = {Series.of(finding): finding for finding in found}
    was = before.findings.filter(is_signal=True).defer("series").order_by("rank")
    gone = [one for one in was if _is_about(one, group, area) and not _is_signal(now.get(Series.of(one)))]
    return [Ended(Series.of(one), one, now.get(Series.of(one)), responses.get(Series.of(one))) for one in gone]


def _is_signal(finding: Finding | None) -> bool:
    return finding is not None and finding.is_signal


def _untold(found: Collection[Finding]) -> list[Untold]:
    told = []
    for verdict in (Finding.Verdict.NO_CLEAR_CHANGE, Finding.Verdict.TOO_FEW, Finding.Verdict.NOT_READY):
        codes = [finding.indicator for finding in found if finding.verdict == verdict]
        if codes:
            counts = tuple((code, codes.count(code)) for code in sorted(set(codes)))
            told.append(Untold(verdict.value, str(verdict.label), len(codes), counts))
    return told


def _responses() -> dict[Series, SignalResponse]:
    """The current response of every series that has one which says something."""
    found = SignalResponse.objects.current().select_related("written_by", "event")
    return {one.series: one for one in found if one.says_something}


def _is_about(finding: Finding, group: str, area: str) -> bool:
    return (not group or Series.of(finding).group == group) and (not area or finding.area_code == area)
