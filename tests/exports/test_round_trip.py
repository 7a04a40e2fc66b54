"""A whole site goes out and comes back the same, and lives on."""

import json
import zipfile
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, Revision

from approvals.models import Decision, Request
from conversations.models import Comment
from core import portable
from core.models import Effect
from exports.tables import all_tables, unaccounted
from notifications.models import Notification
from people.models import User
from publishing.models import Article
from tests.factories.approvals import said, task_of

from .world import bytes_of, empty_the_house, labels_left

pytestmark = pytest.mark.django_db

PASSWORD = "a-quiet-long-evening"


def export(path, *options):
    call_command("export_site", str(path), *options, stdout=StringIO(), verbosity=0)
    return path


def bring(path):
    call_command("import_site", str(path), stdout=StringIO(), verbosity=0)


def test_every_table_either_leaves_or_stays_for_a_reason():
    """A model added tomorrow is named here: say in exports/carried.py, or from the app's own ``ready``, what becomes
    of its rows."""
    assert unaccounted() == []


def test_no_table_is_in_both_lists():
    assert {table.label for table in all_tables()} & labels_left().keys() == set()
    assert all(why.endswith(".") for why in labels_left().values())


def test_what_comes_back_goes_out_the_same(house, tmp_path, another_installation):
    before = export(tmp_path / "before")
    another_installation()
    bring(before)
    after = export(tmp_path / "after")
    assert bytes_of(after) == bytes_of(before)
    manifests = [json.loads((path / "manifest.json").read_text()) for path in (before, after)]
    assert [manifest.pop("made_at") != "" for manifest in manifests] == [True, True]
    assert manifests[0] == manifests[1]


def test_the_world_of_this_test_has_something_in_the_tables_that_people_fill(house, tmp_path):
    empty = {
        name for name, facts in json.loads((export(tmp_path / "out") / "manifest.json").read_text())["files"].items()
        if facts.get("rows") == 0
    }  # fmt: skip
    assert {name for name in empty if name.startswith(("data/conversations", "data/teams", "data/blog"))} == {
        "data/blog.numberresult.jsonl",
        "data/blog.writeupperson.jsonl",
        "data/conversations.ban.jsonl",
        "data/conversations.commentversion.jsonl",
        "data/conversations.mention.jsonl",
        "data/conversations.moderationrecord.jsonl",
        "data/conversations.visit.jsonl",
        "data/teams.deputy.jsonl",
        "data/teams.joinrequest.jsonl",
        "data/teams.teamrequest.jsonl",
    }


def test_a_zip_holds_what_a_folder_does(house, tmp_path):
    folder, packed = export(tmp_path / "out"), export(tmp_path / "out.zip")
    with zipfile.ZipFile(packed) as file:
        assert set(file.namelist()) - {"manifest.json"} == bytes_of(folder).keys()
        assert all(file.read(name) == (folder / name).read_bytes() for name in bytes_of(folder))


def test_what_cannot_be_made_anew_keeps_nothing_else_back(house, tmp_path, another_installation, monkeypatch):
    def stumble():
        raise ValueError("a page that nobody foresaw")

    made = []
    monkeypatch.setattr(portable, "_rebuilds", {"The first": stumble, "The second": lambda: made.append(1)})
    out, said = export(tmp_path / "out"), StringIO()
    another_installation()
    call_command("import_site", str(out), stdout=StringIO(), stderr=said)
    assert made == [1]
    assert "The first: this stopped (a page that nobody foresaw)" in said.getvalue()
    assert Article.objects.filter(pk=house.post.pk).exists()


def test_the_site_lives_on(house, tmp_path, another_installation):
    out = export(tmp_path / "out.zip")
    told_before = Notification.objects.count()
    another_installation()
    bring(out)

    author = User.objects.get(pk=house.author.pk)
    assert not author.has_usable_password()
    author.set_password(PASSWORD)
    author.save()
    client = Client()
    assert client.post("/accounts/login/", {"username": author.username, "password": PASSWORD}).status_code == 302
    page = client.get(house.post.address)
    assert page.status_code == 200
    assert "Which key opens the" in page.content.decode()
    assert client.get(Article.objects.get(pk=house.post.pk).lead_image.url).status_code == 200
    assert b"Ada: 3" in client.get(house.document.url).getvalue()
    assert house.post.address in client.get("/search/?q=board").content.decode()

    answer = client.post(
        reverse("conversations:post", args=[house.post.pk]), {"text": "And the shed?", "client_key": "e" * 32}
    )
    assert answer.status_code in (200, 302), answer
    assert Comment.objects.filter(page_id=house.post.pk, comment="And the shed?", user=author).exists()
    assert Comment.objects.latest("pk").pk > house.held.pk
    assert Notification.objects.count() == told_before

    request = Request.objects.get(pk=house.request.pk)
    editor = Client()
    editor.force_login(User.objects.get(pk=house.people["editor"].pk), backend="people.backends.FoldedNameBackend")
    assert request.article.title in editor.get("/approvals/").content.decode()
    editor.post(reverse("approvals:approve", args=[task_of(request).pk]), said(request))
    assert Decision.objects.filter(request=request, decision="approved").exists()


def test_nobody_is_told_and_nothing_is_promised(house, tmp_path, another_installation):
    out = export(tmp_path / "out.zip")
    another_installation()
    mail.outbox.clear()
    tasks = DBTaskResult.objects.count()
    bring(out)
    assert (mail.outbox, Effect.objects.count(), DBTaskResult.objects.count()) == ([], 0, tasks)


