"""Who may do what with a page, asked at the doors of the CMS by each kind of person."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageLogEntry

from publishing.models import Authorship
from teams.models import Membership
from tests.factories.blog import make_draft, make_post
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

THOSE_WHO_MAY = ("author", "coauthor", "editor", "lead", "administrator")
THOSE_WHO_MAY_NOT = ("colleague", "member", "former", "elsewhere", "communications", "moderator", "reader")
SCREENS = ("edit", "history", "unpublish", "delete", "copy", "move")


@pytest.fixture
def team():
    return make_team("Platform", posting_policy="editors")


@pytest.fixture
def people(team):
    """One of each kind, as they stand to one page of Platform."""
    elsewhere = make_team("Logistics")
    people = {
        "author": join(team, "author"),
        "coauthor": join(team, "author"),
        "colleague": join(team, "author"),
        "member": join(team, "member"),
        "editor": join(team, "editor"),
        "lead": join(team, "lead"),
        "former": join(team, "author"),
        "elsewhere": join(elsewhere, "editor"),
        "communications": UserFactory(),
        "moderator": UserFactory(),
        "reader": UserFactory(),
        "administrator": AdministratorFactory(),
    }
    people["communications"].groups.add(Group.objects.get(name="Communications"))
    people["moderator"].groups.add(Group.objects.get(name="Moderators"))
    return people


@pytest.fixture
def written(team, people):
    """Makes a page of the author's, who then names the coauthor and somebody who has left since."""

    def write(make):
        page = make(team, people["author"], "The north gate")
        for position, name in enumerate(("coauthor", "former"), start=1):
            page.authorships.add(Authorship(person=people[name], sort_order=position))
        if not page.live:
            page.save()  # as the editor does with a draft; what is live changes when it is published
        page.save_revision(user=people["author"])
        Membership.objects.filter(team=team, person=people["former"]).delete()
        people["former"].groups.clear()
        return type(page).objects.get(pk=page.pk)

    return write


@pytest.fixture
def page(written):
    return written(make_post)


def door(page, act):
    return f"/admin/pages/{page.pk}/{act}/"


@pytest.mark.parametrize("kind", THOSE_WHO_MAY)
def test_authors_their_editors_and_administrators_have_every_screen_of_a_page(as_person, people, page, kind):
    client = as_person(people[kind])
    for act in SCREENS:
        assert client.get(door(page, act)).status_code == 200, act


@pytest.mark.parametrize("kind", THOSE_WHO_MAY_NOT)
def test_nobody_else_has_any(as_person, people, page, kind):
    client = as_person(people[kind])
    for act in SCREENS:
        assert client.get(door(page, act)).status_code != 200, act


@pytest.mark.parametrize("kind", THOSE_WHO_MAY)
def test_a_page_is_taken_down_by_those_whose_it_is_and_the_act_is_written_down(as_person, people, page, kind):
    as_person(people[kind]).post(door(page, "unpublish"))
    page.refresh_from_db()
    assert not page.live
    assert PageLogEntry.objects.get(page=page.pk, action="wagtail.unpublish").user == people[kind]


@pytest.mark.parametrize("kind", THOSE_WHO_MAY)
def test_a_page_is_deleted_by_those_whose_it_is_and_the_act_is_written_down(as_person, people, page, kind):
    as_person(people[kind]).post(door(page, "delete"))
    assert not type(page).objects.filter(pk=page.pk).exists()
    assert PageLogEntry.objects.get(page=page.pk, action="wagtail.delete").user == people[kind]


@pytest.mark.parametrize("act", ["unpublish", "delete"])
@pytest.mark.parametrize("kind", THOSE_WHO_MAY_NOT)
def test_a_page_stays_where_others_want_it_gone(as_person, people, page, kind, act):
    as_person(people[kind]).post(door(page, act))
    page.refresh_from_db()
    assert page.live


@pytest.mark.parametrize("kind", THOSE_WHO_MAY)
def test_a_draft_is_read_by_its_authors_and_their_editors(as_person, people, written, kind):
    draft = written(make_draft)
    answer = as_person(people[kind]).get(door(draft, "view_draft"))
    assert answer.status_code == 200
    assert "The north gate" in answer.content.decode()


@pytest.mark.parametrize("kind", THOSE_WHO_MAY_NOT)
def test_a_draft_is_read_by_nobody_else(as_person, people, written, kind):
    draft = written(make_draft)
    client = as_person(people[kind])
    for address in (door(draft, "view_draft"), door(draft, "edit"), draft.address):
        answer = client.get(address, follow=True)
        assert draft.summary not in answer.content.decode()


def test_what_was_there_before_can_be_brought_back_and_is_a_draft_until_somebody_approves(as_person, people, page):
    first = page.latest_revision
    page.title = "The south gate"
    page.save_revision(user=people["author"])
    client = as_person(people["author"])
    shown = client.get(f"/admin/pages/{page.pk}/revisions/{first.pk}/revert/")
    assert shown.status_code == 200
    assert "The north gate" in shown.content.decode()
