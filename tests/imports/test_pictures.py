"""Pictures come from what was given beside the export, are checked like any upload, and are stored once."""

import io
import zipfile

import pytest

from imports.models import ImportedPicture
from imports.pictures.shelf import Folder, TooLarge, Zip
from imports.refusals import RefusedFile
from library.models import Picture
from tests.factories.library import picture_bytes

from . import exports

pytestmark = pytest.mark.django_db

ADDRESS = "https://old.example/wp-content/uploads/2013/06/gate.jpg"


@pytest.fixture
def folder(tmp_path):
    def put(**files):
        for name, data in files.items():
            path = tmp_path / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return Folder(tmp_path)

    return put


def zipped(**files) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_dot_", "."), data)
    out.seek(0)
    return out


def post_with(markup="", lead="", attachments=""):
    inside = exports.wp_meta("_thumbnail_id", lead) if lead else ""
    return exports.wxr(exports.wp_post(markup=markup, inside=inside), attachments)


def test_a_picture_in_the_text_is_stored_in_the_teams_collection_and_read_by_its_readers(
    bring, folder, as_person, reader
):
    run = bring(
        post_with(f'<img src="{ADDRESS}" alt="The gate">'), shelf=folder(gate_dot_jpg=picture_bytes(exif=_exif()))
    )
    picture = Picture.objects.get()
    assert (picture.collection, picture.title, picture.uploaded_by_user) == (bring.team.collection, "gate", bring.by)
    with picture.file.open() as stored:
        assert b"Canon" not in stored.read()
    ((kind, value),) = bring.blocks("The gate")
    assert (kind, value["image"].pk, value["image"].contextual_alt_text) == ("picture", picture.pk, "The gate")
    assert run.counts["out"]["picture"] == 1
    assert as_person(reader).get(picture.shown("large").url).status_code == 200


def _exif():
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = "Canon"
    return exif


def test_the_featured_picture_leads_the_page_with_its_words(bring, folder):
    attachment = exports.wp_attachment(25, ADDRESS, "The gate, June", "Seen from the road", "A gate")
    bring(post_with(lead="25", attachments=attachment), shelf=folder(gate_dot_jpg=picture_bytes()))
    page = bring.page("The gate")
    assert (page.lead_picture.title, page.lead_picture.description, page.lead_alt) == (
        "The gate, June",
        "A gate",
        "A gate",
    )
    assert page.latest_revision.as_object().lead_picture == page.lead_picture


def test_a_gallery_by_numbers_takes_captions_and_alt_texts_from_the_library(bring, folder):
    attachments = "".join(
        exports.wp_attachment(n, f"https://old.example/wp-content/uploads/{n}.jpg", f"P{n}", f"Caption {n}", f"Alt {n}")
        for n in (1, 2)
    )
    run = bring(
        post_with('[gallery ids="2,1"]', attachments=attachments),
        shelf=folder(**{"1_dot_jpg": picture_bytes(), "2_dot_jpg": picture_bytes(colour="red")}),
    )
    ((kind, value),) = bring.blocks("The gate")
    assert kind == "gallery"
    assert [(each["caption"], each["image"].contextual_alt_text) for each in value["pictures"]] == [
        ("Caption 2", "Alt 2"),
        ("Caption 1", "Alt 1"),
    ]
    assert not run.lines.filter(kind="left_out").exists()


def test_a_picture_that_several_posts_show_is_stored_once_in_whatever_size(bring, folder):
    shelf = folder(gate_dot_jpg=picture_bytes())
    smaller = ADDRESS.replace(".jpg", "-300x200.jpg")
    bring(
        exports.wxr(
            exports.wp_post(1, "One", f'<img src="{ADDRESS}">'), exports.wp_post(2, "Two", f'<img src="{smaller}?w=3">')
        ),
        shelf=shelf,
    )
    bring(exports.wxr(exports.wp_post(3, "Three", f'<img src="{ADDRESS}">')), shelf=shelf)
    assert Picture.objects.count() == ImportedPicture.objects.count() == 1


def test_a_trial_stores_no_picture_and_no_file(bring, folder, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    bring(post_with(f'<img src="{ADDRESS}">'), shelf=folder(gate_dot_jpg=picture_bytes()), is_trial=True)
    assert not Picture.objects.exists()
    assert not settings.MEDIA_ROOT.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no picture", "no picture, or is damaged"),
        (b"", "no picture, or is damaged"),
        (picture_bytes()[:200], "no picture, or is damaged"),
    ],
)
def test_what_is_no_picture_is_left_out_by_name(bring, folder, data, words):
    run = bring(post_with(f'<img src="{ADDRESS}">'), shelf=folder(gate_dot_jpg=data))
    assert words in bring.said(run, "gate.jpg")[0][1]
    assert bring.blocks("The gate")[0][0] == "callout"