def test_passwords_stay_behind_unless_they_are_asked_for(house, tmp_path, another_installation):
    house.author.set_password(PASSWORD)
    house.author.save()
    without, with_them = export(tmp_path / "without"), export(tmp_path / "with", "--with-secrets")
    assert "password" not in (without / "data/people.user.jsonl").read_text()
    another_installation()
    bring(with_them)
    assert User.objects.get(pk=house.author.pk).check_password(PASSWORD)


def test_secrets_are_in_no_archive(house, tmp_path):
    from planning.addresses import make_address

    secret = make_address(person=house.author)
    out = export(tmp_path / "out", "--with-secrets")
    everything = "".join(path.read_text(errors="ignore") for path in out.rglob("*") if path.is_file())
    assert secret not in everything
    assert not any("session" in path.name or "calendar" in path.name for path in out.rglob("*"))


def test_revisions_name_kinds_of_rows_and_not_their_numbers(house, tmp_path, another_installation):
    out = export(tmp_path / "out")
    row = json.loads((out / "data/wagtailcore.revision.jsonl").read_text().splitlines()[-1])
    assert (row["content_type"], row["content"]["content_type"]) == ("blog.blogpostpage", "blog.blogpostpage")
    another_installation()
    bring(out)
    revision = Revision.objects.get(pk=row["id"])
    assert revision.content["content_type"] == revision.content_type_id
    assert revision.as_object().title == revision.content["title"]


def test_a_revision_that_names_a_kind_that_is_gone_comes_back(house, tmp_path, another_installation):
    revision = house.post.latest_revision
    Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"content_type": 987_654})
    out = export(tmp_path / "out")
    another_installation()
    bring(out)
    assert Revision.objects.get(pk=revision.pk).content["content_type"] == 987_654
    assert bytes_of(export(tmp_path / "again")) == bytes_of(out)


def test_new_rows_are_numbered_on(house, tmp_path, another_installation):
    out = export(tmp_path / "out.zip")
    another_installation()
    bring(out)
    highest = Page.objects.order_by("-pk").values_list("pk", flat=True).first()
    from tests.factories.blog import make_draft

    draft = make_draft(type(house.team).objects.get(pk=house.team.pk), User.objects.get(pk=house.author.pk))
    assert draft.pk > highest


def test_the_number_of_a_deleted_page_is_never_given_out_again(house, tmp_path, another_installation):
    """Texts may still lead to /go/<number>/."""
    from tests.factories.blog import make_draft

    gone = make_draft(house.team, house.author)
    number = gone.pk
    gone.delete()
    out = export(tmp_path / "out.zip")
    another_installation()
    bring(out)
    draft = make_draft(type(house.team).objects.get(pk=house.team.pk), User.objects.get(pk=house.author.pk))
    assert draft.pk == number + 1


def test_a_wrong_count_comes_back_and_is_named(house, tmp_path, another_installation):
    Article.objects.filter(pk=house.post.pk).update(comment_count=99)
    out = export(tmp_path / "out.zip")
    another_installation()
    said = StringIO()
    call_command("import_site", str(out), stdout=StringIO(), stderr=said)
    assert "count of comments was wrong in the old house already, and still is: 1" in said.getvalue()


def test_a_house_where_somebody_lives_takes_nobody_in(house, tmp_path):
    out = export(tmp_path / "out.zip")
    with pytest.raises(CommandError, match="empty installation only"):
        bring(out)


def test_a_file_that_the_disk_lost_is_named_and_the_rest_goes_out(house, tmp_path, another_installation):
    house.unused.file.storage.delete(house.unused.file.name)
    out = export(tmp_path / "out")
    assert json.loads((out / "manifest.json").read_text())["lost_files"] == [house.unused.file.name]
    another_installation()
    bring(out)
    assert bytes_of(export(tmp_path / "again")) == bytes_of(out)


def test_what_is_in_the_way_is_not_written_over(house, tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(CommandError, match="exists already"):
        export(tmp_path / "out")
    with pytest.raises(CommandError, match="no folder"):
        export(tmp_path / "nowhere" / "out.zip")


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_an_export_that_fails_leaves_nothing(house, tmp_path, monkeypatch, name):
    def fails(*args, **kwargs):
        raise OSError("no space left on device")

    monkeypatch.setattr("exports.site.take_files", fails)
    with pytest.raises(OSError, match="no space"):
        export(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir() if path.name != "media-before"] == []


def test_an_import_that_fails_leaves_nothing(house, tmp_path, another_installation, monkeypatch, settings):
    from pathlib import Path

    out = export(tmp_path / "out.zip")
    another_installation()

    def fails(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("exports.loading._verify", fails)
    with pytest.raises(KeyboardInterrupt):
        bring(out)
    assert not User.objects.exists()
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []
    empty_the_house()


def test_the_document_names_everything_that_stays():
    from django.conf import settings

    page = (settings.ROOT / "docs/formats.md").read_text()
    assert [label for label in labels_left() if f"`{label}`" not in page] == []


def test_every_row_is_as_the_schema_in_the_archive_says(house, tmp_path):
    """A small reader of the schema, as a stranger might write one."""
    out = export(tmp_path / "out")
    kinds = {"string": str, "integer": int, "boolean": bool, "number": float, "array": list, "null": type(None)}
    tables = json.loads((out / "schema.json").read_text())["$defs"]
    assert {f"{name}.jsonl" for name in tables} == {path.name for path in (out / "data").iterdir()}
    for name, table in tables.items():
        for line in (out / f"data/{name}.jsonl").read_text().splitlines():
            row = json.loads(line)
            assert list(row) == list(table["properties"])
            for column, told in table["properties"].items():
                wanted = told.get("type", [])
                wanted = [wanted] if isinstance(wanted, str) else wanted
                assert not wanted or type(row[column]) in {kinds[each] for each in wanted}, (name, column)
                assert len(str(row[column])) <= told.get("maxLength", 10**9)
