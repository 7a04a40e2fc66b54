"""A page is found by its address without looking at all the others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.pages import find_live_page
from tests.factories.blog import make_post
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    team = make_team("Depots")
    return make_post(team, join(team, "author"), "The north depot")


def test_an_address_leads_to_its_page_and_to_no_other_of_that_name(post):
    other = make_team("Harbour")
    namesake = make_post(other, join(other, "author"), "The north depot")
    assert namesake.slug == post.slug
    assert find_live_page("teams/depots/blog/the-north-depot/")[0] == post
    assert find_live_page("teams/harbour/blog/the-north-depot")[0] == namesake
    assert find_live_page("teams/depots/blog/the-south-depot/") is None
    assert find_live_page("teams/depots/projects/the-north-depot/") is None


def test_the_way_to_a_page_is_an_index(post):
    """Wagtail indexes no paths: asked for one alone, a database reads every page there is."""
    find_live_page("teams/depots/blog/the-north-depot/")
    with CaptureQueriesContext(connection) as captured:
        find_live_page("teams/depots/blog/the-north-depot/")
    (asked,) = (query["sql"] for query in captured if '"url_path" =' in query["sql"])
    assert "\"slug\" = 'the-north-depot'" in asked
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked}")
            plan = [row[-1] for row in cursor.fetchall()]
        assert not [step for step in plan if step.startswith("SCAN")], plan
