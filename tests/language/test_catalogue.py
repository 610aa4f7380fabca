"""The catalogue is complete, and the tools that keep it so find what is wrong."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from wales_framework.language import catalogues

ENTRY = """
#. draft
msgid "Approved by"
msgstr "Cymeradwywyd gan"
"""
HEADER = """
msgid ""
msgstr ""
"Language: cy\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);\\n"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one template and one module, with a catalogue of its own."""
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr(catalogues, "PO", tmp_path / "django.po")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text('{% load i18n %}<h1>{% translate "Approved by" %}</h1>\n')
    (tmp_path / "reporting").mkdir()
    (tmp_path / "reporting" / "words.py").write_text('TITLE = _("Figures")\n')
    return tmp_path


def ids(catalog: Catalog) -> set[object]:
    return {message.id for message in catalog if message.id}


def catalogue_of(project: Path, entries: str) -> None:
    (project / "django.po").write_text(HEADER + entries, encoding="utf-8")


def test_every_message_has_its_welsh() -> None:
    assert catalogues.faults() == []


def test_the_catalogue_has_the_six_forms_of_welsh_plurals() -> None:
    welsh = catalogues.existing()
    assert welsh.num_plurals == 6
    plurals = [message for message in welsh if isinstance(message.id, tuple)]
    assert plurals
    assert all(len(message.string) == 6 for message in plurals)


def test_every_kind_of_message_is_found(project: Path) -> None:
    (project / "reporting" / "words.py").write_text(
        '_("Title")\n'
        'ngettext("%(count)d row", "%(count)d rows", 2)\n'
        'ngettext_lazy("%(count)d page", "%(count)d pages", "count")\n'
        'gettext_noop("Stored, and translated when it is shown")\n'
        'pgettext_lazy("periods", "to")\n'
        't.gettext("Of a picture")\n'
        '_("Long sentences " "in two parts")\n'
    )
    (project / "templates" / "page.html").write_text(
        '{% load i18n %}{% translate "Heading" %} {% translate "to" context "periods" as to %}\n'
        "{% blocktranslate trimmed with name=release.name %}\n  Release {{ name }}\n  is ready\n{% endblocktranslate %}\n"
        "{% blocktranslate count n=n %}{{ n }} change{% plural %}{{ n }} changes{% endblocktranslate %}\n"
        '{{ person|default:_("nobody") }}\n'
    )
    (project / "templates" / "subject.txt").write_text('{% load i18n %}{% translate "Subject" %}\n')
    assert ids(catalogues.template()) == {
        "Title",
        ("%(count)d row", "%(count)d rows"),
        ("%(count)d page", "%(count)d pages"),
        "Stored, and translated when it is shown",
        "to",
        "Of a picture",
        "Long sentences in two parts",
        "Heading",
        "Release %(name)s is ready",
        ("%(n)s change", "%(n)s changes"),
        "nobody",
        "Subject",
    }


def test_a_draft_mark_survives_a_merge_and_a_message_that_is_gone_goes(project: Path) -> None:
    catalogue_of(project, ENTRY + '\nmsgid "Gone"\nmsgstr "Wedi mynd"\n')
    catalogues.write(catalogues.merge())
    merged = catalogues.existing()
    assert ids(merged) == {"Approved by", "Figures"}
    assert merged["Approved by"].string == "Cymeradwywyd gan"
    assert catalogues.DRAFT in merged["Approved by"].auto_comments
    assert "#. draft" in (project / "django.po").read_text()


def test_a_mark_that_a_translator_took_away_does_not_come_back(project: Path) -> None:
    catalogue_of(project, ENTRY.replace("#. draft\n", ""))
    catalogues.write(catalogues.merge())
    assert catalogues.existing()["Approved by"].auto_comments == []


def test_a_second_merge_changes_nothing(project: Path) -> None:
    catalogue_of(project, ENTRY)
    catalogues.write(catalogues.merge())
    once = (project / "django.po").read_text()
    catalogues.write(catalogues.merge())
    assert (project / "django.po").read_text() == once


def test_messages_missing_empty_and_left_over_are_faults(project: Path) -> None:
    catalogue_of(project, '\nmsgid "Approved by"\nmsgstr ""\n\nmsgid "Gone"\nmsgstr "Wedi mynd"\n')
    assert catalogues.faults() == [
        "not in the catalogue: ('Figures', None)",
        "no longer used: ('Gone', None)",
        "no Welsh: ('Approved by', None)",
    ]


@pytest.mark.parametrize(
    ("english", "welsh", "fault"),
    [
        ("Release %(name)s", "Datganiad %(enw)s", "not in the English: %(enw)s"),
        ("Release %(name)s", "Datganiad", "lost in the Welsh: %(name)s"),
        ("Write to <a href=x>us</a>", "Ysgrifennwch atom", "lost in the Welsh: </a>, <a href=x>"),
        ("groups/<str:code>/", "grwpiau/<str:cod>/", "not in the English: <str:cod>"),
        ("{sent} of {total} sent", "Anfonwyd {sent}", "lost in the Welsh: {total}"),
        ("zoom to 400%% now", "chwyddo i 400 nawr", "lost in the Welsh: %%"),
    ],
)
def test_a_broken_placeholder_is_a_fault(project: Path, english: str, welsh: str, fault: str) -> None:
    (project / "reporting" / "words.py").write_text(f"_({english!r})\n")
    catalogue_of(project, ENTRY + f'\nmsgid "{english}"\nmsgstr "{welsh}"\n')
    assert f"{fault}: ({english!r}, None)" in catalogues.faults()


def plural_entry(*forms: str) -> str:
    strings = "\n".join(f'msgstr[{place}] "{form}"' for place, form in enumerate(forms))
    return ENTRY + f'\nmsgid "%(count)d row"\nmsgid_plural "%(count)d rows"\n{strings}\n'


@pytest.mark.parametrize(
    ("forms", "fault"),
    [
        (["dim rhesi", "un rhes", "dwy res", "tair rhes", "chwe rhes", "%(count)d rhes"], None),
        (["dim rhesi", "un rhes", "dwy res", "tair rhes", "chwe rhes", "rhesi"], "lost in the Welsh: %(count)d"),
        (["dim rhesi", "un rhes", "dwy res", "%(cyfrif)d rhes", "chwe rhes", "%(count)d rhes"], "not in the English"),
        (["dim rhesi", "un rhes", "dwy res", "tair rhes", "", "%(count)d rhes"], "no Welsh"),
    ],
)
def test_each_form_of_a_plural_is_checked(project: Path, forms: list[str], fault: str | None) -> None:
    (project / "reporting" / "words.py").write_text('ngettext("%(count)d row", "%(count)d rows", n)\n')
    catalogue_of(project, plural_entry(*forms))
    found = catalogues.faults()
    assert found == [] if fault is None else any(one.startswith(fault) for one in found)


def test_a_number_without_a_name_has_to_stand_in_every_form(project: Path) -> None:
    (project / "reporting" / "words.py").write_text('ngettext("%d row", "%d rows", n)\n')
    forms = ["%d rhes", "un rhes", "%d res", "%d rhes", "%d rhes", "%d rhes"]
    catalogue_of(project, plural_entry(*forms).replace("%(count)d", "%d"))
    assert any(fault.startswith("lost in the Welsh: %d") for fault in catalogues.faults())


def test_the_compiled_catalogue_is_what_django_reads(project: Path) -> None:
    import gettext

    catalogue_of(project, plural_entry("dim rhesi", "un rhes", "dwy res", "tair rhes", "chwe rhes", "%(count)d rhes"))
    with catalogues.compile_catalogue().open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    numbers = {n: compiled.ngettext("%(count)d row", "%(count)d rows", n) % {"count": n} for n in (0, 1, 2, 3, 4, 6, 11)}
    assert numbers == {0: "dim rhesi", 1: "un rhes", 2: "dwy res", 3: "tair rhes", 4: "4 rhes", 6: "chwe rhes", 11: "11 rhes"}
