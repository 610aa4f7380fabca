"""Headers of every kind of answer, and cookies, as the service gives them in production."""

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.cookies import SimpleCookie

import pytest
from django.conf import settings as project
from django.contrib.auth import SESSION_KEY
from django.test import Client
from pytest_django import Settings

from tests.conftest import make_people
from tests.serving import Site

HOST = "positive-change.example.org"
PRODUCTION = {
    "SERVICE_ENV": "production",
    "SECRET_KEY": project.SECRET_KEY,
    "PSEUDONYM_KEY": "k" * 40,
    "ALLOWED_HOSTS": HOST,
    "CSRF_TRUSTED_ORIGINS": f"https://{HOST}",
    "BEHIND_PROXY": "1",
    "REQUIRE_SECOND_FACTOR": "0",  # its pages are tests/access/test_second_factors
}
POLICY = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "frame-src 'none'",
    "worker-src 'none'",
    "form-action 'self'",
}
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Permitted-Cross-Domain-Policies": "none",
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Production:
    """The real web process as in production, asked as by a proxy that ends TLS."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.cookies = ""

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        own = {"Host": HOST, "X-Forwarded-Proto": "https", "Cookie": self.cookies}
        own |= {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(connection):
            connection.request(method, path, body, {name: value for name, value in own.items() if value})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())

    def sign_in(self, name: str) -> None:
        client = Client()
        client.force_login(make_people()[name])
        assert SESSION_KEY in client.session
        self.cookies = f"__Host-sessionid={client.session.session_key}"


@pytest.fixture(scope="module")
def real(django_db_setup: None) -> Iterator[Site]:
    with closing(Site(**PRODUCTION)) as site:
        yield site


@pytest.fixture
def production(transactional_db: None, real: Site) -> Production:
    return Production(real)


def static_file() -> str:
    manifest = json.loads((project.STATIC_ROOT / "staticfiles.json").read_text())
    return "/static/" + str(manifest["paths"]["app.css"])


def test_each_kind_of_answer_has_them(production: Production) -> None:
    kinds = {
        "redirect": ("/en/", 302),
        "page": ("/en/account/sign-in/", 200),
        "page in Welsh": ("/cy/cyfrif/mewngofnodi/", 200),
        "missing": ("/en/nowhere/at/all", 404),
        "API, nobody": ("/api/v1/groups", 401),
        "API, missing": ("/api/v1/nowhere", 404),
        "health": ("/health/live", 200),
        "static": (static_file(), 200),
        "static, missing": ("/static/nowhere.css", 404),
    }
    wrong = [f"{name}: {problem}" for name, (path, status) in kinds.items() for problem in _wrong(production.ask(path), status)]
    production.sign_in("analyst")
    kinds = {
        "page of figures": ("/en/", 200),
        "file": ("/en/plans/national/plan.csv", 200),
        "API": ("/api/v1/groups", 200),
        "API, bad parameter": ("/api/v1/observations?x=1", 400),
        "forbidden": ("/en/people/", 403),
    }
    for name, (path, status) in kinds.items():
        answer = production.ask(path)
        wrong += [f"{name}: {problem}" for problem in _wrong(answer, status)]
        if "private" not in str(answer.headers["Cache-Control"]) and "no-store" not in str(answer.headers["Cache-Control"]):
            wrong.append(f"{name}: Cache-Control is {answer.headers['Cache-Control']}")
    answer = production.ask("/en/extracts/upload/", "POST", b"", Content_Length=str(64 << 30))
    wrong += [f"too large: {problem}" for problem in _wrong(answer, 413)]
    answer = production.ask("/en/", "DELETE")
    wrong += [f"method: {problem}" for problem in _wrong(answer, 403 if answer.status == 403 else 405)]
    assert not wrong


def _wrong(answer: Answer, status: int) -> list[str]:
    found = [] if answer.status == status else [f"{answer.status} instead of {status}"]
    found += [f"{name} is {answer.headers[name]}" for name, value in EVERYWHERE.items() if answer.headers[name] != value]
    policy = {part.strip() for part in str(answer.headers["Content-Security-Policy"]).split(";")}
    found += [f"no {part} in the policy" for part in sorted(POLICY - policy)]
    found += ["unsafe policy"] if "unsafe" in " ".join(policy) else []
    found += [] if "camera=()" in str(answer.headers["Permissions-Policy"]) else ["no Permissions-Policy"]
    return found


def test_a_mistake_of_ours_has_them_and_tells_nothing_of_the_settings(db: None, settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.protection.broken_urls"
    answer = Client(raise_request_exception=False).get("/fails", headers={"user-agent": "x"})
    assert answer.status_code == 500
    for name in (*EVERYWHERE, "Content-Security-Policy", "Permissions-Policy"):
        assert answer.has_header(name) or name == "Strict-Transport-Security", name
    text = answer.content.decode()
    assert not [secret for secret in (project.SECRET_KEY, "RuntimeError", "a mistake of ours", "Traceback") if secret in text]


@pytest.mark.parametrize("host", ["evil.example.org", f"{HOST}.evil.org", f"{HOST}:80@evil.org", "", "a\tb"])
def test_another_host_is_refused_and_never_named(production: Production, host: str) -> None:
    answer = production.ask("/en/account/sign-in/", Host=host or "-")
    assert answer.status == 400
    assert b"evil" not in answer.body
    assert not _wrong(answer, 400) or "evil" not in str(answer.headers)


def test_what_a_client_says_of_the_host_beside_it_does_not_count(production: Production) -> None:
    answer = production.ask("/en/", X_Forwarded_Host="evil.example.org")
    assert answer.status == 302
    assert "evil" not in str(answer.headers) + answer.body.decode()


def test_without_tls_there_is_nothing_but_health(production: Production) -> None:
    answer = production.ask("/en/account/sign-in/", X_Forwarded_Proto="http")
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{HOST}/en/account/sign-in/"
    assert production.ask("/health/live", X_Forwarded_Proto="http").status == 200


def test_cookies_are_this_hosts_alone(production: Production) -> None:
    make_people()
    form = production.ask("/en/account/sign-in/")
    jar = SimpleCookie("\n".join(form.headers.get_all("Set-Cookie", [])))
    assert {"__Host-csrftoken"} <= set(jar)
    for cookie in jar.values():
        assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (True, True, "/", "")
        assert cookie["samesite"] == "Lax"


def test_signing_in_needs_the_token_of_the_form(production: Production) -> None:
    """Else somebody could be signed in as another person without noticing it."""
    answer = production.ask(
        "/en/account/sign-in/",
        "POST",
        b"login=analyst&password=x",
        Content_Type="application/x-www-form-urlencoded",
        Origin=f"https://{HOST}",
    )
    assert answer.status == 403


@pytest.mark.parametrize("missing", ["", "SECRET_KEY", "PSEUDONYM_KEY", "ALLOWED_HOSTS"])
def test_production_starts_with_everything_it_needs_and_not_without(missing: str, tmp_path: object) -> None:
    environment = {**os.environ, **PRODUCTION, "SECRET_KEY": "s" * 25 + "abcdefghijklmnopqrstuvwxyz"}
    environment.pop(missing, None)
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # the tests' own
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=environment, cwd=project.BASE_DIR, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode == 0) == (not missing), done.stderr
    assert not missing or missing in done.stderr


def test_secrets_may_come_as_files(tmp_path: object) -> None:
    folder = str(tmp_path)
    names = ["SECRET_KEY", "PSEUDONYM_KEY", "DATABASE_URL", "CELERY_BROKER_URL", "EMAIL_HOST_PASSWORD"]
    values = {**PRODUCTION, "DATABASE_URL": "postgresql://somebody@elsewhere/x", "CELERY_BROKER_URL": "redis://elsewhere:1/1"}
    values["EMAIL_HOST_PASSWORD"] = "a secret of the mail server"
    environment = {**os.environ, **PRODUCTION}
    for name in names:
        with open(f"{folder}/{name}", "w") as file:
            file.write(values[name] + "\n")
        environment.pop(name, None)
        environment[f"{name}_FILE"] = file.name
    told = (
        "from wales_framework.servers import use_servers; use_servers(); from django.conf import settings as s;"
        "print(s.SECRET_KEY, s.PSEUDONYM_KEYS[0].decode(), s.DATABASES['default']['HOST'], s.CELERY_BROKER_URL,"
        " s.EMAIL_HOST_PASSWORD)"
    )
    arguments = [sys.executable, "-c", told]
    done = subprocess.run(arguments, env=environment, cwd=project.BASE_DIR, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == " ".join(
        [values["SECRET_KEY"], values["PSEUDONYM_KEY"], "elsewhere", values["CELERY_BROKER_URL"], values["EMAIL_HOST_PASSWORD"]]
    )
    both = {**environment, "SECRET_KEY": "x"}
    done = subprocess.run(arguments, env=both, cwd=project.BASE_DIR, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "SECRET_KEY_FILE" in done.stderr
