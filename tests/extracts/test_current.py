"""Which figures count: the fast way equals the obvious one, whatever was loaded, undone and put back."""

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from indicators.extracts import service
from indicators.extracts.models import Extract
from indicators.extracts.workflow import EXTRACT
from indicators.records.store import current_published, holders
from tests.extracts.files import figure, rate
from tests.extracts.ways import load, slow_current

PERIODS = [f"YE{year}-12" for year in range(2015, 2019)]

FILES = st.lists(st.sampled_from(PERIODS), min_size=1, max_size=3, unique=True)
STEPS = st.one_of(
    st.tuples(st.just("load"), FILES),
    st.tuples(st.sampled_from(["undo", "put_back"]), st.integers(0, 5)),
)


class TestCurrent(TestCase):
    @settings(max_examples=10, deadline=None)
    @given(st.lists(STEPS, min_size=1, max_size=7))
    def test_the_fast_way_equals_the_obvious_one(self, steps: list[tuple[str, object]]) -> None:
        extracts: list[Extract] = []
        for number, (step, what) in enumerate(steps):
            if step == "load":
                extracts.append(load([figure(period=period, numerator=str(1000 + number)) for period in what]))
            elif what < len(extracts) and EXTRACT.allows(extracts[what].state, step):
                {"undo": service.undo, "put_back": service.put_back}[step](extracts[what], None, "a test")
            for extract in extracts:
                extract.refresh_from_db()

            slow = slow_current(extracts)
            fast = current_published()
            keys = fast[["cohort", "measure", "breakdown", "category", "area_code", "period"]].itertuples(index=False)
            assert ["|".join(key) for key in keys] == list(slow["slice_key"])
            assert list(fast["numerator"]) == list(slow["numerator"])
            assert list(fast["extract_id"]) == list(slow["extract_id"])

            # The states say the same: loaded is who holds a current figure, superseded who holds none any more.
            current = {str(pk) for pk in holders("published")}
            assert current == set(slow["extract_id"])
            assert current == {str(extract.pk) for extract in extracts if extract.state == Extract.State.LOADED}


def test_a_figure_without_breakdown_and_denominator_comes_back_as_it_went_in(db: None) -> None:
    load([figure(source='A "source", of\nsorts – Môn')])
    load([rate()])
    count, share = sorted(current_published().astype(object).to_dict("records"), key=lambda row: row["cohort"], reverse=True)
    assert (count["breakdown"], count["category"], count["denominator"]) == ("", "", None)
    assert (count["numerator"], count["source"]) == (50, 'A "source", of\nsorts – Môn')
    assert (share["numerator"], share["denominator"]) == (300, 1000)


def test_with_nothing_loaded_there_is_an_empty_table(db: None) -> None:
    assert list(current_published().columns)[:2] == ["cohort", "measure"]
    assert current_published().empty
