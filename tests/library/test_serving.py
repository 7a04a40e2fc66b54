"""Pictures and documents are read by those who read their team, and by nobody else, in whatever way they ask."""

import re

import pytest
from django.core.files.storage import FileSystemStorage
from django.urls import reverse

from core.access import can_view
from library.models import Picture, PictureRendition
from teams.membership import put_in_groups
from teams.models import Membership
from tests.factories.library import make_document, make_picture
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

KINDS_WHO_MAY = ["member", "author", "editor", "lead", "administrator"]
KINDS_WHO_MAY_NOT = ["stranger", "former member", "author elsewhere"]


def person_of(kind, team):
    if kind == "administrator":
        return AdministratorFactory()
    if kind == "stranger":
        return UserFactory()
    if kind == "author elsewhere":
        return join(make_team(), "author")
    if kind == "former member":
        person = join(team, "member")
        Membership.objects.filter(team=team, person=person).delete()
        put_in_groups(team, person, None)
        return person
    return join(team, kind)


def said_by(answer):
    """The words of an answer, without the form token that differs from one to the next."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", answer.content.decode())


def addresses(picture, document):
    """Every address at which these two files can be asked for."""
    rendition = picture.get_rendition("max-165x165")
    return [
        reverse("library:picture", args=[picture.key, "small"]),
        reverse("library:picture", args=[picture.key, "row"]),
        picture.file.url,
        rendition.file.url,
        document.url,
    ]


@pytest.mark.parametrize("visibility", ["closed", "secret"])
@pytest.mark.parametrize("kind", KINDS_WHO_MAY_NOT)
def test_files_of_a_team_do_not_exist_for_others(client, kind, visibility):
    team = make_team(visibility=visibility)
    client.force_login(person_of(kind, team))
    nothing = client.get("/pictures/no-such-key/small.webp")
    assert nothing.status_code == 404
    for address in addresses(make_picture(team), make_document(team)):
        etag = '"0"'
        for answer in (
            client.get(address),
            client.head(address),
            client.get(address, headers={"Range": "bytes=0-3"}),
            client.get(address, headers={"If-None-Match": etag}),
            client.get(address, headers={"If-None-Match": "*"}),
            client.get(address, headers={"If-Modified-Since": "Wed, 21 Oct 2099 07:28:00 GMT"}),
        ):
            assert answer.status_code == 404, address
            assert "ETag" not in answer.headers
            assert "Content-Range" not in answer.headers
        assert said_by(client.get(address)) == said_by(nothing)


@pytest.mark.parametrize("kind", KINDS_WHO_MAY)
def test_members_read_the_files_of_their_team(client, kind):
    team = make_team(visibility="secret")
    client.force_login(person_of(kind, team))
    for address in addresses(make_picture(team), make_document(team)):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.content
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "Cookie" in answer.headers["Vary"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_everybody_signed_in_reads_the_files_of_open_teams_and_of_the_house(client):
    client.force_login(UserFactory())
    for team in (make_team(), None):
        for address in addresses(make_picture(team), make_document(team)):
            assert client.get(address).status_code == 200


def test_the_signed_out_are_sent_to_the_door_whatever_they_ask_for(client):
    secret, open_team = make_team(visibility="secret"), make_team()
    asked = [
        *addresses(make_picture(secret), make_document(secret)),
        *addresses(make_picture(open_team), make_document(open_team)),
        "/pictures/none/small.webp",
        "/media/original_images/none.jpg",
        "/documents/999/none/none.txt",
    ]
    for address in asked:
        for answer in (client.get(address), client.get(address, headers={"If-None-Match": "*"})):
            assert answer.status_code == 302
            assert answer.url.startswith("/accounts/login/")


def test_a_right_that_was_taken_away_is_effective_at_the_next_request(client):
    team = make_team(visibility="closed")
    person = join(team, "member")
    client.force_login(person)
    picture, document = make_picture(team), make_document(team)
    known = {address: client.get(address).headers["ETag"] for address in addresses(picture, document)}
    put_in_groups(team, person, None)
    for address, etag in known.items():
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 404


def test_whoever_has_it_already_is_told_so_in_a_few_bytes(client):
    client.force_login(UserFactory())
    for address in addresses(make_picture(), make_document()):
        etag = client.get(address).headers["ETag"]
        answer = client.get(address, headers={"If-None-Match": etag})
        assert answer.status_code == 304
        assert not answer.content
        assert answer.headers["Cache-Control"] == "private, no-cache"


def test_a_part_of_a_document_can_be_asked_for(client):
    client.force_login(UserFactory())
    address = make_document(content=b"0123456789").url
    part = client.get(address, headers={"Range": "bytes=2-4"})
    assert part.status_code == 206
    assert part.headers["Content-Range"] == "bytes 2-4/10"
    assert part.content == b"234"
    assert client.get(address, headers={"Range": "bytes=-3"}).content == b"789"
    assert client.get(address, headers={"Range": "bytes=7-"}).content == b"789"
    assert client.get(address, headers={"Range": "bytes=10-"}).status_code == 416
    assert client.get(address, headers={"Range": "bytes=0-1,4-5"}).status_code == 200
    assert client.get(address, headers={"Range": "bytes=2-4", "If-Range": '"other"'}).status_code == 200


def test_a_large_document_comes_in_pieces(client):
    client.force_login(UserFactory())
    answer = client.get(make_document(content=b"x" * 600_000).url)
    assert answer.streaming
    assert len(b"".join(answer.streaming_content)) == 600_000


def test_a_head_request_says_how_long_and_sends_nothing(client):
    client.force_login(UserFactory())
    answer = client.head(make_document(content=b"0123456789").url)
    assert answer.status_code == 200
    assert answer.headers["Content-Length"] == "10"
    assert answer.content == b""


@pytest.mark.parametrize("name", ["page.html", "macro.docx", "sheet.csv", "archive.zip", "drawing.svg"])
def test_what_could_run_in_a_browser_is_saved_instead_of_shown(client, name):
    client.force_login(UserFactory())
    answer = client.get(make_document(content=b"<script>alert(1)</script>", name=name).url)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["paper.pdf", "notes.txt", "readme.md"])
def test_what_is_safe_is_shown_in_place(client, name):
    client.force_login(UserFactory())
    assert client.get(make_document(name=name).url).headers["Content-Disposition"].startswith("inline")


def test_the_number_of_a_document_without_its_key_opens_nothing(client):
    client.force_login(UserFactory())
    document = make_document()
    for address in (
        f"/documents/{document.pk}/{document.filename}",
        f"/documents/{document.pk}/wrong/{document.filename}",
        f"/documents/{document.pk}/{document.key}/other.txt",
        f"/documents/{document.pk}/{document.key}",
        "/media/" + document.file.name,
    ):
        assert client.get(address).status_code == 404


def test_only_the_sizes_of_the_house_are_made(client):
    client.force_login(UserFactory())
    picture = make_picture()
    assert client.get(f"/pictures/{picture.key}/9000x9000.webp").status_code == 404
    assert not PictureRendition.objects.exists()


def test_a_size_is_made_once(client):
    client.force_login(UserFactory())
    picture = make_picture()
    for _time in range(3):
        assert client.get(picture.shown("row").url).status_code == 200
    rendition = PictureRendition.objects.get()
    assert (rendition.width, rendition.height) == (480, 360)


def test_a_lost_original_is_a_404_and_not_an_error(client):
    client.force_login(UserFactory())
    picture = make_picture()
    picture.file.storage.delete(picture.file.name)
    assert client.get(picture.shown("row").url).status_code == 404
    assert client.get(picture.file.url).status_code == 404
    assert not PictureRendition.objects.exists()


def test_a_full_disk_leaves_no_half_rendition(client, monkeypatch):
    client.force_login(UserFactory())
    picture = make_picture()

    def full(self, name, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    assert client.get(picture.shown("row").url).status_code == 404
    assert not PictureRendition.objects.exists()
    monkeypatch.undo()
    assert client.get(picture.shown("row").url).status_code == 200


def test_no_path_leads_out_of_the_media_folder(client):
    client.force_login(AdministratorFactory())
    for path in ("../intramural.sqlite3", "%2e%2e/secret_key", "original_images/../../x", "faces", "", "/etc/passwd"):
        assert client.get(f"/media/{path}").status_code == 404


def test_a_picture_costs_at_most_six_queries(client, django_assert_max_num_queries):
    team = make_team(visibility="closed")
    client.force_login(join(team, "member"))
    picture = make_picture(team)
    address = picture.shown("row").url
    client.get(address)
    for _time in range(2):
        with django_assert_max_num_queries(6):
            assert client.get(address).status_code == 200
    with django_assert_max_num_queries(6):
        assert client.get(picture.file.url).status_code == 200


def test_lists_and_single_reads_agree():
    teams = [make_team(visibility=visibility) for visibility in ("open", "closed", "secret")]
    for team in [*teams, None]:
        make_picture(team)
    # Read anew: collections are kept in the order of their names, so a later one moves those made before it.
    pictures = list(Picture.objects.all())
    people = [UserFactory(), AdministratorFactory(), join(teams[1], "member"), join(teams[2], "lead")]
    for person in people:
        listed = set(Picture.objects.visible_to(person))
        assert listed == {picture for picture in pictures if can_view(person, picture)}