def test_a_picture_too_large_to_draw_is_left_out_by_name(bring, folder, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100
    run = bring(post_with(f'<img src="{ADDRESS}">'), shelf=folder(gate_dot_jpg=picture_bytes()))
    assert "more points" in bring.said(run, "gate.jpg")[0][1]


def test_a_false_ending_is_put_right(bring, folder):
    bring(post_with(f'<img src="{ADDRESS}">'), shelf=folder(gate_dot_jpg=picture_bytes("PNG")))
    assert Picture.objects.get().file.name.endswith("gate.png")


def test_a_picture_is_found_by_the_end_of_its_path(folder):
    shelf = folder(
        uploads__2012__06__gate_dot_jpg=b"old",
        uploads__2013__06__gate_dot_jpg=b"new",
        x__only_dot_jpg=b"only",
        a__two_dot_jpg=b"1",
        b__two_dot_jpg=b"2",
    )
    assert shelf.read(shelf.find(ADDRESS)) == b"new"
    assert shelf.read(shelf.find("https://else.example/deep/ONLY-150x150.jpg")) == b"only"
    assert shelf.find("https://old.example/c/two.jpg") is None
    assert shelf.find("https://old.example/none.jpg") is None


def test_a_folder_gives_nothing_from_outside(tmp_path):
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(b"secret")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link.jpg").symlink_to(secret)
    (inside / "way").symlink_to(tmp_path)
    shelf = Folder(inside)
    assert [shelf.find(name) for name in ("link.jpg", "secret.jpg", "../secret.jpg", "way/secret.jpg")] == [None] * 4


class TestZip:
    def test_names_that_lead_out_of_it_lead_nowhere(self, tmp_path):
        shelf = Zip(zipped(**{"../../gate_dot_jpg": b"inside", "/etc/x_dot_jpg": b"inside too"}))
        assert shelf.read(shelf.find(ADDRESS)) == b"inside"
        assert shelf.read(shelf.find("/etc/x.jpg")) == b"inside too"
        assert not list(tmp_path.iterdir())

    def test_a_bomb_is_read_no_further_than_a_picture_may_be_large(self, settings, bring):
        settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 100_000
        shelf = Zip(zipped(gate_dot_jpg=b"\0" * 50_000_000))
        with pytest.raises(TooLarge):
            shelf.read("gate.jpg")
        run = bring(post_with(f'<img src="{ADDRESS}">'), shelf=shelf)
        assert "larger than pictures may be" in bring.said(run, "gate.jpg")[0][1]

    def test_one_that_lies_about_its_sizes_is_an_unreadable_file(self):
        data = bytearray(zipped(gate_dot_jpg=picture_bytes()).getvalue())
        place = data.index(b"gate.jpg") + 20
        data[place : place + 30] = b"\xff" * 30
        shelf = Zip(io.BytesIO(bytes(data)))
        with pytest.raises(OSError):
            shelf.read("gate.jpg")

    @pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 but no more"])
    def test_what_is_no_zip_file_is_refused(self, data):
        with pytest.raises(RefusedFile):
            Zip(io.BytesIO(data))

    def test_more_files_than_a_blog_has_are_refused(self, monkeypatch):
        monkeypatch.setattr("imports.pictures.shelf.MOST_FILES", 2)
        with pytest.raises(RefusedFile, match="more than"):
            Zip(zipped(a=b"1", b=b"2", c=b"3"))


def test_nothing_is_fetched_unless_it_was_asked_for(bring, monkeypatch):
    def never(address):
        raise AssertionError(address)

    monkeypatch.setattr("imports.pictures.book.fetch", never)
    bring(post_with(f'<img src="{ADDRESS}">'))
    assert not Picture.objects.exists()


def test_what_is_fetched_is_checked_like_any_upload(bring, monkeypatch):
    asked = []

    def fetched(address):
        asked.append(address)
        return picture_bytes() if "gate" in address else b"<svg onload='x()'/>"

    monkeypatch.setattr("imports.pictures.book.fetch", fetched)
    run = bring(post_with(f'<img src="{ADDRESS}"><img src="//old.example/evil.jpg">'), fetches=True)
    assert asked == [ADDRESS, "https://old.example/evil.jpg"]
    assert Picture.objects.count() == 1
    assert "no picture" in bring.said(run, "evil.jpg")[0][1]
