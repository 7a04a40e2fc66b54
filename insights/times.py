"""How long approval took, step by step, computed from the trail with three queries whatever its length.

Three stretches are told apart, each from one line of the trail to another:

- *waiting*: a step was asked, until the first sign of somebody (they opened the review, remarked, mended a word, or
  answered);
- *in hand*: from that first sign to the answer that ended the step;
- *reworking*: from the return to the resubmission, told of the step that asked for changes.

Writing a draft before it is first submitted is nobody's approval and counts nowhere; neither does a step that ended
without an answer, because its request was withdrawn or the page was edited. Time is time on the clock, nights included.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry, TaskState

from approvals.models import Decision, Verdict
from core.formatting import duration_words

from .questions import Question

# What shows that somebody took a draft in hand before they answered.
SIGNS = ("approvals.looked", "wagtail.comments.create", "wagtail.comments.create_reply", "approvals.moved")


@dataclass
class Stretch:
    """Lengths of time of one kind."""

    lengths: list[timedelta] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.lengths)

    @property
    def median(self) -> timedelta | None:
        return timedelta(seconds=median(each.total_seconds() for each in self.lengths)) if self.lengths else None

    @property
    def ninetieth(self) -> timedelta | None:
        """Nine of ten took no longer."""
        if not self.lengths:
            return None
        return sorted(self.lengths)[-(-len(self.lengths) * 9 // 10) - 1]

    @property
    def median_words(self) -> str:
        return duration_words(self.median)

    @property
    def ninetieth_words(self) -> str:
        return duration_words(self.ninetieth)


@dataclass
class Line:
    """One step of one team; without a step, all of them."""

    step: str
    waiting: Stretch = field(default_factory=Stretch)
    in_hand: Stretch = field(default_factory=Stretch)
    reworking: Stretch = field(default_factory=Stretch)

    @property
    def stretches(self) -> list[tuple[str, Stretch]]:
        return [(_("Waiting"), self.waiting), (_("In hand"), self.in_hand), (_("Reworking"), self.reworking)]


@dataclass
class TeamLines:
    name: str
    lines: list[Line]


@dataclass
class Times:
    everything: Line
    teams: list[TeamLines]

    @property
    def has_any(self) -> bool:
        return bool(self.teams)


class _Team(NamedTuple):
    folded: str
    name: str


@dataclass
class _Asked:
    """A step while it was asked: when, about which page, and when answers came."""

    team: _Team
    step: str
    article_id: int
    asked_by: int | None
    since: datetime
    answers: list[datetime]


def times_for(question: Question) -> Times:
    lines: dict[tuple[_Team, str], Line] = {}
    everything = Line("")

    def note(kind: str, team: _Team, step: str, length: timedelta) -> None:
        line = lines.setdefault((team, step), Line(step))
        for each in (line, everything):
            getattr(each, kind).lengths.append(length)

    asked = _answered(question)
    signs = _Signs(question, asked)
    for each in asked:
        first = signs.first_between(each)
        end = each.answers[-1]
        note("waiting", each.team, each.step, first - each.since)
        if first < end:
            note("in_hand", each.team, each.step, end - first)
    for team, step, returned_at, again_at in _reworked(question):
        note("reworking", team, step, again_at - returned_at)
    teams: dict[_Team, list[Line]] = defaultdict(list)
    for (team, _step), line in sorted(lines.items(), key=lambda pair: (pair[0][0], pair[0][1])):
        teams[team].append(line)
    return Times(everything, [TeamLines(team.name, its_lines) for team, its_lines in teams.items()])


def _answered(question: Question) -> list[_Asked]:
    """Steps that ended with an answer in the time that is asked about, with all their answers."""
    rows = Decision.objects.filter(task_state__status__in=(TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED))
    rows = question.narrow(rows, at="task_state__finished_at", person="person", page="article")
    found: dict[tuple[int, str], _Asked] = {}
    for task_state_id, step, at, since, article_id, asked_by, *team in rows.order_by("at", "pk").values_list(
        "task_state_id", "step_name", "at", "task_state__started_at", "article_id",
        "request__workflow_state__requested_by_id", "article__team__name_folded", "article__team__name",
    ):  # fmt: skip
        key = (task_state_id, step)
        if key not in found:
            found[key] = _Asked(_Team(*team), step, article_id, asked_by, since, [])
        found[key].answers.append(at)
    return list(found.values())


class _Signs:
    """Signs of somebody at work, by page: one query for all steps."""

    def __init__(self, question: Question, asked: Iterable[_Asked]) -> None:
        self._by_page: dict[int, list[tuple[datetime, int | None]]] = defaultdict(list)
        steps = list(asked)
        if not steps:
            return
        first, last = min(each.since for each in steps), max(each.answers[-1] for each in steps)
        while_asked = Question(viewer=question.viewer, team=question.team, since=first, until=last)
        rows = PageLogEntry.objects.filter(action__in=SIGNS)
        rows = while_asked.narrow(rows, at="timestamp", person="user", page="page_id")
        for page_id, at, by in rows.order_by("timestamp", "pk").values_list("page_id", "timestamp", "user_id"):
            self._by_page[page_id].append((at, by))

    def first_between(self, asked: _Asked) -> datetime:
        """The first sign of somebody other than who asked, or else the first answer."""
        signs = self._by_page.get(asked.article_id, [])
        start = bisect_left(signs, asked.since, key=lambda sign: sign[0])
        end = bisect_right(signs, asked.answers[0], key=lambda sign: sign[0])
        return next((at for at, by in signs[start:end] if by != asked.asked_by), asked.answers[0])


def _reworked(question: Question) -> list[tuple[_Team, str, datetime, datetime]]:
    """Returns whose page was submitted again in the time that is asked about: when the step sent it back (the last of
    its answers, where several ask for changes at once), and when somebody was next asked about the page."""
    again = TaskState.objects.filter(
        workflow_state__request__article_id=OuterRef("article_id"), started_at__gt=OuterRef("at")
    ).order_by("started_at")
    rows = Decision.objects.filter(decision=Verdict.RETURNED).annotate(
        again_at=Subquery(again.values("started_at")[:1])
    )
    rows = question.narrow(rows, at="again_at", person="person", page="article")
    found = {
        (task_state_id, step): (_Team(folded, name), step, at, again_at)
        for task_state_id, step, folded, name, at, again_at in rows.order_by("at", "pk").values_list(
            "task_state_id", "step_name", "article__team__name_folded", "article__team__name", "at", "again_at"
        )
    }
    return list(found.values())
