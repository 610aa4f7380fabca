"""Areas roll up, and are found however a file spells them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import Area, area, areas, children_of, find_area, region_of, regions
from priority_groups.content import texts_in

WALES = "W92000004"
SIZES = {"W15000001": 6, "W15000002": 5, "W15000003": 7, "W15000004": 4}


def test_every_area_of_wales_rolls_up_to_wales() -> None:
    for place in areas():
        chain = [place]
        while chain[-1].parent is not None:
            chain.append(area(chain[-1].parent))
        assert chain[-1].code == ("K04000001" if place.kind == "comparator" else WALES)


def test_wales_is_its_four_regions_and_the_unknown() -> None:
    assert [place.code for place in children_of(WALES)] == [*SIZES, "unknown"]
    assert [place.code for place in regions()] == list(SIZES)


def test_22_local_authorities_lie_in_four_regions() -> None:
    assert {region: len(children_of(region)) for region in SIZES} == SIZES
    assert sum(SIZES.values()) == 22


@pytest.mark.parametrize(
    ("code", "region"),
    [
        ("W06000015", "W15000003"),
        ("W06000023", "W15000004"),
        ("W15000002", "W15000002"),
        (WALES, None),
        ("unknown", None),
        ("K04000001", None),
    ],
)
def test_the_region_of_an_area(code: str, region: str | None) -> None:
    found = region_of(area(code))
    assert (found.code if found else None) == region


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("W15000004", "W15000004"),
        ("w15000004 ", "W15000004"),
        ("Dyfed-Powys", "W15000004"),
        ("Dyfed Powys", "W15000004"),
        ("DYFED  POWYS", "W15000004"),
        ("dyfed–powys", "W15000004"),
        ("Heddlu De Cymru", "W15000003"),
        ("de cymru", "W15000003"),
        ("Cwm Taf Morgannwg", "W15000003"),
        ("Ynys Môn", "W06000001"),
        ("YNYS MON", "W06000001"),
        ("Sir Ynys Môn", "W06000001"),
        ("Sir Ynys Mo\N{COMBINING CIRCUMFLEX ACCENT}n", "W06000001"),
        ("Isle of Anglesey", "W06000001"),
        ("Torfaen", "W06000020"),
        ("Tor-faen", "W06000020"),
        ("00PM", "W06000020"),
        ("00pt", "W06000015"),
        ("Rhondda, Cynon, Taff", "W06000016"),
        ("Castell-nedd Port Talbot", "W06000012"),
        ("Bro Morgannwg", "W06000014"),
        ("Powys", "W06000023"),
        ("Wales", WALES),
        ("Cymru", WALES),
        ("England and Wales", "K04000001"),
        ("England & Wales", "K04000001"),
        ("Cymru a Lloegr", "K04000001"),
        ("unknown", "unknown"),
        ("Not Known", "unknown"),
    ],
)
def test_an_area_is_found_by_its_spellings(spelling: str, code: str) -> None:
    found = find_area(spelling)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("spelling", ["", "  ", "Bristol", "W06000099", "North", "Torfaen (Tor-faen in OASys ref data)"])
def test_what_is_no_area_is_not_found(spelling: str) -> None:
    assert find_area(spelling) is None


@given(st.sampled_from(areas()), st.data())
def test_case_spaces_and_hyphens_never_matter(place: Area, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([place.code, place.name.en, place.name.cy, *place.aliases]))
    spelled = data.draw(
        st.sampled_from([name.upper(), name.lower(), name.replace(" ", "-"), f" {name} ", name.replace("-", "  ")])
    )
    found = find_area(spelled)
    assert found is not None
    assert found.code == place.code


def test_names_are_official_in_both_languages_and_free_of_remarks() -> None:
    assert [place for place, text in texts_in(areas()) if not text.cy or "(" in text.cy or "/" in text.cy] == []
    assert area("W06000020").name.cy == "Torfaen"


def test_an_unknown_code_says_which_there_are() -> None:
    with pytest.raises(KeyError, match="no area 'E06000023'"):
        area("E06000023")
