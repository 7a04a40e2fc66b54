"""Packages are installed when their list changes, and only then."""

import builtins

import pytest

from operations import environment


@pytest.fixture
def venv(tmp_path, monkeypatch):
    installs = []

    class Ended:
        returncode = 0

    def run(command, **options):
        installs.append(command)
        return Ended

    monkeypatch.setattr(environment.subprocess, "run", run)
    run.installs = installs
    run.folder = tmp_path / ".venv"
    run.folder.mkdir()
    run.ended = Ended
    return run


def test_packages_are_installed_once_and_again_when_the_file_changes(venv, tmp_path):
    file = tmp_path / "requirements.txt"
    file.write_text("Django==5.2\n")
    environment.install(venv.folder, file)
    environment.install(venv.folder, file)
    assert len(venv.installs) == 1
    file.write_text("Django==5.3\n")
    environment.install(venv.folder, file)
    assert len(venv.installs) == 2


def test_a_change_in_an_included_file_counts(venv, tmp_path):
    (tmp_path / "requirements.txt").write_text("Django==5.2\n")
    file = tmp_path / "requirements-dev.txt"
    file.write_text("-r requirements.txt\npytest==9\n")
    before = environment.fingerprint(file)
    (tmp_path / "requirements.txt").write_text("Django==5.3\n")
    assert environment.fingerprint(file) != before


def test_a_failed_installation_is_tried_again(venv, tmp_path):
    file = tmp_path / "requirements.txt"
    file.write_text("Django==5.2\n")
    venv.ended.returncode = 1
    with pytest.raises(SystemExit):
        environment.install(venv.folder, file)
    venv.ended.returncode = 0
    environment.install(venv.folder, file)
    assert len(venv.installs) == 2


def test_a_python_without_venv_is_explained_in_one_sentence(tmp_path, monkeypatch):
    load = builtins.__import__

    def debian(name, *args, **kwargs):
        if name == "ensurepip":
            raise ImportError(name)
        return load(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", debian)
    with pytest.raises(SystemExit, match="python3-venv"):
        environment.make(tmp_path / ".venv")


def test_half_a_folder_is_not_taken_for_an_environment(tmp_path):
    (tmp_path / "bin").mkdir()
    assert not environment.is_usable(tmp_path)
    (tmp_path / "bin" / "python").symlink_to(tmp_path / "gone")
    assert not environment.is_usable(tmp_path)


def test_everything_that_is_installed_is_pinned():
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (environment.ROOT / name).read_text().splitlines():
            assert not line or line.startswith(("#", "-r ")) or "==" in line, line
