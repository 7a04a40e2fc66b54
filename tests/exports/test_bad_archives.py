"""What is damaged, changed, too new or hostile is refused with a sentence, and nothing of it stays."""

import hashlib
import json
import shutil
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from wagtail.models import Site

from people.models import User
from teams.models import Team

from .world import House

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def exported(django_db_setup, django_db_blocker, tmp_path_factory):
    """One export for all of these tests, of a house that is gone when they begin."""
    folder = tmp_path_factory.mktemp("exported")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(folder / "media")), transaction.atomic():
        House()
        call_command("export_site", str(folder / "out"), stdout=StringIO(), verbosity=0)
        transaction.set_rollback(True)
    cache.clear()
    Site.clear_site_root_paths_cache()
    return folder / "out"


@pytest.fixture
def archive(exported, tmp_path, media):
    """A copy of it to change, and an empty installation to bring it to."""
    return shutil.copytree(exported, tmp_path / "out")


def refused(path, settings) -> str:
    with pytest.raises(CommandError) as refusal:
        call_command("import_site", str(path), stdout=StringIO(), verbosity=0)
    assert not User.objects.exists()
    assert not Team.objects.exists()
    media = Path(settings.MEDIA_ROOT)
    assert [each for each in media.rglob("*") if each.is_file()] == []
    return str(refusal.value)


def change_manifest(archive, **changes):
    path = archive / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def rewrite(archive, name, words):
    """Change a file and say so in the manifest: a clever hand, not a broken disk."""
    (archive / name).write_text(words)
    facts = {"size": len(words.encode()), "sha256": hashlib.sha256(words.encode()).hexdigest()}
    manifest = json.loads((archive / "manifest.json").read_text())
    manifest["files"][name] = manifest["files"].get(name, {}) | facts
    (archive / "manifest.json").write_text(json.dumps(manifest))


def change_row(archive, table, **changes):
    name = f"data/{table}.jsonl"
    first, *others = (archive / name).read_text().splitlines(keepends=True)
    rewrite(archive, name, json.dumps(json.loads(first) | changes) + "\n" + "".join(others))


def test_a_newer_format(archive, settings):
    change_manifest(archive, version=2)
    assert "reads up to 1" in refused(archive, settings)


@pytest.mark.parametrize("version", ["1", None, 1.5, [1]])
def test_a_format_without_a_number(archive, settings, version):
    change_manifest(archive, version=version)
    assert "format" in refused(archive, settings)


def test_the_export_of_one_team(archive, settings):
    change_manifest(archive, scope="team")
    assert "for reading" in refused(archive, settings)


def test_something_else_altogether(archive, settings, tmp_path):
    change_manifest(archive, format="other")
    assert "no export of Intramural" in refused(archive, settings)
    assert "no folder and no zip" in refused(tmp_path / "nowhere", settings)
    (tmp_path / "text.zip").write_text("not a zip")
    assert "no zip" in refused(tmp_path / "text.zip", settings)


def test_one_that_was_not_finished(archive, settings):
    (archive / "manifest.json").unlink()
    assert "not finished" in refused(archive, settings)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "{",
        "[]",
        '{"files": 3}',
        '{"files": {"a": {}}}',
        '{"files": {"a": {"size": -1, "sha256": ""}}}',
        "[" * 100_000,
    ],
)
def test_a_manifest_that_cannot_be_read(archive, settings, words):
    (archive / "manifest.json").write_text(words)
    assert "manifest.json" in refused(archive, settings)


def test_a_file_that_is_missing(archive, settings):
    (archive / "data/people.user.jsonl").unlink()
    assert "data/people.user.jsonl is missing" in refused(archive, settings)


def test_a_file_too_many(archive, settings):
    (archive / "data/more.jsonl").write_text("{}")
    assert "not named in the manifest" in refused(archive, settings)


@pytest.mark.parametrize(
    "change", [lambda words: words[:-3], lambda words: words + b"\n", lambda words: words[:-2] + b"!\n"]
)
def test_a_damaged_file(archive, settings, change):
    path = archive / "data/wagtailcore.page.jsonl"
    path.write_bytes(change(path.read_bytes()))
    assert "data/wagtailcore.page.jsonl is not what it was" in refused(archive, settings)


def test_a_damaged_picture(archive, settings):
    picture = next((archive / "files").rglob("*.jpg"))
    picture.write_bytes(picture.read_bytes()[:-9])
    assert "is not what it was" in refused(archive, settings)


@pytest.mark.parametrize("words", ["{", "[]", '"text"', "[" * 100_000])
def test_a_line_that_is_no_row(archive, settings, words):
    rewrite(archive, "data/people.user.jsonl", words + "\n")
    assert "data/people.user.jsonl, line 1" in refused(archive, settings)


