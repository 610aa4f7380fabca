"""`make machine`: docs/production.md word for word, on an empty Debian 12 that is made, booted, used and thrown away.

Needs root on Debian, its packages debootstrap, systemd-container and slirp4netns, curl, three gigabytes in /var/tmp, and the way
to packages that `make setup` needs; takes about ten minutes. What is installed is what is committed here. The page's other
machines, mail.example.org and backups.example.org, are this one by other names. Of the page only the certificate of an authority
and containers are not done.
"""

import argparse
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from tests.extracts.files import csv_of, figure
from tests.operations.asking import Asking
from tests.operations.box import NEEDED, Box, fresh_folder
from tests.operations.page import ROOT, blocks
from tests.operations.visiting import HOST, Visitor, certificate

SERVICES = ("web", "worker", "scheduler")
UNITS = " ".join(f"positive-change-{name}" for name in SERVICES)
PASSWORD = "a-long-password-of-the-analyst"
NEW_PASSWORD = PASSWORD[::-1]
# What stands on the page's other machines: a server that takes mail, and one that is reached by ssh and has a key for backups.
OTHERS = """
echo 127.0.0.1 mail.example.org backups.example.org >> /etc/hosts
mkdir -p /etc/ssh/sshd_config.d ~/.ssh /var/trial
echo ListenAddress 127.0.0.1 > /etc/ssh/sshd_config.d/trial.conf
apt-get install --yes --quiet openssh-server gnupg python3-aiosmtpd
systemd-run --quiet --unit=mail aiosmtpd --nosetuid --listen 127.0.0.1:25 --class aiosmtpd.handlers.Mailbox /var/trial/mail
ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519
cp ~/.ssh/id_ed25519.pub ~/.ssh/authorized_keys
ssh-keyscan backups.example.org > ~/.ssh/known_hosts
export GNUPGHOME=/var/trial/keys
install --directory --mode=0700 $GNUPGHOME
gpg --batch --quiet --passphrase '' --quick-generate-key backups@example.org
gpg --armor --export backups@example.org > /etc/positive-change/backups.asc
"""
# What came there is what went.
CAME = """
latest="$(ls /var/backups/positive-change | tail -1)"
mkdir /var/trial/opened
GNUPGHOME=/var/trial/keys gpg --batch --quiet --decrypt ~/"$latest.tar.gpg" | tar --extract --directory=/var/trial/opened
diff --recursive "/var/backups/positive-change/$latest" "/var/trial/opened/$latest"
"""
COLUMN = "ALTER TABLE watching_heartbeat ADD COLUMN of_the_next_version integer"


def main() -> None:
    """Print each step; exit 1 where one does not do what the page says."""
    parser = argparse.ArgumentParser(prog="python -m tests.operations.machine", description=__doc__)
    parser.add_argument("--base", type=Path, help="a folder for an empty Debian that is kept for the next time")
    parser.add_argument("--stay", action="store_true", help="when a step fails, wait before clearing away, so that one can look")
    options = parser.parse_args()
    folder = fresh_folder()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # so that it clears away
    trial = Trial(folder, options.base or folder / "base")
    try:
        trial.follow()
    except SystemExit as end:
        print(end.code, trial.journal("--lines=60"), trial.box.entrance(), sep="\n", flush=True)
        if options.stay:
            signal.sigwait({signal.SIGTERM, signal.SIGINT})
        raise
    finally:
        trial.box.close()
        shutil.rmtree(folder, ignore_errors=True)


