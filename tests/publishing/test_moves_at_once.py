"""A page that moves into a team, and somebody who closes that team, at the same instant."""

import threading

import pytest
from django.db import connection

from blog.rooms import blog_of
from publishing import placement
from publishing.models import Article
from teams.changes import change_visibility
from teams.models import Team
from tests.at_once import started
from tests.factories.blog import make_post
from tests.factories.people import AdministratorFactory
from tests.factories.teams import join, make_team

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's tables in memory have one writer and no queue"),
]


def test_what_moves_in_while_a_team_closes_is_closed_too(monkeypatch):
    administrator, there = AdministratorFactory(), make_team("Harbour", posting_policy="directly")
    here = make_team("Yards", posting_policy="directly")
    page = make_post(here, join(here, "author"), "Gates")
    follow, is_placed, may_go_on = placement.files.follow, threading.Event(), threading.Event()

    def slowly(*given):
        follow(*given)
        is_placed.set()
        may_go_on.wait(10)

    monkeypatch.setattr(placement.files, "follow", slowly)
    moving = started(lambda: page.move(blog_of(there), pos="last-child", user=administrator))
    assert is_placed.wait(10)
    closing = started(lambda: change_visibility(team=there, visibility="closed", by=administrator))
    closing.join(2)  # it waits for the move
    may_go_on.set()
    moving.join()
    closing.join()
    there = Team.objects.get(pk=there.pk)
    assert there.visibility == "closed"
    article = Article.objects.get(pk=page.pk)
    assert (article.team_id, article.audience_id) == (there.pk, there.readers_id)
