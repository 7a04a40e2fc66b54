"""What a search costs: statements are counted and looked at, never timed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from library.models import Picture
from people.models import User
from publishing.models import Article
from search import statements as statements_of
from search.backends.order import RANKED_AT_MOST, second_keys
from search.questions import Question
from tests.factories.blog import make_post, make_write_up
from tests.factories.conversations import make_comment
from tests.factories.library import make_document
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

BOUNDS = "search.backends.sqlite_bounds"
TITLE_AND_BODY = "search_title_and_body"

sqlite_only = pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's index")
postgresql_only = pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL's index")


def statements(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return [query["sql"] for query in captured]


def statements_until_sent_on(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 302
    return list(captured)


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
    assert len(many) == len(few) <= 10


def test_everything_found_at_once_and_for_the_first_time_costs_eight_statements_more_at_most(as_person, team, reader):
    author = join(team, "author")
    for n in range(3):
        post = make_post(team, author, f"Depot {n}", body=[("text", "<p>depot</p>")], tags=["depot"])
        make_write_up(team, author, f"Depot project {n}")
        make_comment(post, author, "A depot comment.")
        make_document(title=f"Depot paper {n}", content=b"depot")
        UserFactory(first_name="Depot")
        make_team(f"Depot team {n}")
    client = as_person(reader)
    for address in ("/", "/search/?q=marzipan"):
        client.get(address)  # what every page remembers: the site, the groups
    cold = CaptureQueriesContext(connection)
    with cold:
        response = client.get("/search/?q=depot")
    assert response.context["facets"].total == 18
    assert len(cold) <= 18
    assert len(statements(client, "/search/?q=depot")) <= 9


def test_a_misspelt_word_costs_as_many_statements_as_others(as_person, team, reader):
    make_post(team, join(team, "author"), "Tachograph")
    assert len(statements_until_sent_on(as_person(reader), "/search/?q=tachogarph")) <= 8


def test_nothing_found_costs_less(as_person, reader):
    assert len(statements(as_person(reader), "/search/?q=marzipan")) <= 6
    assert len(statements(as_person(reader), "/search/")) <= 3


class Plan:
    """How SQLite answers a search: its own steps in order, and those that are run anew for every row."""

    def __init__(self, rows):
        sql, params = rows.get_queryset().query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            self.rows = [(number, parent, step) for number, parent, _unused, step in cursor.fetchall()]
        self.steps = [
            step for _number, parent, step in self.rows if parent == 0 and step.startswith(("SCAN", "SEARCH"))
        ]
        self.for_every_row = [
            step for number, _parent, what in self.rows if "CORRELATED" in what for step in self.below(number)
        ]

    def below(self, number):
        for child, parent, step in self.rows:
            if parent == number:
                yield step
                yield from self.below(child)


@sqlite_only
@pytest.mark.parametrize("rows", [
    lambda: Article.objects.search("depot budget")[:20],
    lambda: Article.objects.visible_to(User(is_superuser=True)).for_listing().by_newest().search("depot")[:20],
    lambda: Page.objects.search("depot", operator="or")[:20],
    lambda: Page.objects.autocomplete("dep")[:20],
    lambda: Picture.objects.search("depot")[:20],
    lambda: Article.objects.search("depot").annotate_score("score")[:20],
])  # fmt: skip
def test_the_index_is_read_a_few_times_and_every_hit_looked_up_by_its_key(team, rows):
    """The trap: a score that is asked for anew for every hit makes the cost grow with the square of the hits."""
    plan = Plan(rows())
    assert not [step for step in plan.for_every_row if "VIRTUAL TABLE" in step or step.startswith("SCAN")], plan.rows
    assert [step for step in plan.steps if "VIRTUAL TABLE" in step] == plan.steps[:1], plan.rows
    assert not [step for step in plan.steps[1:] if step.startswith("SCAN")], plan.rows


@sqlite_only
def test_the_newest_hits_are_found_down_the_index_of_dates(team):
    plan = Plan(Article.objects.visible_to(User(is_superuser=True)).by_newest().search("depot")[:20])
    walks = [step for _number, _parent, step in plan.rows if "INDEX publishing__publish" in step]
    assert len(walks) == 2, plan.rows  # of all hits, and of those in titles
    assert all(step.startswith("SCAN") for step in walks), plan.rows


@sqlite_only
def test_more_hits_than_anybody_pages_through_are_ranked_from_the_newest_and_from_titles(team, monkeypatch):
    """With the bounds made small: old mentions in a text give way, old titles do not. For the lists of the CMS."""
    author = join(team, "author")
    for title, body in (("Depot of old", "x"), ("Old mention", "depot " * 3), ("New", "depot"), ("Newest", "depot")):
        make_post(team, author, title, body=[("text", f"<p>{body}</p>")])
    for n in range(6):
        make_post(team, author, f"Filler {n}")
    everything = ["Depot of old", "Old mention", "Newest", "New"]
    monkeypatch.setattr(f"{BOUNDS}.ALL_RANKED_UP_TO", 3)
    monkeypatch.setattr(f"{BOUNDS}.RANKED_AT_MOST", 2)
    pages = Article.objects.by_newest().search("depot")
    assert [page.title for page in pages[:2]] == ["Depot of old", "Newest"]
    assert [page.title for page in pages[:4]] == everything  # a later page has more of them ranked
    monkeypatch.setattr(f"{BOUNDS}.ALL_TITLES_RANKED_UP_TO", 0)
    assert [page.title for page in pages[:2]] == ["Depot of old", "Newest"]
    monkeypatch.setattr(f"{BOUNDS}.TITLES_RANKED_AT_MOST", 0)
    assert [page.title for page in pages[:2]] == ["Newest", "New"]


@postgresql_only
def test_the_index_over_titles_and_bodies_answers_searches(team):
    """Which way the planner likes best with one page depends on what it remembers of earlier ones. So every other way
    is closed, and it takes this one if the search is written so that it can."""
    author = join(team, "author")
    make_post(team, author, "Depot")
    sql, params = Article.objects.search("depot", order_by_relevance=False).get_queryset().query.sql_with_params()
    entries = IndexEntry._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with connection.schema_editor() as editor:
            for name, kept in connection.introspection.get_constraints(cursor, entries).items():
                if kept["primary_key"] or name == TITLE_AND_BODY:
                    continue
                if kept["unique"]:
                    editor.execute(f"ALTER TABLE {entries} DROP CONSTRAINT {name}")
                elif kept["index"]:
                    editor.execute(f"DROP INDEX {name}")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert TITLE_AND_BODY in plan


@postgresql_only
def test_the_indexes_take_new_words_at_once_so_that_no_search_reads_a_list_of_them():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.reloptions FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " JOIN pg_am a ON a.oid = c.relam WHERE i.indrelid = %s::regclass AND a.amname = 'gin'",
            [IndexEntry._meta.db_table],
        )
        options = dict(cursor.fetchall())
    assert TITLE_AND_BODY in options
    assert {name for name, set_to in options.items() if set_to != ["fastupdate=off"]} == set()


@postgresql_only
def test_only_a_bounded_number_of_hits_is_ranked(team):
    sql = str(Article.objects.search("depot")[:20].get_queryset().query)
    assert f"LIMIT {RANKED_AT_MOST}" in sql
    assert sql.count("ts_rank") == 2


@pytest.mark.parametrize("words", ["depot", "depot budget", "dep"])
def test_beyond_a_number_of_hits_only_the_latest_and_those_in_titles_are_ranked(
    found, reader, team, monkeypatch, words
):
    """With the bounds made small: old mentions in a text give way, old titles do not, and counts know of all."""
    author = join(team, "author")
    for title, body in (("Depot budget of old", "x"), ("Old", "depot budget " * 9), ("New", "depot budget")):
        make_post(team, author, title, body=[("text", f"<p>{body}</p>")])
    for n in range(6):
        make_post(team, author, f"Filler {n}")
    words = words if words != "dep" else "depo"
    everything = found(reader, words)
    assert set(everything) == {"Depot budget of old", "Old", "New"}
    monkeypatch.setattr("search.statements.ALL_RANKED_UP_TO", 2)
    monkeypatch.setattr("search.statements.LATEST_RANKED", 1)
    monkeypatch.setattr("search.statements.LATEST_TITLES_RANKED", 1)
    monkeypatch.setattr("search.queries.PAGE_SIZE", 1)
    assert found(reader, words) == ["Depot budget of old"]
    assert len(found(reader, words, page=2)) == 1


@sqlite_only
def test_the_full_text_table_is_read_from_its_own_index_and_entries_by_their_number(team):
    question = Question.of({"q": "depot"})
    for run in (
        lambda: statements_of.counted(question, [1, 2]),
        lambda: statements_of.ranked(question, [1, 2], 10, slice(0, 20)),
        lambda: statements_of.ranked(question, [1, 2], 10_000, slice(0, 20)),
    ):
        with CaptureQueriesContext(connection) as captured:
            run()
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {captured[0]['sql']}")
            plan = [row[3] for row in cursor.fetchall()]
        assert not [step for step in plan if step.startswith("SCAN") and "search_entry" in step], plan
        assert [step for step in plan if "search_words VIRTUAL TABLE" in step], plan


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
