"""A team's blog, its projects, and tags: what they list, and that they cost the same at any size."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import BlogPostPage, WriteUpPage
from tests.factories.blog import make_draft, make_post, make_write_up
from tests.factories.library import make_picture
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def author(team):
    return join(team, "author")


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("role", [None, "editor"])
@pytest.mark.parametrize("address", ["/teams/platform/blog/", "/teams/platform/projects/", "/tags/depots/"])
def test_a_listing_costs_the_same_at_any_size(as_person, team, author, role, address):
    viewer = join(team, role) if role else UserFactory()
    make = make_write_up if "projects" in address else make_post
    make(team, author, "First", tags=["depots"])
    few = queries_of(as_person(viewer), address)
    for number in range(24):
        make(team, author, f"Number {number}", tags=["depots"], lead_picture=make_picture(team))
    many = queries_of(as_person(viewer), address)
    assert few == many <= 8


def test_pages_of_twenty_newest_first(as_person, reader, team, author):
    for number in range(22):
        make_post(team, author, f"Post number {number:02}")
    client = as_person(reader)
    first = client.get("/teams/platform/blog/").content.decode()
    second = client.get("/teams/platform/blog/?page=2").content.decode()
    assert first.index("Post number 21") < first.index("Post number 02")
    assert "Post number 01" not in first
    assert "Post number 01" in second
    assert "Post number 02" not in second


@pytest.mark.parametrize("page", ["0", "-1", "3", "abc", "99999", "1e3", "%00"])
def test_a_page_that_is_none_gets_a_clear_answer(as_person, reader, team, author, page):
    make_post(team, author)
    assert as_person(reader).get(f"/teams/platform/blog/?page={page}").status_code in {400, 404}


def test_a_blog_is_narrowed_by_purpose_and_projects_by_how_they_ended(as_person, reader, team, author):
    make_post(team, author, "Which archive", purpose="ask")
    make_post(team, author, "New rota", purpose="inform")
    make_write_up(team, author, "Tablets", result="failed")
    make_write_up(team, author, "Label printers", result="worked")
    client = as_person(reader)
    asked = client.get("/teams/platform/blog/?purpose=ask").content.decode()
    assert "Which archive" in asked
    assert "New rota" not in asked
    failed = client.get("/teams/platform/projects/?result=failed").content.decode()
    assert "Tablets" in failed
    assert "Label printers" not in failed
    assert client.get("/teams/platform/blog/?purpose=nonsense").status_code == 200


def test_drafts_stand_in_no_listing(as_person, team, author):
    make_draft(team, author, "Not yet")
    for viewer in (UserFactory(), join(team, "member"), author):
        assert "Not yet" not in as_person(viewer).get("/teams/platform/blog/").content.decode()


def test_a_tag_with_nothing_to_read_does_not_exist(as_person, reader, team, author):
    make_draft(team, author, tags=["unpublished"])
    assert as_person(reader).get("/tags/unpublished/").status_code == 404


def test_the_neighbours_of_a_post_are_those_of_its_own_blog(as_person, reader, team, author):
    first, middle, last = (make_post(team, author, title) for title in ("First one", "Middle one", "Last one"))
    make_post(make_team("Elsewhere"), author, "Of another team")
    text = as_person(reader).get(middle.address).content.decode()
    assert first.address in text
    assert last.address in text
    assert "Of another team" not in text


@pytest.mark.parametrize(("model", "kind"), [(BlogPostPage, "blogpostpage"), (WriteUpPage, "writeuppage")])
def test_a_new_page_starts_with_its_questions_and_its_writer(as_person, team, author, model, kind):
    room = "blog" if model is BlogPostPage else "projects"
    parent = team.page.get_children().get(slug=room)
    text = as_person(author).get(f"/admin/pages/add/blog/{kind}/{parent.pk}/?purpose=ask").content.decode()
    expected = "What I need to know" if model is BlogPostPage else "What cost time and brought nothing"
    assert expected in text
    assert f'value="{author.pk}"' in text or str(author) in text


def test_only_authors_begin_a_page(as_person, team):
    parent = team.page.get_children().get(slug="blog")
    for viewer in (join(team, "member"), join(make_team(), "author")):
        response = as_person(viewer).get(f"/admin/pages/add/blog/blogpostpage/{parent.pk}/")
        assert response.status_code in {302, 403, 404}
