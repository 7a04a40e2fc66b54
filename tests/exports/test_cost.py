"""What an export asks the database grows with what it writes, a few queries a page, and with nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exports.site import export_site
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

A_PAGE = 3  # tags, thread, accepted answers; all else is read for fifty pages at once


def queries_of(path) -> int:
    with CaptureQueriesContext(connection) as asked:
        export_site(path)
    return len(asked)


def test_a_page_costs_three_queries_whatever_is_said_below_it(tmp_path, media):
    team = make_team()
    author = join(team, "author")
    make_post(team, author, tags=["one"])
    queries_of(tmp_path / "warm")
    few = queries_of(tmp_path / "few")
    for number in range(4):
        post = make_post(team, author, tags=["one", f"tag{number}"])
        for _each in range(5):
            make_comment(post, author)
    assert queries_of(tmp_path / "many") == few + 4 * A_PAGE


def test_rows_cost_nothing_each(tmp_path, media):
    make_team()
    few = queries_of(tmp_path / "few")
    UserFactory.create_batch(20)
    assert queries_of(tmp_path / "many") == few
