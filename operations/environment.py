"""Makes `.venv` once and installs a requirements file again only when its content changed.

Runs on a bare Python, before anything is installed: the standard library is all there is.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
NO_VENV_MODULE = (
    "This Python has no venv module, so .venv cannot be made: install it (Debian and Ubuntu: "
    "apt install python3-venv) and try again."
)


def fingerprint(requirements: Path) -> str:
    """A digest of the file and of the files that it includes."""
    content = requirements.read_bytes()
    digest = hashlib.sha256(content)
    for line in content.decode().splitlines():
        if line.startswith("-r "):
            digest.update(fingerprint(requirements.parent / line[3:].strip()).encode())
    return digest.hexdigest()


def python_of(venv: Path) -> Path:
    return venv / "bin" / "python"


def is_usable(venv: Path) -> bool:
    """An interrupted start leaves half a folder; an upgraded Python leaves a link into nowhere."""
    if not python_of(venv).exists():
        return False
    answer = subprocess.run([python_of(venv), "-c", "import pip"], capture_output=True, check=False)
    return answer.returncode == 0


def make(venv: Path) -> None:
    try:
        import ensurepip  # noqa: F401 - Debian's python3 lacks both until python3-venv is installed
        import venv as maker
    except ImportError:
        sys.exit(NO_VENV_MODULE)
    say(f"Making {venv.name} with Python {sys.version.split()[0]} …")
    try:
        maker.create(venv, with_pip=True, clear=True, symlinks=True)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"{venv} could not be made: {error}")


def install(venv: Path, requirements: Path) -> None:
    stamp = venv / f".installed-{requirements.stem}"
    wanted = fingerprint(requirements)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"Installing {requirements.name}. This is done once and again when the file changes …")
    pip = [str(python_of(venv)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip, "-r", str(requirements)], check=False).returncode:
        sys.exit(f"The packages in {requirements.name} could not be installed; what pip said stands above.")
    stamp.write_text(wanted)


def say(sentence: str) -> None:
    print(sentence, flush=True)  # noqa: T201 - a command line talks to its terminal


def main(name: str) -> None:
    if not is_usable(VENV):
        make(VENV)
    install(VENV, ROOT / name)


if __name__ == "__main__":
    main(sys.argv[1])
