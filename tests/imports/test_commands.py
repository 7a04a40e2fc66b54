"""The commands do what the screen does, and say so in a terminal."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from blog.models import BlogPostPage
from imports import running
from imports.models import Import
from publishing.models import Article
from teams.models import Team
from tests.factories.library import picture_bytes
from tests.factories.people import UserFactory

from . import exports

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def file(tmp_path, administrator):
    path = tmp_path / "export.xml"
    path.write_text(
        exports.wxr(
            exports.wp_author(), exports.wp_post(tags=["Gates"]), exports.wp_post(2, "Hidden", status="private")
        )
    )
    return path


def run(command, *arguments, **options):
    out = io.StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def test_a_file_alone_becomes_a_team_of_its_own_once(file):
    said = run("import_wordpress", file)
    assert "posts live: 1, posts as drafts: 1" in said
    assert "Draft: Hidden (line 8) – It was private; it is a draft and never went live." in said
    assert BlogPostPage.objects.get(title="The gate").team.name == "The old blog"
    assert "entries here already: 2" in run("import_wordpress", file)
    assert (Team.objects.filter(name="The old blog").count(), Article.objects.count()) == (1, 2)


def test_a_dry_run_says_the_same_and_leaves_nothing(file):
    teams = Team.objects.count()
    said = run("import_wordpress", file, "--dry-run")
    assert "Tried out, nothing was changed" in said
    assert "posts live: 1, posts as drafts: 1" in said
    assert (Team.objects.count(), Article.objects.count(), Import.objects.count()) == (teams, 0, 0)


def test_team_person_authors_and_pictures_are_named_by_options(file, team, tmp_path, administrator):
    UserFactory(username="lovelace")
    (tmp_path / "authors.csv").write_text("login,username\nada,lovelace\n")
    pictures = tmp_path / "uploads"
    pictures.mkdir()
    (pictures / "gate.jpg").write_bytes(picture_bytes())
    file.write_text(exports.wxr(exports.wp_post(markup='<img src="https://old.example/uploads/gate.jpg">')))
    run(
        "import_wordpress", file, "--team", team.slug, "--by", administrator.username,
        "--authors", tmp_path / "authors.csv", "--pictures", pictures,
    )  # fmt: skip
    page = BlogPostPage.objects.get()
    assert (page.team, page.authors[0].username, page.body[0].block_type) == (team, "lovelace", "picture")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("ada\n", "Line 1: a line of the list"),
        ("ada,nobody\n", "nobody has here: nobody"),
        ("{", "no JSON"),
        ('{"ada": 3}', "usernames as text"),
        (f"ada,{'x' * 200_000}\n", "is no table"),
        ("a\0da,grace\n", "characters that no text has"),
        ('{"ada": "gra\\u0000ce"}', "characters that no text has"),
        ('{"ada": "\\ud83d"}', "characters that no text has"),
    ],
)
def test_a_list_of_authors_that_cannot_be_meant_is_refused(file, tmp_path, content, words):
    (tmp_path / "authors").write_text(content)
    with pytest.raises(CommandError, match=words):
        run("import_wordpress", file, "--authors", tmp_path / "authors")
    assert not Article.objects.exists()
    assert not Import.objects.exists()
    assert not Team.objects.filter(name="The old blog").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--team", "none"], "There is no team “none”"),
        (["--by", "nobody"], "is no administrator here"),
        (["--pictures", "/no/such"], "no folder or zip file"),
    ],
)
def test_what_is_not_there_is_said(file, options, words):
    with pytest.raises(CommandError, match=words):
        run("import_wordpress", file, *options)


def test_a_file_that_is_not_there_or_is_something_else_is_said(file, tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        run("import_wordpress", tmp_path / "none.xml")
    with pytest.raises(CommandError, match="<rss>"):
        run("import_blogger", file)
    file.write_text("<!DOCTYPE x [<!ENTITY a 'b'>]><rss/>")
    with pytest.raises(CommandError, match="Line 1: the file declares a document type"):
        run("import_wordpress", file)
    assert not Team.objects.filter(name="The old blog").exists()


def test_a_command_that_was_killed_and_given_again_leaves_no_run_that_never_ends(file, team, monkeypatch):
    def killed(self, ready):
        raise KeyboardInterrupt

    store = running._Run._store
    monkeypatch.setattr(running._Run, "_store", killed)
    with pytest.raises(KeyboardInterrupt):
        run("import_wordpress", file, "--team", team.slug)
    monkeypatch.setattr(running._Run, "_store", store)
    assert Import.objects.get().state == "running"
    run("import_wordpress", file, "--team", team.slug)
    assert sorted(Import.objects.values_list("state", flat=True)) == ["done", "refused"]


def test_a_zip_that_is_cut_off_or_damaged_is_refused(tmp_path, administrator):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Takeout/Blogger/Blogs/Old/feed.atom", exports.takeout(exports.takeout_entry()) * 20)
    data = whole.getvalue()
    middle = bytearray(data)
    middle[120:160] = b"\xff" * 40
    for number, broken in enumerate((data[:200], bytes(middle), b"PK\x03\x04junk", b"PK\x03\x04" + b"\0" * 5_000)):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(broken)
        with pytest.raises(CommandError, match="zip file is damaged"):
            run("import_blogger", path)
    assert not Import.objects.exists()


def test_a_blogger_export_is_imported_too(tmp_path, administrator):
    path = tmp_path / "feed.atom"
    path.write_text(exports.takeout(exports.takeout_entry()))
    assert "posts live: 1" in run("import_blogger", path)


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.glob("*.xml")))
def test_every_sample_is_imported_or_refused_with_its_line(sample, administrator):
    if sample == "test.xml":
        with pytest.raises(CommandError, match="Line 2: this begins with <catalog>"):
            run("import_wordpress", SAMPLES / sample)
        return
    said = run("import_wordpress", SAMPLES / sample)
    done = Import.objects.get()
    assert done.state == Import.State.DONE
    given = sum(count for key, count in done.counts["in"].items() if key.startswith("entry:"))
    out = done.counts["out"]
    assert given == out.get("live", 0) + out.get("draft", 0) + out.get("left_out", 0)
    assert "could not be understood" not in said
    before = Article.objects.count()
    run("import_wordpress", SAMPLES / sample)
    assert Article.objects.count() == before
