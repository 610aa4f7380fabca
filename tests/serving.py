"""The service as readers meet it: a real gunicorn on the tests' database, with the built static files."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import IO

from tests.working import database_url


class Site:
    """A web service of its own, of one process or several; `url` is its origin. `log`: where it writes what it has to say."""

    def __init__(self, workers: int = 1, log: IO[bytes] | None = None, port: int = 0, **environment: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", port))
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "gunicorn", "wales_framework.wsgi", f"--bind=127.0.0.1:{self.port}"]
        command += ["--worker-class=gthread", f"--workers={workers}", "--threads=8", "--log-level=warning"]
        whole = {**os.environ, "DATABASE_URL": database_url(), **environment}
        self.process = subprocess.Popen(command, env=whole, stdout=log, stderr=log)
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"gunicorn ended with code {self.process.returncode}")
            try:
                urllib.request.urlopen(f"{self.url}/health/live", timeout=2).close()
            except urllib.error.HTTPError:
                return  # it answers; in production to its own name only
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                time.sleep(0.1)
            else:
                return
        self.process.kill()
        raise RuntimeError("gunicorn did not answer within a minute")

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
