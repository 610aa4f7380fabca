"""A PostgreSQL primary and a streaming standby of the tests' own, from the programs that come with the embedded server."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg2

from wales_framework.embedded import privileges
from wales_framework.embedded.postgres import ENVIRONMENT, programs

NAME = "wales_framework"
PRIMARY, STANDBY = "5432", "5433"
SETTINGS = {
    "listen_addresses": "", "wal_level": "replica", "max_wal_senders": "4", "hot_standby": "on", "fsync": "off",
    "shared_buffers": "64MB", "log_statement": "all", "jit": "off", "max_connections": "40",
}  # fmt: skip


class Pair:
    """`primary` and `standby` are addresses of the same database, which is a copy of the one at `url`."""

    def __init__(self, url: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="wf-pair-", dir="/tmp"))
        self.identity = privileges.choose(self.folder, programs() / "postgres")
        self.identity.own(self.folder)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.primary, self.standby = (f"postgresql://postgres@{str(self.folder).replace('/', '%2F')}:{port}/{NAME}"
                                      for port in (PRIMARY, STANDBY))  # fmt: skip
        try:
            self._run(
                "initdb", "-D", self._data(PRIMARY), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"
            )
            self._start(PRIMARY, "postgres")
            self._run("createdb", *self._to(PRIMARY), NAME)
            self._copy(url)
            backup = ("-D", self._data(STANDBY), "-R", "-X", "stream", "-c", "fast", "--no-sync")
            self._run("pg_basebackup", *self._to(PRIMARY), *backup)
            self._start(STANDBY, NAME)
        except BaseException:
            self.close()
            raise

    def ask(self, url: str, statement: str) -> list[tuple[object, ...]]:
        """What a server answers."""
        with psycopg2.connect(url) as session, session.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    def asked(self, port: str) -> str:
        """Every statement that a server was given so far."""
        return (self.folder / f"{port}.log").read_text(errors="replace")

    def end(self, port: str) -> None:
        """As by a power cut."""
        process = self.running.pop(port)
        process.send_signal(signal.SIGQUIT)
        process.wait(20)

    def close(self) -> None:
        for port in list(self.running):
            self.end(port)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _data(self, port: str) -> str:
        return str(self.folder / f"data{port}")

    def _to(self, port: str) -> tuple[str, ...]:
        return ("-h", str(self.folder), "-p", port, "-U", "postgres")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(programs() / program), *arguments]
        subprocess.run(command, env=ENVIRONMENT, preexec_fn=self.identity.become, check=True, capture_output=True, cwd="/")

    def _start(self, port: str, database: str) -> None:
        settings = {**SETTINGS, "port": port, "unix_socket_directories": str(self.folder)}
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with open(self.folder / f"{port}.log", "ab") as log:
            self.running[port] = subprocess.Popen(
                [str(programs() / "postgres"), "-D", self._data(port), *words],
                env=ENVIRONMENT, preexec_fn=self.identity.become, stdout=log, stderr=log, cwd="/",
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while True:
            try:
                psycopg2.connect(f"host={self.folder} port={port} user=postgres dbname={database}").close()
            except psycopg2.OperationalError:
                if time.monotonic() > deadline or self.running[port].poll() is not None:
                    raise
                time.sleep(0.1)
            else:
                return

    def _copy(self, url: str) -> None:
        dump = [str(programs() / "pg_dump"), "--no-owner", "--no-privileges", "-d", url]
        load = [str(programs() / "psql"), *self._to(PRIMARY), "-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", NAME]
        copied = subprocess.run(dump, env={**os.environ}, check=True, capture_output=True).stdout
        # How a server notes things down at its columns is its own affair, and no other version's.
        copied = re.sub(rb"^ALTER TABLE ONLY \S+ ALTER COLUMN \S+ SET \(.*\);\n", b"", copied, flags=re.MULTILINE)
        subprocess.run(load, input=copied, env=ENVIRONMENT, check=True, capture_output=True)
