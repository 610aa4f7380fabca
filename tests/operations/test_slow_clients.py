"""Who sends slowly holds nobody up: nginx as docs/production.md has it, before a web process with eight threads.

Without the proxy each of these connections would hold a thread for as long as it likes: gunicorn has no limit for that.
"""

import contextlib
import hashlib
import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indicators.extracts.models import Extract
from tests.conftest import People
from tests.extracts.files import csv_of, figure
from tests.faults.people import Notes, Person
from tests.operations.page import blocks
from tests.serving import Site

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not (shutil.which("nginx") and shutil.which("openssl")), reason="no nginx on this machine"),
]
MANY = 50
BYTES_A_SECOND = 2048
WHOLE = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {servers}
}}
"""
TRUSTING = ssl._create_unverified_context()  # noqa: S323 - the certificate is of this test


@pytest.fixture
def proxied(site: Site, tmp_path: Path) -> Iterator[int]:
    """The port at which nginx stands before the web process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-subj",
        "/CN=localhost",
    ]
    subprocess.run(
        [*made, "-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "fullchain.pem")], check=True, capture_output=True
    )
    servers = blocks("proxy")["nginx"].partition("server {\n    listen 80;")[0].replace("    listen [::]:443 ssl;\n", "")
    for there, here in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/etc/ssl/positive-change": str(tmp_path),
        "127.0.0.1:8000": f"127.0.0.1:{site.port}",
    }.items():
        assert there in servers
        servers = servers.replace(there, here)
    (tmp_path / "nginx.conf").write_text(WHOLE.format(folder=tmp_path, servers=servers))
    nginx = subprocess.Popen(["nginx", "-e", str(tmp_path / "error.log"), "-c", str(tmp_path / "nginx.conf")])
    try:
        _wait_for(port)
        yield port
    finally:
        nginx.terminate()
        nginx.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        time.sleep(0.05)
    raise AssertionError("nginx did not start")


def connect(port: int) -> ssl.SSLSocket:
    return TRUSTING.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=60))


def trickle(links: list[ssl.SSLSocket], enough: threading.Event) -> None:
    """A head that never ends, a letter at a time, on each connection."""
    while not enough.wait(1):
        for link in links:
            link.sendall(b"x")


def asked(link: ssl.SSLSocket, path: str, person: Person) -> int:
    """The status of an answer."""
    link.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {person.cookie}\r\nConnection: close\r\n\r\n".encode())
    return int(link.recv(12).split()[1])


def send_slowly(port: int, person: Person, content: bytes, begun: Callable[[], object]) -> tuple[int, bytes]:
    """An upload as over a very poor line: status and answer."""
    body = (
        b'--x\r\nContent-Disposition: form-data; name="source"\r\n\r\npublished\r\n'
        b'--x\r\nContent-Disposition: form-data; name="as_at"\r\n\r\n2026-01-31\r\n'
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="slow.csv"\r\n\r\n' + content + b"\r\n--x--\r\n"
    )
    head = (
        f"POST /api/v1/extracts HTTP/1.1\r\nHost: 127.0.0.1\r\nReferer: https://127.0.0.1/\r\n"
        f"Cookie: {person.cookie}\r\nX-CSRFToken: {person.token}\r\n"
        f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    with connect(port) as link:
        link.sendall(head.encode())
        for start in range(0, len(body), BYTES_A_SECOND):
            link.sendall(body[start : start + BYTES_A_SECOND])
            begun()
            time.sleep(1)
        answer = b"".join(iter(lambda: link.recv(65536), b""))
    return int(answer.split()[1]), answer.partition(b"\r\n\r\n")[2]


def test_slow_clients_hold_nobody_up(proxied: int, people: People) -> None:
    analyst, member = (Person(people[name], proxied, Notes()) for name in ("analyst", "member"))
    content = csv_of([figure(period=f"YE{year}-12") for year in range(1930, 2020)])
    enough, sending, sent = threading.Event(), threading.Event(), []
    with contextlib.ExitStack() as stack:
        links = [stack.enter_context(connect(proxied)) for _ in range(MANY)]
        for link in links:
            link.sendall(b"GET /en/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ")
        slow = [
            threading.Thread(target=trickle, args=(links, enough)),
            threading.Thread(target=lambda: sent.append(send_slowly(proxied, analyst, content, sending.set))),
        ]
        for one in slow:
            one.start()
        sending.wait(60)
        for path in ("/health/live", "/en/", "/cy/", "/api/v1/indicators") * 3:
            with connect(proxied) as link:
                assert asked(link, path, member) == 200, path
        is_still_sending = not sent
        enough.set()
        for one in slow:
            one.join()
    ((status, answer),) = sent
    assert is_still_sending, "others were answered only when the upload was over"
    assert status == 202
    assert Extract.objects.get(pk=json.loads(answer)["id"]).sha256 == hashlib.sha256(content).hexdigest()
