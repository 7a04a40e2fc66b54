"""Communications put pages on top of a search, for those who may read them."""

import pytest
from django.contrib.auth.models import Group
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from teams.changes import change_visibility
from tests.factories.blog import make_draft, make_post
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

ADD, INDEX = "/admin/searchpicks/add/", "/admin/searchpicks/"


@pytest.fixture
def communications(db):
    person = UserFactory()
    person.groups.add(Group.objects.get(name="Communications"))
    return type(person).objects.get(pk=person.pk)


@pytest.fixture
def team(db):
    return make_team()


@pytest.fixture
def post(team):
    return make_post(team, join(team, "author"), "How we buy things")


def promote(words, **fields):
    return SearchPromotion.objects.create(query=Query.get(words), **fields)


def chosen(words, page):
    prefix = "editors_picks"
    return {
        "query_string": words, f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 0, f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000, f"{prefix}-0-page": page.pk, f"{prefix}-0-description": "Start here.",
        f"{prefix}-0-ORDER": 1,
    }  # fmt: skip


def test_communications_promote_a_page_in_the_cms_and_readers_see_it_on_top(as_person, reader, communications, post):
    client = as_person(communications)
    assert client.get(INDEX).status_code == 200
    assert client.post(ADD, chosen("Procurement", post)).status_code == 302
    page = as_person(reader).get("/search/?q=PROCUREMENT").content.decode()
    assert "Recommended by Communications" in page
    assert "How we buy things" in page
    assert "Start here." in page
    assert "Recommended" not in as_person(reader).get("/search/?q=procurement+rules").content.decode()


def test_others_have_no_such_screen(as_person, reader, team):
    for person in (reader, join(team, "lead")):
        assert as_person(person).get(ADD).status_code in {302, 403, 404}
        assert as_person(person).get(INDEX).status_code in {302, 403, 404}


@pytest.mark.parametrize("kind", ["closed", "draft"])
def test_what_not_everybody_may_read_cannot_be_promoted(as_person, team, kind):
    if kind == "closed":
        walled = make_team(visibility="closed")
        page = make_post(walled, join(walled, "author"))
    else:
        page = make_draft(team, join(team, "author"))
    response = as_person(AdministratorFactory()).post(ADD, chosen("Procurement", page))
    assert response.status_code == 200
    assert not SearchPromotion.objects.exists()


def test_a_promoted_page_that_is_closed_later_is_promoted_no_longer(as_person, reader, team, post):
    promote("procurement", page=post)
    change_visibility(team=team, visibility="closed", by=AdministratorFactory())
    assert not SearchPromotion.objects.exists()
    assert "How we buy" not in as_person(reader).get("/search/?q=procurement").content.decode()


def test_a_promoted_page_that_is_unpublished_is_not_shown(as_person, reader, post):
    promote("procurement", page=post)
    post.unpublish()
    assert "How we buy" not in as_person(reader).get("/search/?q=procurement").content.decode()


def test_a_link_outside_the_house_is_shown_by_its_name(as_person, reader):
    promote("travel", external_link_url="https://rail.example/", external_link_text="The railway")
    page = as_person(reader).get("/search/?q=travel").content.decode()
    assert 'href="https://rail.example/"' in page
    assert "The railway" in page
