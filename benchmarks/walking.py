"""Where a reader can go: the links of the pages from home on, and what their forms ask for with each of their options."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

Kind = tuple[str, str, tuple[str, ...]]  # of addresses: language, name, and what they choose
LEVELS = 2
OPENED = 4  # of each kind and level: the pages of a kind have the same forms
# What is no page of figures, or would end the walk.
LEFT_OUT = ("account", "mfa", "usersessions", "socialaccount", "tokens:")


@dataclass
class Form:
    """One that asks by GET: where it leads, what it sends as it stands, and every value of each field that has several."""

    action: str
    sent: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


class _Reader(HTMLParser):
    """The links and forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form":
            self.form = Form(given.get("action", "")) if given.get("method", "get").lower() == "get" else None
        elif self.form is not None:
            self._field(self.form, tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.form is not None:
            self.forms.append(self.form)
            self.form = None

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            form.options[self.select].append(value)
            if "selected" in given or self.select not in form.sent:
                form.sent[self.select] = value
        elif tag == "input" and name:
            if given.get("type") in ("radio", "checkbox"):
                form.options[name].append(value)
                if "checked" in given:
                    form.sent[name] = value
            elif given.get("type") != "submit":
                form.sent[name] = value


def addresses(client: Client) -> set[str]:
    """Of all pages and files that `client` comes to from the home page of each language."""
    found: set[str] = set()
    level = {_home(language) for language, _name in settings.LANGUAGES}
    for _ in range(LEVELS + 1):
        opened = {address: client.get(address).content.decode() for address in _of_each_kind(level - found)}
        found |= level
        level = set()
        for address, page in opened.items():
            level |= set(_leading_from(address, page))
    return found


def sample(every: Iterable[str], size: int, seed: int) -> list[str]:
    """So many of them, of each kind about as many as of any other."""
    chance = Random(seed)
    kinds: dict[Kind, list[str]] = defaultdict(list)
    for address in sorted(every):
        kinds[kind_of(address)].append(address)
    for members in kinds.values():
        chance.shuffle(members)
    order = sorted(kinds)
    chance.shuffle(order)
    chosen: list[str] = []
    while len(chosen) < size and any(kinds.values()):
        chosen += [kinds[kind].pop() for kind in order if kinds[kind]]
    return chosen[:size]


def kind_of(address: str) -> Kind:
    """Raises Resolver404 where it leads nowhere."""
    parts = urlsplit(address)
    language = parts.path.split("/")[1]
    with translation.override(language):
        name = resolve(parts.path).view_name
    return language, name, tuple(sorted({name for name, _value in parse_qsl(parts.query)}))


def is_page(address: str) -> bool:
    """Files and the API have addresses without a stroke at their end."""
    return urlsplit(address).path.endswith("/")


def _home(language: str) -> str:
    with translation.override(language):
        return reverse("dashboards:home")


def _of_each_kind(found: Iterable[str]) -> Iterator[str]:
    """A few pages of each kind; no files."""
    opened: dict[Kind, int] = defaultdict(int)
    for address in sorted(found):
        kind = kind_of(address)
        opened[kind] += 1
        if opened[kind] <= OPENED and is_page(address):
            yield address


def _leading_from(address: str, page: str) -> Iterator[str]:
    reader = _Reader()
    reader.feed(page)
    asked = [urljoin(address, link) for link in reader.links]
    for form in reader.forms:
        action = urljoin(address, form.action).partition("?")[0]
        for name, values in form.options.items():
            asked += [f"{action}?{urlencode({**form.sent, name: value})}" for value in values]
    for one in asked:
        if is_readers(one := one.partition("#")[0]):
            yield one


def is_readers(address: str) -> bool:
    """Whether it is an address of this service that its readers' figures are at."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return False
    try:
        name = kind_of(address)[1]
    except Resolver404:
        return False
    return not name.startswith(LEFT_OUT)
