"""The CMS looks like the house, shows each role the doors it can open, and fetches nothing from elsewhere."""

import re

import pytest
from django.contrib.auth.models import Group
from wagtail.log_actions import log

from teams.membership import put_in_groups
from tests.factories.approvals import asked
from tests.factories.blog import make_draft, make_post
from tests.factories.library import make_picture
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


def doors(client):
    """The names of the items in the CMS's menu, which Wagtail sends as data."""
    return set(re.findall(r'"name": "([\w-]+)"', client.get("/admin/").content.decode()))


OFFICE = {"reports", "settings", "snippets", "help", "collections", "groups", "users", "redirects"}


@pytest.mark.parametrize("role", ["author", "editor", "lead"])
def test_writers_see_their_own_doors(as_person, role):
    found = doors(as_person(join(make_team(), role)))
    assert found >= {"site", "explorer", "approvals", "images", "documents"}
    assert not found & OFFICE


def test_communications_sees_the_desk_and_no_empty_rooms(as_person):
    person = UserFactory()
    person.groups.add(Group.objects.get(name="Communications"))
    found = doors(as_person(person))
    assert found >= {"site", "approvals"}
    assert not found & (OFFICE | {"explorer", "images", "documents"})


def test_administrators_see_the_office_without_what_this_house_does_not_have(as_person):
    found = doors(as_person(AdministratorFactory()))
    assert found >= {"reports", "settings", "users"}
    assert not found & {"help", "collections", "groups"}


def test_the_first_page_greets_with_ones_own_drafts(as_person):
    team = make_team()
    author = join(team, "author")
    make_draft(team, author, "My own draft")
    make_draft(team, join(team, "author"), "A draft of a colleague")
    make_post(team, author, "Long since live")
    text = as_person(author).get("/admin/").content.decode()
    assert "Your writing desk" in text
    assert "My own draft" in text
    assert "A draft of a colleague" not in text
    assert "Long since live" not in text


def test_what_others_wait_for_comes_before_ones_own_drafts(as_person):
    team = make_team(posting_policy="editors")
    editor = join(team, "editor")
    make_draft(team, editor, "My own draft")
    asked(team, title="Somebody waits")
    text = as_person(editor).get("/admin/").content.decode()
    assert text.index("Waiting for you") < text.index("Somebody waits") < text.index("My own draft")


def test_the_first_page_names_nothing_of_a_team_one_has_left(as_person):
    team = make_team(visibility="secret")
    author = join(team, "author")
    join(make_team(), "author", author)
    draft = make_draft(team, author, "Quokka draft")
    client = as_person(author)
    log(instance=draft, action="wagtail.edit", user=author)
    draft.locked, draft.locked_by = True, author
    draft.save()
    put_in_groups(team, author, None)
    assert "Quokka" not in client.get("/admin/").content.decode()


def test_pages_of_the_cms_name_no_other_host(as_person):
    team = make_team()
    client = as_person(join(team, "author"))
    for address in ("/admin/", "/admin/images/", "/admin/pages/", "/admin/images/add/"):
        text = client.get(address, follow=True).content.decode()
        fetched = re.findall(r'(?:src|srcset)="(https?:[^"]+)"', text)
        fetched += re.findall(r'<link[^>]+href="(https?:[^"]+)"', text)
        assert fetched == []
        assert "gravatar" not in text


def test_a_face_in_the_cms_is_ones_own_picture(as_person):
    from core.cms_frame import face_of

    person = UserFactory()
    assert face_of(person, 50) is None
    person.face = "faces/abc.webp"
    assert face_of(person, 50) == "/people/faces/abc.webp"


def test_how_often_a_picture_is_used_is_told_to_administrators_alone(client, as_person):
    team, secret = make_team(), make_team(visibility="secret")
    picture = make_picture(team)
    make_post(secret, join(secret, "author"), lead_picture=picture)
    text = as_person(join(team, "editor")).get(f"/admin/images/{picture.pk}/").content.decode()
    assert "Usage" not in text
    text = as_person(AdministratorFactory()).get(f"/admin/images/{picture.pk}/").content.decode()
    assert "Usage" in text
