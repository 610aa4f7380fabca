"""Somebody with a browser, who comes through the proxy: what `make page` and `make machine` try the service with."""

import copy
import json
import re
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.access.codes import fresh_code_of

HOST = "positive-change.example.org"
PATIENCE = 120  # seconds


def certificate(folder: str) -> list[str]:
    """The command that makes one for the host, where the page's nginx looks for it."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    return [*command, "-addext", f"subjectAltName=DNS:{HOST}", "-keyout", f"{folder}/key.pem", "-out", f"{folder}/fullchain.pem"]


def token(shown: str) -> str:
    """What a form of the page proves itself with."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)
    if found is None:
        raise SystemExit(f"no form on this page: {shown[:1000]}")
    return found[1]


class Visitor:
    """A person with cookies of their own. `inside`: the command that brings curl to where the proxy listens."""

    def __init__(self, jar: Path, trusted: Path, port: int = 443, inside: Sequence[str] = ()) -> None:
        self._command = [*inside, "curl", "-s", "--max-time", "60", "--cacert", str(trusted)]
        self._command += ["--connect-to", f"{HOST}:443:127.0.0.1:{port}", "-b", str(jar)]
        self._keeps = ["-c", str(jar)]

    def looking(self) -> "Visitor":
        """The same person, who only looks: many at once write in no jar of cookies."""
        other = copy.copy(self)
        other._keeps = []
        return other

    def curl(self, path: str, *more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*self._command, *self._keeps, *more, f"https://{HOST}{path}"], capture_output=True, text=True)

    def get(self, path: str, *more: str) -> str:
        """The page; ends the trial where there is none."""
        done = self.curl(path, "--fail-with-body", *more)
        if done.returncode:
            raise SystemExit(f"{path} through the proxy: curl ended with {done.returncode}, {done.stdout[:1000]}")
        return done.stdout

    def post(self, shown: str, fields: dict[str, str], to: str) -> str:
        """Send what is filled in on a page that was shown; the page to which that leads."""
        given = {"csrfmiddlewaretoken": token(shown), **fields}
        data = [part for name, text in given.items() for part in ("--data-urlencode", f"{name}={text}")]
        return self.get(to, "--location", "--referer", f"https://{HOST}{to}", *data)

    def sign_in(self, name: str, password: str) -> None:
        """For the first time: a second factor is asked for before anything else opens."""
        page = "/en/account/sign-in/"
        first = self.post(self.get(page), {"login": name, "password": password}, to=page)
        if "Sign out" not in first or "authenticator app" not in first:
            raise SystemExit(f"{name} could not sign in: {first[:2000]}")
        print(f"{name} is signed in, and is asked for a second factor", flush=True)

    def set_up_app(self) -> None:
        """An authenticator app; then the rest opens."""
        page = "/en/account/security/app/set-up/"
        shown = self.get(page)
        secret = re.search(r'<code id="secret">([A-Z2-7]+)</code>', shown)
        if secret is None:
            raise SystemExit("no secret for an authenticator app")
        self.post(shown, {"code": fresh_code_of(secret[1])}, to=page)
        if "Sign out" not in self.get("/en/"):
            raise SystemExit("with an authenticator app the start page does not open")
        print("the authenticator app is set up, and the service opens", flush=True)

    def load(self, source: str, file: Path, as_at: str) -> None:
        """Upload, wait for the checks, accept what is unusual, and wait until it is loaded."""
        form = ["-F", f"source={source}", "-F", f"as_at={as_at}", "-F", f"file=@{file};type=text/csv"]
        proof = ["--header", f"X-CSRFToken: {token(self.get('/en/extracts/upload/'))}", "--referer", f"https://{HOST}/en/"]
        address = f"/en/extracts/{json.loads(self.get('/api/v1/extracts', *form, *proof))['id']}/"
        shown = self._once(address, lambda page: f'action="{address}accept/"' in page)
        boxes = re.findall(r'<input[^>]*type="checkbox"[^>]*>', shown)
        names = [found[1] for box in boxes if (found := re.search(r'name="([^"]+)"', box))]
        self.post(shown, dict.fromkeys(names, "on"), to=f"{address}accept/")
        self._once(address, lambda page: "app-tag--loaded" in page)
        print(f"{file.name} is uploaded, checked, accepted and loaded", flush=True)

    def _once(self, address: str, holds: Callable[[str], bool]) -> str:
        """The page, once it is so."""
        deadline = time.monotonic() + PATIENCE
        while not holds(page := self.get(address)):
            if time.monotonic() > deadline:
                text = re.sub(r"<[^>]+>|\s+", " ", page)
                raise SystemExit(f"{address} is not what it should become: {text[-3000:]}")
            time.sleep(1)
        return page
