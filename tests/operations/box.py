"""An empty Debian 12 in a folder, booted as a machine of its own: systemd is its first process, its network is its own.

Needs root, and Debian's packages debootstrap, systemd-container and slirp4netns. Where Debian's packages come from is what this
machine's apt says; its certificates and what its pip and npm were told go along, as it reaches both through the same network.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

NEEDED = ("debootstrap", "systemd-nspawn", "slirp4netns", "nsenter", "ip")
SUITE = "bookworm"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# Of this machine, by which it reaches packages.
SETTINGS = (Path("/etc/pip.conf"), Path.home() / ".npmrc", Path("/usr/local/share/ca-certificates"))
VARIABLES = ("PIP_CERT", "PIP_DEFAULT_TIMEOUT", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
POWER_OFF = signal.SIGRTMIN + 4  # as systemd has it for its first process
REBOOT = 133  # what systemd-nspawn ends with where it is to be started again
BOOTING = 180  # seconds


class Box:
    """The machine; `base`: a folder with an empty Debian that is kept for the next time, made where it is missing."""

    def __init__(self, folder: Path, base: Path, shared: Path) -> None:
        self.name = f"box-{os.getpid()}"
        self.root, self.base, self.shared, self.log = folder / "root", base, shared, folder / "console.log"
        self._folder = folder
        self._network: subprocess.Popen[bytes] | None = None
        self._machine: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """The empty Debian, and this machine's way to packages."""
        empty_debian(self.base)
        subprocess.run(["cp", "--archive", "--reflink=auto", str(self.base), str(self.root)], check=True)
        for setting in SETTINGS:
            if setting.is_dir():
                shutil.copytree(setting, self.root / setting.relative_to("/"), dirs_exist_ok=True)
            elif setting.exists():
                shutil.copy(setting, self.root / setting.relative_to("/"))
        (self.root / "etc/resolv.conf").unlink(missing_ok=True)
        (self.root / "etc/resolv.conf").write_text("nameserver 10.0.2.3\n")  # slirp4netns
        (self.root / "etc/hostname").write_text("machine\n")
        (self.root / "etc/hosts").write_text("127.0.0.1 localhost machine\n::1 localhost\n")

    def boot(self) -> None:
        """Power on; returns when systemd says that everything which starts by itself has started."""
        subprocess.run(["ip", "netns", "add", self.name], check=True)
        subprocess.run(["ip", "-n", self.name, "link", "set", "lo", "up"], check=True)
        network = ["slirp4netns", "--configure", "--mtu=65520", "--disable-host-loopback", "--netns-type=path"]
        self._network = subprocess.Popen(
            [*network, f"/run/netns/{self.name}", "tap0"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._power_on()

    def reboot(self) -> float:
        """As `systemctl reboot` does it; how many seconds it took until everything was up."""
        begun = time.monotonic()
        self.run("systemctl reboot", quiet=True)
        if self._machine is None or self._machine.wait(BOOTING) != REBOOT:
            raise SystemExit(f"the machine did not go down in order to come up: {self._said()}")
        self._power_on()
        return time.monotonic() - begun

    def run(
        self, script: str, *, environment: Mapping[str, str] | None = None, quiet: bool = False, patience: float = 900
    ) -> str:
        """Commands as somebody types them who is signed in as root, ended by the first that fails; what they said."""
        done = self.attempt(script, environment=environment, patience=patience)
        if not quiet:
            print(done.stdout.rstrip(), flush=True)
        if done.returncode:
            raise SystemExit(f"ended with {done.returncode}:\n{script}\n{done.stdout[-6000:]}")
        return done.stdout.strip()

    def attempt(
        self, script: str, *, environment: Mapping[str, str] | None = None, patience: float = 900
    ) -> subprocess.CompletedProcess[str]:
        """The same, whether it succeeds or not."""
        own = {name: os.environ[name] for name in VARIABLES if name in os.environ}
        own |= {"HOME": "/root", "PATH": PATH, "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", **(environment or {})}
        inside = ["nsenter", f"--target={self._leader()}", "--mount", "--uts", "--ipc", "--net", "--pid", "--root"]
        return subprocess.run(
            [
                *inside,
                "env",
                "-i",
                "--chdir=/root",
                *(f"{name}={text}" for name, text in own.items()),
                "bash",
                "-euo",
                "pipefail",
                "-c",
                script,
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=patience,
        )

    def inside(self) -> list[str]:
        """What brings a program of this machine into the box's network, and into nothing else of it."""
        return ["nsenter", f"--net=/run/netns/{self.name}"]

    def entrance(self) -> str:
        """The command by which somebody gets in and looks."""
        return f"nsenter --target={self._leader()} --mount --uts --ipc --net --pid --root bash --login"

    def close(self) -> None:
        """Power off, and leave nothing."""
        if self._machine is not None:
            if (leader := self._leader()) is not None:
                os.kill(leader, POWER_OFF)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._machine.wait(120)
            if self._machine.poll() is None:
                self._machine.kill()
                self._machine.wait()
        if self._network is not None:
            self._network.terminate()
            self._network.wait()
        subprocess.run(["ip", "netns", "delete", self.name], check=False)
        left = [one for name in ("payload", "supervisor") for one in Path("/sys/fs/cgroup").glob(f"*/{name}")]
        for group in sorted((one for top in left for one in (top, *top.rglob("*")) if one.is_dir()), reverse=True):
            with contextlib.suppress(OSError):  # inner ones come first; one that is in use stays
                group.rmdir()
        shutil.rmtree(self.root, ignore_errors=True)

    def _power_on(self) -> None:
        machine = [
            "systemd-nspawn",
            "--quiet",
            "--boot",
            "--register=no",
            "--keep-unit",
            "--console=read-only",
            "--resolv-conf=off",
        ]
        machine += [f"--machine={self.name}", f"--directory={self.root}", f"--network-namespace-path=/run/netns/{self.name}"]
        with self.log.open("ab") as log:
            self._machine = subprocess.Popen(
                [*machine, f"--bind-ro={self.shared}:/srv"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + BOOTING
        while self._leader() is None or not (
            found := self.attempt("systemctl is-system-running || true").stdout.strip()
        ).startswith(("running", "degraded")):
            if time.monotonic() > deadline or self._machine is None or self._machine.poll() is not None:
                raise SystemExit(f"the machine does not come up: {self._said()}")
            time.sleep(0.5)
        if found == "degraded":
            print(self.run("systemctl --failed --no-legend --plain", quiet=True), flush=True)

    def _leader(self) -> int | None:
        """Its first process, as this machine numbers it; none while it goes down and comes up."""
        if self._machine is None or self._machine.poll() is not None:
            return None
        children = Path(f"/proc/{self._machine.pid}/task/{self._machine.pid}/children").read_text().split()
        for child in children:
            with contextlib.suppress(OSError):
                if Path(f"/proc/{child}/comm").read_text().strip() == "systemd":
                    return int(child)
        return None

    def _said(self) -> str:
        return self.log.read_text(errors="replace")[-4000:]


def empty_debian(folder: Path) -> None:
    """Made in the folder, where it is not there yet."""
    if not (folder / "etc" / "debian_version").exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["debootstrap", SUITE, str(folder), _source()], check=True, stdout=subprocess.DEVNULL)


def _source() -> str:
    """Where this machine's apt has the suite from."""
    told = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(RELEASE) $(SITE)", "Created-By: Packages"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    sites = [line.split()[1] for line in told.splitlines() if line.split()[0] == SUITE]
    return sites[0] if sites else ""


def fresh_folder() -> Path:
    """Where there is room for a machine: /tmp may be in memory."""
    return Path(tempfile.mkdtemp(prefix="positive-change-machine-", dir="/var/tmp"))
