"""What every file of the project must and must not say, and the files that a container runs by."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]

# Put together here so that this file is not the first to be found.
HOSTS = ["py" + "pi.org", "pythonhosted" + ".org", "npm" + "js.org", "npm" + "js.com", "deb." + "debian.org", "registry" + ".npm"]
MACHINE_PATHS = re.compile(r"(?<![\w.-])/(?:ro" + r"ot|work|home/\w+|Users/\w+|mnt|build)/[\w.]")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def lines() -> list[tuple[str, str]]:
    """(place, text) of every line of every text file."""
    found = []
    for file in tracked():
        try:
            text = file.read_text()
        except UnicodeDecodeError:
            continue
        found += [(f"{file.relative_to(ROOT)}:{number}", line) for number, line in enumerate(text.splitlines(), 1)]
    return found


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert [place for place, line in lines() if any(host in line for host in HOSTS)] == []


def test_no_file_carries_a_path_of_somebodys_machine() -> None:
    assert [place for place, line in lines() if MACHINE_PATHS.search(line)] == []


def test_every_locked_dependency_has_a_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        pins = re.split(r"\n(?=\S)", (ROOT / name).read_text())
        packages = [pin for pin in pins if pin and not pin.lstrip().startswith("#")]
        assert len(packages) > 40
        assert [pin.split()[0] for pin in packages if "--hash=sha256:" not in pin or "==" not in pin] == []


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_compose_runs_the_whole_service(compose: dict) -> None:
    assert set(compose["services"]) == {"migrate", "web", "worker", "scheduler", "postgres", "valkey"}


@pytest.mark.parametrize("name", ["web", "worker", "scheduler"])
def test_compose_migrates_before_it_starts(compose: dict, name: str) -> None:
    service = compose["services"][name]
    assert service["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert service["read_only"] is True
    assert "files:/data" in service["volumes"]


def test_compose_gives_each_process_the_least_rights(compose: dict) -> None:
    users = {}
    for name, service in compose["services"].items():
        told = {**service.get("environment", {})}
        users[name] = {match for url in told.values() for match in re.findall(r"^postgresql://(\w+):", str(url))}
    assert users["web"] == {"wales_framework_web", "wales_framework_desk"}
    assert users["worker"] == users["scheduler"] == {"wales_framework_worker"}
    assert users["migrate"] == {"wales_framework", "wales_framework_owner"}
    for name in ("web", "worker", "scheduler"):
        assert not {"POSTGRES_PASSWORD", "OWNER_PASSWORD", "OWNER_DATABASE_URL"} & set(compose["services"][name]["environment"])


def test_compose_checks_everything_that_keeps_running(compose: dict) -> None:
    without = [name for name, service in compose["services"].items() if not service.get("healthcheck", {}).get("test")]
    assert set(without) == {"migrate", "web"}  # the first ends, the second has its check in the image
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()


def test_compose_has_no_secret_and_no_default_for_one(compose: dict) -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    named = {name for name in re.findall(r"\$\{(\w+)", text) if re.search("SECRET|PASSWORD|KEY", name)}
    # A mail server of one's own network asks for none, not every key was changed, and not everybody has an organisation.
    may_be_empty = {"EMAIL_HOST_PASSWORD", "SECRET_KEY_FALLBACKS", "OIDC_CLIENT_SECRET"}
    of_roles = {"OWNER_PASSWORD", "WEB_PASSWORD", "DESK_PASSWORD", "WORKER_PASSWORD"}
    assert named == {"SECRET_KEY", "PSEUDONYM_KEY", "POSTGRES_PASSWORD", "VALKEY_PASSWORD", *of_roles, *may_be_empty}
    assert all(f"{name}:-}}" in text for name in may_be_empty)
    for name in named - may_be_empty:
        assert set(re.findall(r"\$\{" + name + r"(\W)", text)) == {":"}
        assert f"{name}:-" not in text


def test_every_setting_of_compose_is_in_the_example(compose: dict) -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    offered = set(re.findall(r"^(\w+)=", (ROOT / "env.example").read_text(), re.MULTILINE))
    assert set(re.findall(r"\$\{(\w+)", text)) == offered


def test_the_image_does_not_run_as_root() -> None:
    last_stage = (ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    users = re.findall(r"^USER (\S+)", last_stage, re.MULTILINE)
    assert users == ["service"]


def test_the_image_gets_every_file_it_copies() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    sent = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    for copied in re.findall(r"^COPY (?!--from)(.+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE):
        for name in copied.split()[:-1]:
            assert any(name == path or name.startswith(f"{path}/") for path in sent), name
            assert (ROOT / name).exists(), name
