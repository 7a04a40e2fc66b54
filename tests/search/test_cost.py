"""What a search costs: statements are counted and looked at, never timed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from library.models import Picture
from people.models import User
from publishing.models import Article
from search.backends.order import second_keys
from tests.factories.blog import make_post, make_write_up
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

sqlite_only = pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's index")
postgresql_only = pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL's index")


def statements(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return [query["sql"] for query in captured]


@pytest.fixture
def team(db):
    return make_team()


@pytest.mark.parametrize("role", ["member", "editor"])
def test_a_search_asks_the_same_few_things_of_two_pages_and_of_twenty(as_person, team, role):
    author = join(team, "author")
    person = join(team, role)
    make_post(team, author, "Depot one", body=[("text", "<p>depot</p>")], tags=["depot"])
    make_write_up(team, author, "Depot two", goal="<p>depot</p>")
    few = statements(as_person(person), "/search/?q=depot")
    for n in range(20):
        make_post(team, author, f"Depot {n}", body=[("text", "<p>depot</p>")])
    many = statements(as_person(person), "/search/?q=depot")
    assert len(many) == len(few) <= 8


def test_nothing_found_costs_less(as_person, reader):
    assert len(statements(as_person(reader), "/search/?q=marzipan")) <= 5
    assert len(statements(as_person(reader), "/search/")) <= 3


def plan_of(rows):
    """How the database answers a search: one line a step."""
    sql, params = rows.get_queryset().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return [row[-1] for row in cursor.fetchall()]


@sqlite_only
@pytest.mark.parametrize("rows", [
    lambda: Article.objects.search("depot budget")[:20],
    lambda: Article.objects.visible_to(User(is_superuser=True)).for_listing().by_newest().search("depot")[:20],
    lambda: Page.objects.search("depot", operator="or")[:20],
    lambda: Page.objects.autocomplete("dep")[:20],
    lambda: Picture.objects.search("depot")[:20],
    lambda: Article.objects.search("depot").annotate_score("score")[:20],
])  # fmt: skip
def test_the_index_is_read_once_and_every_hit_looked_up_by_its_key(team, rows):
    """The trap: a score that is asked for anew for every hit makes the cost grow with the square of the hits."""
    plan = plan_of(rows())
    assert not [step for step in plan if "CORRELATED" in step], plan
    assert len([step for step in plan if "VIRTUAL TABLE" in step]) == 1, plan
    steps = [step for step in plan if step.startswith(("SCAN", "SEARCH"))]
    assert "VIRTUAL TABLE" in steps[0], plan
    assert not [step for step in steps[1:] if step.startswith("SCAN") and "VIRTUAL" not in step], plan


@postgresql_only
def test_the_index_over_titles_and_bodies_answers_searches(team):
    author = join(team, "author")
    make_post(team, author, "Depot")
    sql, params = Article.objects.search("depot", order_by_relevance=False).get_queryset().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "search_title_and_body" in plan


@postgresql_only
def test_only_a_bounded_number_of_hits_is_ranked(team):
    sql = str(Article.objects.search("depot")[:20].get_queryset().query)
    assert "LIMIT 500" in sql
    assert sql.count("ts_rank") == 2


def test_one_statement_answers_a_search(team):
    make_post(team, join(team, "author"), "Depot")
    list(Article.objects.search("warm"))
    with CaptureQueriesContext(connection) as captured:
        assert [page.title for page in Article.objects.search("depot")] == ["Depot"]
    assert len(captured) == 1


def test_counts_pages_and_scores_agree(team):
    author = join(team, "author")
    for n in range(7):
        make_post(team, author, f"Depot {n}")
    found = Article.objects.search("depot")
    assert found.count() == 7
    assert len(found[:3]) == 3
    assert len({page.pk for start in (0, 3, 6) for page in found[start : start + 3]}) == 7
    assert all(page.score is not None for page in found.annotate_score("score"))


def test_what_wagtails_own_screens_ask_for_works(team):
    author = join(team, "author")
    post = make_post(team, author, "Depot in the north")
    make_post(team, author, "Elsewhere")
    page_ids = {page.pk for page in Page.objects.autocomplete("dep nor")} | {
        p.pk for p in Page.objects.autocomplete("no")
    }
    assert page_ids == {post.pk}
    assert [page.pk for page in Page.objects.search("depot", fields=["title"])] == [post.pk]
    assert [page.pk for page in Page.objects.search("depot", order_by_relevance=False)] == [post.pk]
    assert [page.specific.title for page in Page.objects.search("depot").get_queryset().specific()] == [post.title]
    assert Article.objects.search("depot").facet("team_id") == {team.pk: 1}


def test_equal_hits_come_in_the_order_that_was_asked_for():
    assert list(second_keys(Page.objects.all())) == ["-pk"]
    assert list(second_keys(Article.objects.by_newest())) == ["-published", "-pk"]
