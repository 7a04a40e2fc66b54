"""What other rooms' pages show of knowledge."""

from typing import Any

from django.http import HttpRequest

from core.access import group_ids, is_administrator
from core.sections import Section
from publishing.models import Article

from . import credits
from .permissions import is_keeper
from .topics import topics_of
from .topics import who_knows as who_knows_about


def earlier_work(request: HttpRequest, page: Any) -> Section:
    """In the editor, below a write-up's goal."""
    return Section("knowledge/sections/earlier_work.html", {"page": page})


def built_on_person(request: HttpRequest, person: Any) -> Section | None:
    """On a profile: what others built on. One query."""
    rows = credits.built_on_person(request.user, person)
    return Section("knowledge/sections/built_upon.html", {"citations": rows}) if rows else None


def topics(request: HttpRequest, person: Any) -> Section | None:
    """On a profile: what somebody knows about. One query."""
    rows = topics_of(request.user, person)
    is_self = request.user.pk == person.pk
    return Section("knowledge/sections/topics.html", {"topics": rows, "is_self": is_self}) if rows else None


def who_knows(request: HttpRequest, words: list[str]) -> Section | None:
    """On the search page: people who know about what was asked. Two queries."""
    rows = who_knows_about(request.user, words)
    return Section("knowledge/sections/who_knows.html", {"rows": rows}) if rows else None


def built_on_team(request: HttpRequest, team: Any) -> Section | None:
    rows = credits.built_on_team(request.user, team)
    return Section("knowledge/sections/built_upon.html", {"citations": rows}) if rows else None


def settled_by_team(request: HttpRequest, team: Any) -> Section | None:
    answers, decisions = credits.settled_by_team(request.user, team)
    if not answers and not decisions:
        return None
    return Section("knowledge/sections/settled_by_team.html", {"answers": answers, "decisions": decisions})


def credit_choice(request: HttpRequest, person: Any) -> Section:
    """In one's own settings."""
    return Section("knowledge/sections/credit_choice.html", {"hides": credits.hides_theirs(person)})


def way_to_lineage(request: HttpRequest, article: Article) -> Section | None:
    """Below what a page builds on, to the drawing of it."""
    return Section("knowledge/sections/way_to_lineage.html", {"article": article}) if article.live else None


def status_in_bar(request: HttpRequest, article: Article) -> Section | None:
    """In the slim bar of a page: the way to its status. No query; its authors find it in the editor."""
    if not article.live or article.team.is_archived:
        return None
    is_editor = article.team.editors_id in group_ids(request.user) or is_administrator(request.user)
    if not is_editor and not is_keeper(request.user, article):
        return None
    return Section("knowledge/sections/bar.html", {"article": article})