class Trial:
    """The page's steps in their order, on one machine."""

    def __init__(self, folder: Path, base: Path) -> None:
        self.folder, self.begun = folder, time.monotonic()
        self.box = Box(folder, base, folder / "srv")
        self.trusted = self.box.root / "etc/ssl/positive-change/fullchain.pem"
        self.administrator, self.analyst = (
            Visitor(folder / name, self.trusted, inside=self.box.inside()) for name in ("administrator", "analyst")
        )

    def follow(self) -> None:
        """Everything on the page, then what it promises."""
        self.says("an empty Debian 12")
        make_repository(self.folder)
        self.box.make()
        self.box.boot()
        for kind, name in (("machine", "packages"), ("machine", "broker"), ("machine", "program")):
            self.does(kind, name)
        for name in ("database", "environment", "command", "tables"):
            self.does("try", name)
        self.write_units(*UNITS.split())
        self.does("machine", "services")
        self.proxy()
        self.people()
        self.sandbox()
        self.says("another machine, for mail and backups")
        self.box.run(OTHERS, quiet=True)
        self.forgotten_password()
        self.backups()
        self.reboot()
        self.next_version()
        self.says("what the services said of errors")
        print(self.journal('--grep="level": "(ERROR|CRITICAL)"|Traceback', "--lines=20"), flush=True)
        self.says("everything on the page does what it says")

    def says(self, what: str) -> None:
        print(f"== {what} ({time.monotonic() - self.begun:.0f} s)", flush=True)

    def does(self, kind: str, name: str) -> None:
        """A block of the page. Where it says ADDRESS-OF-THE-REPOSITORY is the one word that is exchanged."""
        self.says(f"{kind}: {name}")
        text = blocks(kind)[name].replace("ADDRESS-OF-THE-REPOSITORY", "/srv/repository.git")
        told = self.box.run(text, quiet=True)
        print("\n".join(told.splitlines()[-6:]), flush=True)

    def write_units(self, *names: str) -> None:
        """Each into /etc/systemd/system under its name."""
        for unit, text in blocks("unit").items():
            if unit.rpartition(".")[0] in names:
                (self.box.root / "etc/systemd/system" / unit).write_text(text)

    def proxy(self) -> None:
        """nginx, with a certificate of this trial; then web answers through it, over TLS only."""
        keys = self.box.root / "etc/ssl/positive-change"
        keys.mkdir()
        self.box.run(" ".join(certificate("/etc/ssl/positive-change")), quiet=True)
        (self.box.root / "etc/nginx/conf.d/positive-change.conf").write_text(blocks("proxy")["nginx"])
        self.does("machine", "proxy")
        self.ready()
        moved = self.run_inside("curl", "-sI", "-H", f"Host: {HOST}", "http://127.0.0.1/en/")
        if f"Location: https://{HOST}/en/" not in moved:
            raise SystemExit(f"without TLS nobody is sent to it: {moved}")
        taken = [line.split()[3] for line in self.box.run("ss --listening --tcp --numeric --no-header", quiet=True).splitlines()]
        print("listening:", *sorted(set(taken)), flush=True)
        if open_to_all := {
            one for one in taken if not one.startswith(("127.0.0.1:", "[::1]:")) and not one.endswith((":80", ":443"))
        }:
            raise SystemExit(f"reached from outside: {open_to_all}")

    def ready(self) -> None:
        """Web is ready, through the proxy, within two minutes."""
        deadline = time.monotonic() + 120
        while (found := self.administrator.curl("/health/ready", "--fail-with-body")).returncode:
            if time.monotonic() > deadline:
                raise SystemExit(f"web is not ready: {found.stdout}\n{self.units()}")
            time.sleep(0.5)

    def run_inside(self, *command: str) -> str:
        return subprocess.run([*self.box.inside(), *command], capture_output=True, text=True).stdout

    def people(self) -> None:
        """The administrator and an analyst sign in and set up their second factors; the analyst loads an extract."""
        self.says("people")
        self.administrator.sign_in("alun", "FIRST-PASSWORD-OF-THE-ADMINISTRATOR")
        self.administrator.set_up_app()
        add = "positive-change add_person ann --email ann@example.org --role analyst"
        self.box.run(add, environment={"PERSON_PASSWORD": PASSWORD})
        self.analyst.sign_in("ann", PASSWORD)
        self.analyst.set_up_app()
        areas = ("W15000001", "W15000002", "W15000003", "W15000004")
        rows = [figure(period=f"YE{year}-12", area_code=area) for year in range(2000, 2020) for area in areas]
        self.load("figures.csv", csv_of(rows))

    def load(self, name: str, content: bytes) -> None:
        (self.folder / name).write_bytes(content)
        self.analyst.load("published", self.folder / name, "2026-01-31")

    def forgotten_password(self) -> None:
        """Whoever has forgotten it is sent a mail, whose link leads back through the proxy to a new one."""
        self.box.run(
            "positive-change add_person bea --email bea@example.org --role board", environment={"PERSON_PASSWORD": PASSWORD}
        )
        someone = Visitor(self.folder / "someone", self.trusted, inside=self.box.inside())
        page = "/en/account/password/reset/"
        someone.post(someone.get(page), {"email": "bea@example.org"}, to=page)
        sent, link = self.mailed(page)
        if (sent["To"], sent["From"]) != ("bea@example.org", "positive-change@example.org"):
            raise SystemExit(f"the mail is not to them, or not from the service: {sent}")
        shown = someone.get(link, "--location")
        asked = re.search(r'<form class="app-form" method="post" action="([^"]+)"', shown)
        if asked is None:
            raise SystemExit(f"the link leads to no form: {shown[:3000]}")
        someone.post(shown, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, to=asked[1])
        someone.sign_in("bea", NEW_PASSWORD)
        print("a mail came, and its link led to a new password", flush=True)

    def mailed(self, wanted: str) -> tuple[EmailMessage, str]:
        """The mail that has a link to such an address of the service, and that address, once it has come."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            told = self.box.attempt("for mail in /var/trial/mail/new/*; do cat $mail; printf '\\f'; done").stdout
            for text in told.split("\f"):
                sent = message_from_string(text, policy=default)
                body = sent.get_content() if text.strip() and not sent.is_multipart() else ""
                if link := re.search(rf"https://{HOST}({wanted}\S+)", body):
                    return sent, link[1]
            time.sleep(0.5)
        raise SystemExit(f"no mail came: {told}\n{self.journal('--lines=20')}")

    def sandbox(self) -> None:
        """What the units forbid is forbidden, even to root; what they need is allowed."""
        self.says("the services' sandbox")
        for name in SERVICES:
            unit = f"positive-change-{name}"
            told = self.box.run(f"systemd-analyze security --no-pager {unit} | tail -1", quiet=True)
            print(told.split("→")[-1].strip(), flush=True)
            for folder in ("/etc", "/opt/positive-change/current", "/var/lib", "/var/backups/positive-change", "/usr/local/sbin"):
                if self.may_write(unit, folder):
                    raise SystemExit(f"{unit} may write in {folder}")
            for folder in ("/var/lib/positive-change", "/tmp"):
                if not self.may_write(unit, folder):
                    raise SystemExit(f"{unit} may not write in {folder}")
            status = self.box.run(f"cat /proc/{self.main(unit)}/status", quiet=True)
            found = dict(re.findall(r"^(NoNewPrivs|CapEff|CapBnd|Seccomp|Uid):\t(\S+)", status, re.MULTILINE))
            if found.pop("Uid") == "0" or int(found["CapEff"] + found["CapBnd"], 16) or found["NoNewPrivs"] != "1":
                raise SystemExit(f"{unit} may do what it should not: {status}")
            print(f"{unit}: writes in DATA_DIR and its own /tmp alone; {found}", flush=True)

    def may_write(self, unit: str, folder: str) -> bool:
        """Whether root could, where the service's folders are mounted as for the service."""
        there = f"nsenter --target={self.main(unit)} --mount -- sh -c 'touch {folder}/tried && rm {folder}/tried'"
        return self.box.attempt(there).returncode == 0

    def main(self, unit: str) -> str:
        return self.box.run(f"systemctl show --property=MainPID --value {unit}", quiet=True)

    def backups(self) -> None:
        """By hand, by the timer's service, and one brought back."""
        self.does("try", "backup")
        self.write_units("positive-change-backup")
        self.does("machine", "timer")
        self.box.run("systemctl list-timers --no-pager positive-change-backup.timer")
        self.box.run("systemctl start positive-change-backup.service")
        self.box.run("journalctl --no-pager --output=cat --unit=positive-change-backup.service")
        made = self.box.run("ls /var/backups/positive-change", quiet=True).split()
        if len(made) != 2:
            raise SystemExit(f"two backups should be there: {made}")
        self.does("machine", "away")
        self.box.run(CAME)
        print("the other machine has it, and can open it", flush=True)
        self.does("try", "restore")
        self.does("machine", "after the trial")

    def reboot(self) -> None:
        """Everything comes up by itself, at the first try."""
        self.says("the machine is started anew")
        seconds = self.box.reboot()
        begun = time.monotonic()
        self.ready()
        print(f"up after {seconds:.0f} s, ready {time.monotonic() - begun:.1f} s later", flush=True)
        print(self.units(), flush=True)
        again = {unit: self.box.run(f"systemctl show --property=NRestarts --value {unit}", quiet=True) for unit in UNITS.split()}
        if any(count != "0" for count in again.values()):
            raise SystemExit(f"started more than once: {again}")
        rows = [figure(period=f"YE{year}-12", numerator="60") for year in range(2000, 2020)]
        self.load("after.csv", csv_of(rows))

    def units(self) -> str:
        """Which are up, since when."""
        properties = "Id,ActiveState,SubState,NRestarts,ActiveEnterTimestampMonotonic"
        told = self.box.run(f"systemctl show --property={properties} {UNITS} postgresql@15-main redis-server nginx", quiet=True)
        return "\n".join(" ".join(unit.split()) for unit in told.split("\n\n"))

    def next_version(self) -> None:
        """To the next one and back, while people ask."""
        for block, version in (("next", "v2"), ("back", "v1")):
            with Asking(
                self.analyst.looking(), ("/health/ready", "/en/", "/cy/", "/en/extracts/", "/api/v1/indicators")
            ) as asking:
                self.does("machine", block)
                self.ready()
                time.sleep(3)
            print(asking.told(), flush=True)
            if asking.refused():
                raise SystemExit(f"refused: {asking.refused()}")
            for name in SERVICES:
                place = self.box.run(f"readlink /proc/{self.main(f'positive-change-{name}')}/cwd", quiet=True)
                if place != f"/opt/positive-change/{version}":
                    raise SystemExit(f"{name} is at {place}, not {version}")
            print(f"web, worker and scheduler are {version}", flush=True)
            rows = [figure(period=f"YE{year}-12", numerator="70" if version == "v2" else "80") for year in range(2000, 2020)]
            self.load(f"{version}.csv", csv_of(rows))

    def journal(self, *chosen: str) -> str:
        """What the services said."""
        return self.box.attempt(
            f"journalctl --no-pager --output=short-monotonic --unit='positive-change-*' {shlex.join(chosen)}"
        ).stdout


