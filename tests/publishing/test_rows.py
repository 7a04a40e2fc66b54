"""Rows of listings are drawn once a version, and never show an old one."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from publishing.models import Article
from publishing.rows import rows_of
from tests.factories.blog import make_post
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(db):
    return make_team("Depots")


@pytest.fixture
def post(team):
    author = join(team, "author", UserFactory(first_name="Noor", last_name="Haddad"))
    return make_post(team, author, "A post")


def drawn(**options):
    return " ".join(rows_of(Article.objects.by_newest(), **options).rows)


def test_a_row_that_was_drawn_costs_two_queries_for_the_whole_page(team, post):
    for n in range(3):
        make_post(team, post.owner, f"Post {n}")
    assert drawn().count("<article") == 4
    with CaptureQueriesContext(connection) as captured:
        assert drawn().count("<article") == 4
    assert len(captured) == 2


@pytest.mark.parametrize("change", [
    {"title": "Another title"},
    {"summary": "Another summary"},
    {"outcome": "What came of it"},
    {"comment_count": 7},
    {"wished_by": datetime.date(2031, 5, 4)},
])  # fmt: skip
def test_a_changed_article_is_drawn_anew(post, change):
    before = drawn()
    Article.objects.filter(pk=post.pk).update(**change)
    assert drawn() != before


def test_a_renamed_team_and_author_are_shown_at_once(team, post):
    assert "Depots" in drawn()
    team.name = "Sheds"
    team.save()
    post.owner.last_name = "Amin"
    post.owner.save()
    assert "Sheds" in drawn()
    assert "Noor Amin" in drawn()


def test_how_long_ago_stays_true(post):
    now = timezone.now()
    Article.objects.update(published=now - datetime.timedelta(minutes=5))
    assert "5 minutes ago" in drawn()
    Article.objects.update(published=now - datetime.timedelta(minutes=65))
    assert "1 hour ago" in drawn()


def test_each_listing_draws_its_own_way(post):
    assert "<h3>" in drawn()
    assert "<h2>" in drawn(level=2)
    assert "Depots" not in drawn(level=2, hide_team=True)


def test_nobody_gets_a_row_because_somebody_else_saw_it(reader):
    hidden = make_team(visibility="secret")
    insider = join(hidden, "author")
    make_post(hidden, insider, "Of few")
    assert "Of few" in " ".join(rows_of(Article.objects.visible_to(insider).by_newest()).rows)
    assert rows_of(Article.objects.visible_to(reader).by_newest()).rows == []


def test_pages_are_cut_as_elsewhere(team, post):
    for n in range(21):
        make_post(team, post.owner, f"Post {n}")
    first, second = rows_of(Article.objects.by_newest(), 1), rows_of(Article.objects.by_newest(), 2)
    assert (len(first.rows), first.has_next) == (20, True)
    assert (len(second.rows), second.has_previous, second.has_next) == (2, True, False)