@pytest.mark.parametrize(
    ("table", "changes", "says"),
    [
        ("people.user", {"username": None}, "username is empty"),
        ("people.user", {"username": 3}, "username is no string"),
        ("people.user", {"username": "x" * 61}, "username is longer than 60"),
        ("people.user", {"username": "a\0b"}, "zero byte"),
        ("people.user", {"is_active": "yes"}, "is_active is no boolean"),
        ("people.user", {"date_joined": "yesterday"}, "date_joined cannot be read"),
        ("people.user", {"hue": True}, "hue is no integer"),
        ("people.user", {"more": 1}, "more is no column"),
        ("people.user", {"hue": 10**40}, "hue is a number that no column holds"),
        ("people.user", {"id": 10**30}, "id is a number that no column holds"),
        ("people.user", {"first_name": "\ud83d"}, "first_name holds half of a letter"),
        ("people.user", {"date_joined": "0001-01-01T00:00:00+14:00"}, "date_joined cannot be read"),
        ("people.user", {"date_joined": "9999-12-31T23:59:59-14:00"}, "date_joined cannot be read"),
        ("blog.blogpostpage", {"body": {}}, "body is no array"),
        ("blog.blogpostpage", {"body": [5]}, "body holds something that is no block"),
        ("blog.blogpostpage", {"body": [{"value": "a"}]}, "body holds something that is no block"),
    ],
)
def test_a_row_with_a_wrong_value(archive, settings, table, changes, says):
    change_row(archive, table, **changes)
    refusal = refused(archive, settings)
    assert says in refusal
    assert f"data/{table}.jsonl, line 1" in refusal


@pytest.mark.parametrize("lost", [5, None, {"a": 1}, [{}], [5]])
def test_a_manifest_that_does_not_say_which_files_were_lost(archive, settings, lost):
    change_manifest(archive, lost_files=lost)
    assert "which files were lost" in refused(archive, settings)


def test_a_row_without_a_column(archive, settings):
    rewrite(archive, "data/teams.team.jsonl", '{"id": 1}\n')
    assert "name is missing" in refused(archive, settings)


def test_a_row_that_names_nobody(archive, settings):
    change_row(archive, "teams.membership", person=999_999)
    assert "do not fit together" in refused(archive, settings)


def test_the_same_row_twice(archive, settings):
    name = "data/teams.membership.jsonl"
    rewrite(archive, name, (archive / name).read_text() * 2)
    assert "do not fit together" in refused(archive, settings)


def test_a_tree_that_does_not_hang_together(archive, settings):
    name = "data/wagtailcore.page.jsonl"
    rows = [json.loads(line) for line in (archive / name).read_text().splitlines()]
    rows[-1]["path"] = "0001000900090009"
    rewrite(archive, name, "".join(json.dumps(row) + "\n" for row in rows))
    assert "does not hang together" in refused(archive, settings)


def test_a_table_nobody_knows(archive, settings):
    rewrite(archive, "data/future.thing.jsonl", "{}\n")
    assert "knows no such table" in refused(archive, settings)


def test_a_file_no_row_names(archive, settings):
    rewrite(archive, "files/documents/page.html", "<script>")
    assert "no row names it" in refused(archive, settings)


def test_a_row_whose_file_is_not_there(archive, settings):
    change_row(archive, "library.storeddocument", file="documents/other.txt")
    assert "documents/other.txt is named by a row" in refused(archive, settings)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "files/../../x", "files\\..\\x", "C:/x", "./x", "files//x", "", "a\nb"]
)
def test_a_name_that_leads_out_of_it(archive, settings, name):
    manifest = json.loads((archive / "manifest.json").read_text())
    change_manifest(archive, files=manifest["files"] | {name: {"size": 0, "sha256": ""}})
    assert "could lead out of it" in refused(archive, settings)


def test_a_zip_with_a_name_that_leads_out_of_it(archive, settings, tmp_path):
    packed = pack(archive, tmp_path / "evil.zip", {"../../outside.txt": b"x"})
    assert "could lead out of it" in refused(packed, settings)
    assert not (tmp_path.parent / "outside.txt").exists()


def test_a_folder_with_a_link_to_somewhere_else(archive, settings):
    (archive / "data/people.user.jsonl").unlink()
    (archive / "data/people.user.jsonl").symlink_to("/etc/passwd")
    assert "is a link to somewhere else" in refused(archive, settings)


def test_a_zip_that_unpacks_to_more_than_it_says(archive, settings, tmp_path):
    (archive / "data/people.user.jsonl").write_bytes(b" " * 50_000_000)
    packed = pack(archive, tmp_path / "bomb.zip", {})
    assert "is not what it was" in refused(packed, settings)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_that_holds_a_file_twice(archive, settings, tmp_path):
    packed = pack(archive, tmp_path / "twice.zip", {"schema.json": b"{}"})
    assert "is in the zip twice" in refused(packed, settings)


def test_a_zip_that_is_cut_off_or_damaged_inside(archive, settings, tmp_path):
    packed = pack(archive, tmp_path / "whole.zip", {})
    words = packed.read_bytes()
    (tmp_path / "cut.zip").write_bytes(words[: len(words) // 2])
    assert "no zip" in refused(tmp_path / "cut.zip", settings)
    middle = len(words) // 3
    (tmp_path / "hurt.zip").write_bytes(words[:middle] + bytes(2000) + words[middle + 2000 :])
    assert refused(tmp_path / "hurt.zip", settings)


def test_an_older_archive_may_lack_a_column_that_has_a_default(archive, settings):
    """A column that is added later must not close the door on what went out before."""
    rows = [json.loads(line) for line in (archive / "data/people.user.jsonl").read_text().splitlines()]
    for row in rows:
        del row["unread_count"]
    rewrite(archive, "data/people.user.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    call_command("import_site", str(archive), stdout=StringIO(), verbosity=0)
    assert User.objects.count() == len(rows)


def pack(archive, path, more):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for each in sorted(archive.rglob("*")):
            if each.is_file():
                file.write(each, each.relative_to(archive).as_posix())
        for name, words in more.items():
            file.writestr(name, words)
    return path
