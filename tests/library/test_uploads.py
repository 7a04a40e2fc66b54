"""What people bring is read to its end before it is kept, and kept without what the camera wrote into it."""

import io
import struct
import zlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.urls import reverse
from PIL import Image, PngImagePlugin
from wagtail.models import UploadedFile

from core.pictures import BrokenPicture, TooManyPixels, without_metadata
from library.models import Picture, PictureRendition, StoredDocument
from tests.factories.library import make_picture, picture_bytes, upload
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

GPS, MAKE, ORIENTATION, DESCRIPTION = 0x8825, 0x010F, 0x0112, 0x010E
SECRETS = (b"Quokkaphone", b"SaintDenis", b"quokka comment", b"http://ns.adobe.com/xap")
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a b="SaintDenis" c="http://ns.adobe.com/xap"/></x:xmpmeta>'


def told_by_camera(orientation=1):
    exif = Image.Exif()
    exif[MAKE] = "Quokkaphone"
    exif[DESCRIPTION] = "SaintDenis"
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS).update({1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 8.0)})
    return exif


def drawn(kind, size=(64, 40), **options):
    out = io.BytesIO()
    picture = Image.new("RGB", size, "teal")
    picture.paste("orange", (0, 0, size[0] // 2, size[1] // 2))
    picture.save(out, kind, **options)
    return out.getvalue()


def moving(kind, **options):
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=80, loop=0, **options)
    return out.getvalue()


def words_in_png():
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "quokka comment")
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return words


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bomb(side):
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HOSTILE = {
    "a PNG cut off": ("cut.png", picture_bytes("PNG", size=(300, 300))[:200]),
    "a JPEG cut off": ("cut.jpg", drawn("JPEG", size=(400, 400))[:-400]),
    "a WebP cut off": ("cut.webp", drawn("WEBP", size=(400, 400))[:-60]),
    "a GIF cut off": ("cut.gif", moving("GIF")[:-30]),
    "an AVIF cut off": ("cut.avif", drawn("AVIF", size=(200, 200))[:-80]),
    "text that begins like a GIF": ("text.gif", b"GIF89a = 1; alert('hello'); //"),
    "text that begins like a JPEG": ("text.jpg", b"\xff\xd8\xff\xe0" + b"hello " * 40),
    "text that begins like a PNG": ("text.png", b"\x89PNG\r\n\x1a\n" + b"hello " * 40),
    "HTML called JPEG": ("page.jpg", b"<!doctype html><script>alert(1)</script>"),
    "an empty file": ("empty.png", b""),
    "an SVG": ("drawing.svg", SVG),
    "an SVG called PNG": ("drawing.png", SVG),
    "a PNG called JPEG": ("wrong.jpg", picture_bytes("PNG")),
    "a pixel bomb": ("bomb.png", bomb(20_000)),
    "a larger pixel bomb": ("bomb2.png", bomb(60_000)),
    "a PNG with a broken checksum": ("sum.png", picture_bytes("PNG")[:-20] + b"\0" * 20),
    "a PHP script": ("shell.php", b"<?php system($_GET['c']); ?>"),
    "a PDF called WebP": ("paper.webp", b"%PDF-1.7\n1 0 obj\n"),
    "random bytes": ("noise.png", bytes(range(256)) * 8),
}


@pytest.fixture
def author(client):
    person = join(make_team("Platform"), "author")
    client.force_login(person, backend="people.backends.FoldedNameBackend")
    return person


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_whole_picture_is_refused_with_a_sentence(client, author, name):
    filename, data = HOSTILE[name]
    before = Picture.objects.count()

    answer = client.post("/admin/images/add/", {"title": "Picture", "file": upload(data, filename)})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"][0].endswith(".")

    answer = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Picture", "files[]": upload(data, filename)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert answer.status_code == 200
    assert answer.json()["success"] is False
    assert answer.json()["error_message"]

    answer = client.post(
        reverse("wagtailimages_chooser:create"),
        {"image-chooser-upload-title": "Picture", "image-chooser-upload-file": upload(data, filename)},
    )
    assert answer.status_code == 200
    assert answer.json()["step"] == "reshow_creation_form"

    assert Picture.objects.count() == before
    assert not UploadedFile.objects.exists()


