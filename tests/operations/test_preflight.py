"""What `make run` refuses before it has installed anything."""

import socket
import subprocess
import sys

import pytest

from operations import __main__ as launch
from operations.preflight import Refusal, check, read
from tests.operations.conftest import ROOT


@pytest.fixture
def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wishes(tmp_path, port, **environment):
    return read({"DATA_DIR": str(tmp_path), "PORT": str(port)} | environment)


def test_nothing_needs_to_be_set():
    asked = read({})
    assert (asked.host, asked.port, asked.base_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert asked.demo
    assert asked.data_dir == ROOT / "var"


def test_the_address_follows_host_and_port_unless_it_is_given():
    assert read({"PORT": "9000"}).base_url == "http://127.0.0.1:9000"
    assert read({"HOST": "::1"}).base_url == "http://[::1]:8000"
    assert read({"BASE_URL": "https://intramural.example/"}).base_url == "https://intramural.example"


@pytest.mark.parametrize("value", ["0", "no", "False", "off"])
def test_the_demo_can_be_declined(value):
    assert not read({"DEMO": value}).demo


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "8000 ", "٨٠"])
def test_a_port_that_is_none_is_named(port):
    with pytest.raises(Refusal, match="PORT"):
        read({"PORT": port})


@pytest.mark.parametrize("address", ["intramural.example", "ftp://x.example", "https://x.example/blog", "https://"])
def test_an_address_that_cannot_be_served_is_named(address):
    with pytest.raises(Refusal, match="BASE_URL"):
        read({"BASE_URL": address})


@pytest.mark.parametrize("password", ["", "short", "intramural-demo"])
def test_the_public_demo_password_stays_on_this_machine(tmp_path, free_port, password):
    open_to_all = wishes(tmp_path, free_port, HOST="0.0.0.0", DEMO_PASSWORD=password)
    with pytest.raises(Refusal, match="DEMO_PASSWORD"):
        check(open_to_all, can_ask=False)


def test_a_demo_with_its_own_password_may_be_shown_to_others(tmp_path, free_port):
    check(wishes(tmp_path, free_port, HOST="0.0.0.0", DEMO_PASSWORD="our own one"), can_ask=False)


def test_without_demo_terminal_or_administrator_all_three_names_are_given(tmp_path, free_port):
    with pytest.raises(Refusal) as refusal:
        check(wishes(tmp_path, free_port, DEMO="0", ADMIN_USERNAME="boss"), can_ask=False)
    for name in ("ADMIN_USERNAME", "ADMIN_EMAIL", "ADMIN_PASSWORD"):
        assert name in str(refusal.value)


def test_on_a_terminal_the_administrator_is_asked_for_later(tmp_path, free_port):
    check(wishes(tmp_path, free_port, DEMO="0"), can_ask=True)


def test_a_house_that_exists_needs_no_administrator_in_the_environment(tmp_path, free_port):
    (tmp_path / "intramural.sqlite3").touch()
    check(wishes(tmp_path, free_port, DEMO="0"), can_ask=False)


def test_a_host_that_is_not_ours_is_named(tmp_path, free_port):
    with pytest.raises(Refusal, match="cannot be served"):
        check(wishes(tmp_path, free_port, HOST="192.0.2.1", DEMO_PASSWORD="our own one"), can_ask=False)


def test_the_command_ends_with_2_and_one_sentence(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-m", "operations.preflight"],
        cwd=ROOT,
        env={"DEMO": "0", "DATA_DIR": str(tmp_path), "PORT": "0"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path):
    key = launch.kept_key(tmp_path)
    assert len(key) > 60
    assert launch.kept_key(tmp_path) == key
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_key_that_was_cut_off_is_not_used(tmp_path):
    (tmp_path / "secret-key").write_text("abc")
    with pytest.raises(Refusal, match="secret-key"):
        launch.kept_key(tmp_path)
