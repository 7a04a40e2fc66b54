"""What other rooms' pages show of approvals."""

from typing import Any

from django.http import HttpRequest

from core.sections import Section
from publishing.models import Article
from teams.models import Team

from .deciders.candidates import named_at
from .deciders.permissions import asks_outside_the_cms
from .deciders.tallies import asked_in
from .models import Decision, Request
from .routes.route import steps_shown
from .waiting import desk

ROWS_ON_HOME = 5
FACES_SHOWN = 12


def needs(request: HttpRequest, person: Any) -> Section | None:
    """Rows of "needs you": what waits, and is due first. At most four queries; none for plain readers."""
    if not (person.has_cms or person.is_superuser or asks_outside_the_cms(person)):
        return None  # the query below is the dearest of the front page, and most people are asked nothing
    rows = desk.waiting_for(person, ROWS_ON_HOME + 1)
    if not rows:
        return None
    context = {"rows": rows[:ROWS_ON_HOME], "has_more": len(rows) > ROWS_ON_HOME}
    return Section("approvals/sections/needs.html", context)


def left_behind(request: HttpRequest, person: Any) -> Section | None:
    """Requests that nobody else could decide on if this person's access ended."""
    rows = list(Request.objects.awaiting(person).with_rows().longest_waiting())
    people = asked_in(rows)
    alone = [row for row in rows if [asked.pk for asked in people[row.pk]] == [person.pk]]
    return Section("approvals/sections/left_behind.html", {"rows": alone}) if alone else None


def who_approves(request: HttpRequest, team: Team) -> Section | None:
    """Who says yes before something of the team goes live. At most three queries."""
    steps = [] if team.is_archived else steps_shown(team)
    if not steps:
        return None
    people = named_at(steps, team)
    shown = [(step.name, people[step.pk][:FACES_SHOWN]) for step in steps]
    return Section("approvals/sections/who_approves.html", {"steps": shown})


def route_link(request: HttpRequest, team: Team) -> Section:
    """In a team's settings: the way to who approves."""
    return Section("approvals/sections/route_link.html", {"team": team})


def approvers_of(article: Article) -> list[int]:
    """The people who approved what is live, for the mark beside their names."""
    return list(Decision.objects.for_what_is_live(article).exclude(person=None).values_list("person_id", flat=True))