def test_a_good_picture_comes_in_by_every_way_with_its_words(client, author):
    collection = author.memberships.get().team.collection
    answer = client.post(
        "/admin/images/add/",
        {"title": "One", "description": "A teal field", "file": upload(picture_bytes("PNG"), "one.png")},
    )
    assert answer.status_code == 302
    answer = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Two", "files[]": upload(picture_bytes("WEBP"), "two.webp")},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert answer.json()["success"] is True
    assert "what it shows" in answer.json()["form"].casefold()
    answer = client.post(
        reverse("wagtailimages_chooser:create"),
        {
            "image-chooser-upload-title": "Three",
            "image-chooser-upload-description": "Words",
            "image-chooser-upload-file": upload(picture_bytes("AVIF"), "three.avif"),
        },
    )
    assert answer.json()["step"] == "chosen"
    assert answer.json()["result"]["default_alt_text"] == "Words"
    assert {picture.title for picture in Picture.objects.filter(collection=collection)} == {"One", "Two", "Three"}


WITH_WORDS = {
    "JPEG": lambda: ("x.jpg", drawn("JPEG", exif=told_by_camera(), comment=b"quokka comment", xmp=XMP)),
    "turned JPEG": lambda: ("x.jpg", drawn("JPEG", exif=told_by_camera(6))),
    "JPEG with a second picture": lambda: ("x.jpg", moving("MPO", exif=told_by_camera())),
    "JPEG with a tail": lambda: ("x.jpg", drawn("JPEG") + b"quokka comment SaintDenis"),
    "PNG": lambda: ("x.png", drawn("PNG", exif=told_by_camera(), pnginfo=words_in_png())),
    "turned PNG": lambda: ("x.png", drawn("PNG", exif=told_by_camera(8))),
    "PNG with a tail": lambda: ("x.png", drawn("PNG") + b"quokka comment"),
    "WebP": lambda: ("x.webp", drawn("WEBP", exif=told_by_camera(), xmp=XMP)),
    "moving WebP": lambda: ("x.webp", moving("WEBP", exif=told_by_camera(), xmp=XMP)),
    "AVIF": lambda: ("x.avif", drawn("AVIF", exif=told_by_camera(), xmp=XMP)),
    "moving GIF": lambda: ("x.gif", moving("GIF", comment=b"quokka comment")),
}


@pytest.mark.parametrize("name", WITH_WORDS)
def test_where_and_with_what_it_was_taken_is_left_out(client, author, name):
    filename, data = WITH_WORDS[name]()
    assert any(secret in data for secret in SECRETS)
    answer = client.post("/admin/images/add/", {"title": "Picture", "file": upload(data, filename)})
    assert answer.status_code == 302, answer.context["form"].errors
    picture = Picture.objects.get()
    stored = [picture.file]
    stored += [picture.get_rendition(spec).file for spec in ("max-165x165", "width-100|format-jpeg", "original")]
    for size in ("row", "small"):
        assert client.get(picture.shown(size).url).status_code == 200
    stored += [rendition.file for rendition in PictureRendition.objects.all()]
    for file in stored:
        with file.storage.open(file.name) as kept:
            bytes_kept = kept.read()
        assert not [secret for secret in SECRETS if secret in bytes_kept]
        with Image.open(io.BytesIO(bytes_kept)) as again:
            assert not dict(again.getexif())
    with Image.open(io.BytesIO(data)) as before, Image.open(picture.file.storage.open(picture.file.name)) as after:
        moves = name.startswith("moving")
        assert getattr(after, "n_frames", 1) == (before.n_frames if moves else 1)
        assert after.size == (before.size[::-1] if name.startswith("turned") else before.size)
        assert (picture.width, picture.height) == after.size
        after.fp.close()
    assert picture.file_size == picture.file.size


def test_a_picture_whose_other_fields_were_wrong_at_first_is_clean_too(client, author):
    data = drawn("JPEG", exif=told_by_camera())
    answer = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "x" * 400, "files[]": upload(data, "x.jpg")},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    number = answer.json()["uploaded_file_id"]
    answer = client.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[number]),
        {f"uploaded-image-{number}-title": "Short"},
    )
    assert answer.json()["success"] is True
    with Picture.objects.get().file.open() as kept:
        assert b"Quokkaphone" not in kept.read()


