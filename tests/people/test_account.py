"""One's own account: profile, face, and a new password by mail."""

import io

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from PIL.ExifTags import IFD, Base

from core import effects
from core.models import Effect
from people.faces import SIDE
from people.models import User
from people.sign_in import mail_reset_links
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/accounts/settings/"
PROFILE = {"job_title": "Keeper", "place": "Depot", "time_zone": "Asia/Kolkata", "languages": "en, hi", "about": "Hi."}


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ada(client):
    person = UserFactory(username="ada", email="ada@intramural.example")
    person.set_password("the-well-behind-the-mill")
    person.save()
    client.force_login(person)
    return person


def picture(kind="JPEG", size=(900, 600), **options):
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, **options)
    return SimpleUploadedFile(f"me.{kind.lower()}", file.getvalue())


def with_place():
    exif = Image.Exif()
    exif[Base.Make] = "SecretCam"
    exif.get_ifd(IFD.GPSInfo)[1] = "N"
    return picture(exif=exif)


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200b", "\x1b"])
def test_marks_that_turn_or_hide_letters_are_left_out_of_a_profile(client, ada, mark):
    sent = dict.fromkeys(("job_title", "place", "languages"), f"Ke{mark}eper")
    assert client.post(ADDRESS, PROFILE | sent | {"about": f"One{mark}\nTwo"}).status_code == 302
    ada.refresh_from_db()
    assert {getattr(ada, name) for name in sent} == {"Keeper"}
    assert ada.about.split() == ["One", "Two"]


def test_a_person_says_who_they_are(client, ada):
    assert client.post(ADDRESS, PROFILE).status_code == 302
    ada.refresh_from_db()
    assert {name: getattr(ada, name) for name in PROFILE} == PROFILE
    assert "Keeper" in client.get("/people/ada/").content.decode()


def test_a_profile_takes_nothing_else(client, ada):
    sent = PROFILE | {
        "username": "root", "email": "x@evil.example", "first_name": "Chief", "is_superuser": "on", "is_staff": "on",
        "is_active": "", "groups": "1", "password": "x", "can_write": "on", "unread_count": "99", "hue": "5",
    }  # fmt: skip
    before = User.objects.values("username", "email", "first_name", "is_superuser", "is_staff", "password").get()
    client.post(ADDRESS, sent)
    after = User.objects.values("username", "email", "first_name", "is_superuser", "is_staff", "password").get()
    assert before == after
    assert not User.objects.get().groups.exists()
    assert User.objects.get().unread_count == 0


@pytest.mark.parametrize(("field", "value"), [("time_zone", "Mars/Base"), ("about", "x" * 2001), ("place", "x" * 121)])
def test_what_cannot_be_is_refused_and_kept_on_the_screen(client, ada, field, value):
    response = client.post(ADDRESS, PROFILE | {field: value, "job_title": "Kept words"})
    assert response.status_code == 422
    assert "Kept words" in response.content.decode()
    ada.refresh_from_db()
    assert ada.job_title == ""


@pytest.mark.parametrize("upload", [picture, lambda: picture("PNG", (50, 4000)), with_place, lambda: picture("GIF")])
def test_a_face_is_square_small_and_says_nothing_of_its_origin(client, ada, upload):
    assert client.post(ADDRESS, PROFILE | {"face": upload()}).status_code == 302
    ada.refresh_from_db()
    with default_storage.open(ada.face.name) as stored:
        data = stored.read()
        with Image.open(io.BytesIO(data)) as face:
            assert face.width == face.height <= SIDE
            assert not face.getexif()
    assert b"SecretCam" not in data
    response = client.get(ada.face_url)
    assert response.headers["Content-Type"] == "image/webp"
    assert "private" in response.headers["Cache-Control"]
    assert b"".join(response) == data
    assert Client().get(ada.face_url).status_code == 302