def make_repository(folder: Path) -> None:
    """What is committed here as the first version, and one with a column more as the next."""
    told = subprocess.run(["git", "-C", str(ROOT), "status", "--porcelain"], check=True, capture_output=True, text=True).stdout
    if told:
        print(f"not committed, and so not part of it:\n{told}", flush=True)
    bare, work = folder / "srv" / "repository.git", folder / "next"
    git = ["git", "-c", "user.name=Trial", "-c", "user.email=trial@example.org", "-c", "advice.detachedHead=false"]
    subprocess.run([*git, "init", "--quiet", "--bare", "--initial-branch=v1", str(bare)], check=True)
    subprocess.run([*git, "-C", str(ROOT), "push", "--quiet", str(bare), "HEAD:refs/heads/v1"], check=True)
    subprocess.run([*git, "clone", "--quiet", str(bare), str(work)], check=True)
    there = work / "wales_framework/watching/migrations"
    last = sorted(there.glob("0*.py"))[-1].stem
    (there / f"{int(last[:4]) + 1:04}_of_the_next_version.py").write_text(
        "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n"
        f'    dependencies = [("watching", "{last}")]\n    operations = [migrations.RunSQL("{COLUMN}")]\n'
    )
    subprocess.run([*git, "-C", str(work), "add", "."], check=True)
    subprocess.run([*git, "-C", str(work), "commit", "--quiet", "--message", "The next version"], check=True)
    subprocess.run([*git, "-C", str(work), "push", "--quiet", "origin", "HEAD:refs/heads/v2"], check=True)


if __name__ == "__main__":
    if missing := [name for name in (*NEEDED, "curl", "git") if not shutil.which(name)]:
        sys.exit(f"needed, and not here: {', '.join(missing)}")
    main()