def test_no_other_way_in_keeps_them_either():
    picture = make_picture(data=drawn("JPEG", exif=told_by_camera()))
    picture.file.save("again.jpg", ContentFile(drawn("JPEG", exif=told_by_camera())), save=True)
    with picture.file.open() as kept:
        assert b"Quokkaphone" not in kept.read()


def test_a_picture_without_words_is_kept_as_good_as_it_came():
    data = drawn("PNG")
    assert without_metadata(io.BytesIO(data)).read() == data
    soft = Image.linear_gradient("L").convert("RGB")
    out = io.BytesIO()
    soft.save(out, "JPEG", quality=95)
    with Image.open(without_metadata(io.BytesIO(out.getvalue()))) as after:
        worst = max(abs(a - b) for a, b in zip(soft.tobytes(), after.tobytes(), strict=True))
    assert worst <= 6


@pytest.mark.parametrize("kind", ["PNG", "AVIF", "WEBP", "GIF"])
def test_what_moves_keeps_its_frames_and_loses_its_words(kind):
    options = {"comment": b"quokka comment"} if kind == "GIF" else {"exif": told_by_camera()}
    clean = without_metadata(io.BytesIO(moving(kind, **options))).read()
    assert not [secret for secret in SECRETS if secret in clean]
    with Image.open(io.BytesIO(clean)) as again:
        assert again.n_frames == 3


def test_too_many_pixels_are_told_from_damage():
    with pytest.raises(TooManyPixels):
        without_metadata(io.BytesIO(bomb(20_000)))
    with pytest.raises(BrokenPicture):
        without_metadata(io.BytesIO(b"words"))


def test_a_full_disk_is_a_sentence_and_leaves_nothing_behind(client, author, monkeypatch):
    def full(self, name, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    answer = client.post("/admin/images/add/", {"title": "One", "file": upload(picture_bytes("PNG"), "one.png")})
    assert "no room" in answer.context["form"].errors["file"][0]
    answer = client.post("/admin/documents/add/", {"title": "One", "file": upload(b"words", "one.txt")})
    assert "no room" in answer.context["form"].errors["file"][0]
    assert not Picture.objects.exists()
    assert not StoredDocument.objects.exists()


@pytest.mark.parametrize("name", ["page.html", "run.exe", "drawing.svg", "script.js", "noending", "double.pdf.html"])
def test_kinds_of_documents_that_nobody_needs_are_refused(client, author, name):
    answer = client.post("/admin/documents/add/", {"title": "One", "file": upload(b"words", name)})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not StoredDocument.objects.exists()


def test_a_document_has_a_largest_size(client, author, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000
    answer = client.post("/admin/documents/add/", {"title": "One", "file": upload(b"x" * 1001, "one.txt")})
    assert answer.context["form"].errors["file"]


def test_an_upload_lands_in_the_collection_of_a_team_or_the_house(client, author):
    other = make_team("Elsewhere")
    join(other, "author", author)
    answer = client.get("/admin/images/add/")
    offered = {collection.name for collection in answer.context["form"].fields["collection"].queryset}
    assert offered == {"Platform", "Elsewhere"}
    root = other.collection.get_parent()
    answer = client.post(
        "/admin/images/add/", {"title": "One", "collection": root.pk, "file": upload(picture_bytes("PNG"), "one.png")}
    )
    assert "collection" in answer.context["form"].errors


def test_the_chooser_offers_the_files_of_the_page_being_written_and_of_the_house(client, author):
    other = make_team("Elsewhere")
    join(other, "author", author)
    home_team = author.memberships.get(team__name="Platform").team
    from blog.rooms import blog_of

    for team, title in ((home_team, "Ours"), (other, "Theirs"), (None, "House picture")):
        make_picture(team, title)
    everywhere = client.get(reverse("wagtailimages_chooser:choose")).json()["html"]
    assert all(title in everywhere for title in ("Ours", "Theirs", "House picture"))
    page = f"http://testserver/admin/pages/add/blog/blogpostpage/{blog_of(home_team).pk}/"
    here = client.get(reverse("wagtailimages_chooser:choose"), headers={"Referer": page}).json()["html"]
    assert "Ours" in here
    assert "House picture" in here
    assert "Theirs" not in here
    assert f'<option value="{home_team.collection_id}" selected' in here
