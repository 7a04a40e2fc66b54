"""An import and somebody who changes its team, at the same instant."""

import threading

import pytest
from django.db import connection

from publishing import arriving
from publishing.models import Article
from teams.changes import change_visibility
from teams.models import Team
from tests.at_once import started

from . import exports

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's tables in memory have one writer and no queue"),
]


def test_what_comes_in_while_its_team_closes_is_closed_too(bring, team, administrator, monkeypatch):
    furnish, is_underway, may_go_on = arriving._furnish, threading.Event(), threading.Event()

    def slowly(*given):
        furnish(*given)
        is_underway.set()
        may_go_on.wait(10)

    monkeypatch.setattr(arriving, "_furnish", slowly)
    importing = started(lambda: bring(exports.wxr(exports.wp_post())))
    assert is_underway.wait(10)
    closing = started(lambda: change_visibility(team=team, visibility="closed", by=administrator))
    closing.join(2)  # it waits for the import, or has been there before what comes in
    may_go_on.set()
    importing.join()
    closing.join()
    team = Team.objects.get(pk=team.pk)
    assert team.visibility == "closed"
    assert [article.audience_id for article in Article.objects.all()] == [team.readers_id]
