"""Make .venv with a pip in it, on a machine that may have nothing but Python 3.11 or later. Standard library only.

Debian and Ubuntu take `ensurepip` out of Python and into the package python3-venv. Without it, pip comes from what the
machine has, or else out of Debian's own pip package, which apt downloads and we unpack: none of this needs root.
"""

import glob
import os
import shutil
import subprocess
import sys
import tempfile

NEEDED = (3, 11)
HELP = """
No pip could be found or fetched for this Python. Any one of these helps:
    sudo apt-get install python3-venv
    an environment made by hand:  uv venv --seed .venv   or   virtualenv .venv
then the same make command again.
"""


def main(folder):
    """Make the environment in `folder`, or complete one that has no pip."""
    if sys.version_info < NEEDED:
        sys.exit("Python 3.11 or later is needed; this is %d.%d. Name another: make PYTHON=python3.12 …" % sys.version_info[:2])
    python = os.path.join(folder, "bin", "python")
    if runs([python, "-m", "pip", "--version"]):
        return
    if not runs([python, "--version"]):
        import venv

        venv.create(folder, clear=True, symlinks=True, with_pip=False)
    for way in (with_ensurepip, with_own_pip, with_wheel_of_system, with_wheel_from_apt):
        if way(python) and runs([python, "-m", "pip", "--version"]):
            return
    sys.exit(HELP)


def runs(command):
    """Whether the command can be run and succeeds; silent."""
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def with_ensurepip(python):
    return runs([python, "-m", "ensurepip", "--upgrade", "--default-pip"])


def with_own_pip(python):
    """The pip of the Python that runs this, from version 22.3 on, can install into another environment."""
    return runs([sys.executable, "-m", "pip", "--python", python, "install", "pip"])


def with_wheel_of_system(python):
    return any(install(python, wheel) for wheel in glob.glob("/usr/share/python-wheels/pip-*.whl"))


def with_wheel_from_apt(python):
    """Unpack Debian's pip package into a temporary folder, with package lists of our own when the machine has none."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return False
    print("pip is not on this machine: taking it from Debian's package, without installing that.", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("lists/partial", "cache/archives/partial"):
            os.makedirs(os.path.join(folder, name))
        own = ["-o", "Dir::State::Lists=%s/lists" % folder, "-o", "Dir::Cache=%s/cache" % folder]
        own += ["-o", "APT::Sandbox::User="] if os.geteuid() == 0 else []
        download = ["download", "python3-pip-whl"]
        if not run_in(folder, ["apt-get", *download]):
            run_in(folder, ["apt-get", *own, "update"])
            run_in(folder, ["apt-get", *own, *download])
        for package in glob.glob(os.path.join(folder, "*.deb")):
            run_in(folder, ["dpkg-deb", "-x", package, "unpacked"])
        wheels = glob.glob(os.path.join(folder, "unpacked/usr/share/python-wheels/pip-*.whl"))
        return any(install(python, wheel) for wheel in wheels)


def run_in(folder, command):
    return subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL).returncode == 0


def install(python, wheel):
    """A wheel is a zip file, and Python runs a package straight out of one."""
    return runs([python, os.path.join(wheel, "pip"), "install", "--no-index", wheel])


if __name__ == "__main__":
    main(sys.argv[1])
