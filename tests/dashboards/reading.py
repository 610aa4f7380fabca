"""Reads pages as a reader does: tables with their headings, links, and the text of an element."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Read:
    """What a page holds: `tables` by the id of their region, a list of rows of cells each, the heading first."""

    title: str = ""
    text: str = ""
    headings: list[tuple[int, str]] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)


def read(html: bytes) -> Read:
    reader = _Reader()
    reader.feed(html.decode())
    return reader.page


class _Reader(HTMLParser):
    """Every element that is open has its own text."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Read()
        self.open: list[tuple[str, dict[str, str], list[str]]] = []
        self.region = ""
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if given.get("class") == "app-table-region":
            self.region = given["id"]
            self.page.tables[self.region] = []
        if tag == "tr":
            self.page.tables[self.region].append([])
        if tag == "select":
            self.select = given["name"]
        if tag == "option" and "selected" in given:
            self.page.chosen[self.select] = given["value"]
        if tag not in {"meta", "link", "input", "br", "img", "hr"}:
            self.open.append((tag, given, []))

    def handle_data(self, data: str) -> None:
        for tag, _given, texts in self.open:
            if tag != "script":
                texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            opened, given, texts = self.open.pop()
            self._finish(opened, given, " ".join("".join(texts).split()))
            if opened == tag:
                return

    def _finish(self, tag: str, given: dict[str, str], text: str) -> None:
        if tag in {"th", "td"}:
            self.page.tables[self.region][-1].append(text)
        elif tag == "a":
            self.page.links[text] = given.get("href", "")
        elif tag in {"h1", "h2", "h3", "h4"}:
            self.page.headings.append((int(tag[1]), text))
        elif tag == "title" and not self.page.title:
            self.page.title = text
        elif tag == "main":
            self.page.text = text
