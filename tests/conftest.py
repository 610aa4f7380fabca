"""What the tests of all rooms share: people, a real worker, a real browser, and a published release."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import cache
from importlib import import_module

import hypothesis
import pytest
from celery import current_app
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.cache import caches
from django.core.management.commands import flush
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from pytest_django import DjangoDbBlocker, Settings
from whitenoise import WhiteNoise

from indicators.releases.models import Release
from tests import browsing, keeping, migrated, publishing, serving, signing, working
from wales_framework.access.models import User
from wales_framework.access.table import Role

FINAL = import_module("indicators.releases.migrations.0008_the_life_of_a_published_release_is_final")
NEVER_EMPTIED = [
    *FINAL.NEVER_EMPTIED,
    "commentary_commentary",
    "releases_releasepart",
    "releases_releaseseries",
]  # while something is published
MADE_BY_MIGRATING = ("django_content_type", "auth_permission")
# How long an example takes is the machine's matter. Each run has the same ones, so that what fails is what was changed; `make
# fuzz` looks for others.
hypothesis.settings.register_profile("ours", deadline=None, derandomize=True)
hypothesis.settings.register_profile("others", deadline=None, derandomize=False)
hypothesis.settings.load_profile("ours")
expect.set_options(timeout=15_000)
PASSWORD = "correct horse battery staple"
FIRST_PERSON = 10_001  # people have the same numbers in every test, so that what is kept of one test is theirs in another

People = dict[str, User]


def make_people() -> People:
    """One person for each role, named after it, and `nobody`, who has none."""
    people = {}
    for number, name in enumerate([*Role, "nobody"], FIRST_PERSON):
        roles = [] if name == "nobody" else [str(name)]
        person = User(username=str(name), email=f"{name}@example.org", roles=roles, pk=number)
        person.password = hashed(settings.PASSWORD_HASHERS[0])
        person.save(force_insert=True)
        people[str(name)] = person
    return people


@cache
def hashed(hasher: str) -> str:
    """Everybody's password as the database has it: made once, since that is slow on purpose. `hasher` is the one in force."""
    return make_password(PASSWORD)


@pytest.fixture(scope="session", autouse=True)
def known_work() -> None:
    """What there is to do in the background, registered as in a worker that starts."""
    current_app.loader.import_default_modules()


@pytest.fixture(scope="session", autouse=True)
def kept_by_all(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What one process of this run has made, the others take from a folder that belongs to all of them."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        keeping.shared = tmp_path_factory.getbasetemp().parent / "kept"
        keeping.shared.mkdir(exist_ok=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None,
    kept_by_all: None,
    django_db_keepdb: bool,
    django_db_use_migrations: bool,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Migrations run once for all processes."""
    if keeping.shared is None or django_db_keepdb or not django_db_use_migrations:
        yield
        return
    with ExitStack() as within:
        with django_db_blocker.unblock():
            within.enter_context(migrated.copied(keeping.shared))
        yield
        with django_db_blocker.unblock():
            within.close()


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """A release that is put back may have other findings than it had in the test before."""
    caches["kept"].clear()
    caches["pages"].clear()


@pytest.fixture(scope="session", autouse=True)
def emptied_between_tests() -> Iterator[None]:
    """Tests with transactions of their own empty every table at their end, which the database refuses once a release is
    published. As its owner they put the refusal aside for that moment, and only there.

    Of the tables, most of which are empty, only those with rows are touched: to truncate all of them takes longer than many a
    test. What Django itself writes after each migration stays, so that it need not be written again.
    """

    def sql_flush(operations: DatabaseOperations, style: object, tables: list[str], **options: bool) -> list[str]:
        ours = [table for table in tables if table not in MADE_BY_MIGRATING]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM \"{table}\" LIMIT 1)" for table in ours))
            filled = [table for (table,) in cursor.fetchall()]
        guarded = keeping.with_triggers(filled)
        return [
            *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in guarded),
            *(f'DELETE FROM "{table}"' for table in filled),
            "SET CONSTRAINTS ALL IMMEDIATE",
            *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in guarded),
        ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *args, **options: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_found_once() -> Iterator[None]:
    """A web process looks for the static files when it starts, and so does each client of a test with its first request, which
    takes as long as a page. What was found once, by the same settings, the clients of a process share.
    """
    found: dict[tuple[object, ...], dict[str, object]] = {}
    look = WhiteNoise.update_files_dictionary

    def update_files_dictionary(files: WhiteNoise, root: str, prefix: str) -> None:
        asked = (root, prefix, files.max_age, files.index_file, str(settings.STORAGES["staticfiles"]))
        if asked not in found:
            look(files, root, prefix)
            found[asked] = dict(files.files)
        files.files.update(found[asked])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoise, "update_files_dictionary", update_files_dictionary)
        yield


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in English: a request in Welsh leaves its language behind in this thread."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def quick_passwords(request: pytest.FixtureRequest, settings: Settings) -> None:
    """Hashing a password is slow on purpose; the tests' own passwords protect nothing.

    A web process of its own knows only the real way, so tests with a browser keep it.
    """
    if request.node.get_closest_marker("browser") is None:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def people(db: None) -> People:
    return make_people()


@pytest.fixture
def signed_in(people: People) -> Callable[[str], Client]:
    """`signed_in("analyst")` gives a client signed in as that person."""

    return lambda name: signing.client_of(people[name])


@pytest.fixture
def first_release(people: People) -> keeping.Named:
    """The example extracts loaded, drafted, approved and published, each step by the person whose it is."""
    return "examples", lambda: publishing.publish_examples(people["analyst"], people["approver"])


@pytest.fixture
def published(first_release: keeping.Named) -> Release:
    return keeping.release(*first_release)


@pytest.fixture(scope="session")
def worker_pool(django_db_setup: None) -> Iterator[working.WorkerPool]:
    with closing(working.WorkerPool()) as pool:
        yield pool


@pytest.fixture
def worker(transactional_db: None, worker_pool: working.WorkerPool) -> working.Worker:
    """A real Celery worker on the tests' database and queue; use with transactional tests only."""
    return worker_pool.running()


@pytest.fixture(scope="session")
def web(django_db_setup: None) -> Iterator[serving.Site]:
    with closing(serving.Site()) as site:
        yield site


@pytest.fixture
def site(transactional_db: None, web: serving.Site) -> serving.Site:
    """The real web process on the tests' database; `site.url` is its origin."""
    return web


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsing.executable(), args=browsing.ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile with a desktop's width."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(15_000)
    yield context
    context.close()