def test_a_new_face_takes_the_place_of_the_old_one(client, ada, django_capture_on_commit_callbacks):
    names = []
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(ADDRESS, PROFILE | {"face": picture()})
        ada.refresh_from_db()
        names.append(ada.face.name)
    assert not default_storage.exists(names[0])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(ADDRESS, PROFILE | {"remove_face": "on"})
    ada.refresh_from_db()
    assert not ada.face
    assert not default_storage.exists(names[1])


@pytest.mark.parametrize(
    "content",
    [b"x", b"not a picture", b"GIF89a<script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg'/>",
     picture().read()[:200], b"\xff\xd8\xff\xe0" + b"\0" * 100],
)  # fmt: skip
def test_a_broken_picture_is_refused_with_a_sentence(client, ada, content):
    response = client.post(ADDRESS, PROFILE | {"face": SimpleUploadedFile("me.jpg", content)})
    assert response.status_code == 422
    assert "damaged, or no picture" in response.content.decode()
    assert "Keeper" in response.content.decode()
    ada.refresh_from_db()
    assert not ada.face


@pytest.mark.parametrize("name", ["../intramural.sqlite3", "x.svg", "..webp", "a" * 200 + ".webp", "none.webp"])
def test_faces_are_all_that_is_served_as_faces(client, ada, name):
    assert client.get(f"/people/faces/{name}").status_code == 404


# --- A new password by mail ---


def perform_promised():
    """What the worker does with the promised effects."""
    for _round in range(3):
        for effect in Effect.objects.filter(status=Effect.Status.PENDING):
            effects.perform.func(effect.pk)


def test_the_answer_is_the_same_for_known_and_unknown_addresses(ada):
    client = Client()
    answers = []
    for address in ("ada@intramural.example", "nobody@intramural.example"):
        response = client.post("/accounts/password_reset/", {"email": address})
        answers.append((response.status_code, response.url, response.content))
        assert Effect.objects.filter(kind="password_reset").count() == len(answers)
    assert answers[0] == answers[1]


def test_a_known_person_gets_a_link_to_our_own_address_once(ada, settings):
    settings.ALLOWED_HOSTS = ["*"]
    elsewhere = Client()
    elsewhere.force_login(ada)  # before the mail: signing in makes a link worthless, a second later
    client = Client()
    for _ in range(3):
        client.post("/accounts/password_reset/", {"email": "ADA@intramural.example"}, headers={"host": "evil.example"})
    perform_promised()
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == ["ada@intramural.example"]
    assert "evil.example" not in mail.outbox[0].body
    link = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
    assert link.startswith(settings.BASE_URL)

    path = link.removeprefix(settings.BASE_URL)
    form = client.get(path, follow=True)
    new = "a-kettle-of-green-tea"
    assert "used up" not in form.content.decode()
    done = client.post(form.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})
    assert done.url == "/accounts/login/"
    ada.refresh_from_db()
    assert ada.check_password(new)
    assert elsewhere.get("/people/").status_code == 302
    assert "used up" in Client().get(path, follow=True).content.decode()


def test_nobody_without_a_password_or_without_access_gets_a_link(db):
    UserFactory(email="gone@intramural.example", is_active=False, password="x")
    sso = UserFactory(email="sso@intramural.example")
    sso.set_unusable_password()
    sso.save()
    for address in ("gone@intramural.example", "sso@intramural.example"):
        mail_reset_links({"address": address})
    assert not mail.outbox


def test_a_link_asked_for_before_access_ended_sets_no_password(ada):
    mail_reset_links({"address": "ada@intramural.example"})
    path = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http")).partition("testserver")[2]
    User.objects.filter(pk=ada.pk).update(is_active=False)
    form = Client().get(path, follow=True)
    assert not form.redirect_chain
    assert "used up" in form.content.decode()


@pytest.mark.parametrize("address", ["", "x", "a@b\nBcc: evil@evil.example", "x" * 300 + "@intramural.example"])
def test_addresses_that_are_none_are_refused(db, address):
    assert Client().post("/accounts/password_reset/", {"email": address}).status_code == 422
    assert not Effect.objects.exists()
