"""How often the right earlier work is among the first five, for the whole labelled set, through the real index.

Everything is made within one transaction that is rolled back: nothing of it stays.
"""

import time
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from blog.models import WriteUpPage
from blog.rooms import projects_of
from publishing.models import Article
from teams.creation import create_team
from teams.models import Team

from ..earlier_work import earlier_work
from ..similarity.indexing import index_page
from .projects import Goal, Told, goals, write_ups


@dataclass
class Outcome:
    """Goals with a right one among the five, goals without, and how long each answer took in milliseconds."""

    hits: list[Goal] = field(default_factory=list)
    missed: list[Goal] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    write_ups: int = 0

    def share(self, *, afterwards: bool | None = None) -> tuple[int, int]:
        """How many of how many; of all goals, or of those written before or after the thesaurus."""

        def asked(found: list[Goal]) -> int:
            return sum(afterwards is None or goal.is_afterwards == afterwards for goal in found)

        return asked(self.hits), asked(self.hits) + asked(self.missed)


def measure() -> Outcome:
    with transaction.atomic():
        outcome = _measure()
        transaction.set_rollback(True)
    return outcome


def _measure() -> Outcome:
    person = get_user_model().objects.create_superuser(username="labelled-set", email="", password=None)
    team = create_team(by=person, name="Labelled set", purpose="Measured and gone.")
    keys = {_write(team, told, number): told.key for number, told in enumerate(write_ups())}
    for pk in keys:
        index_page(pk)
    reader = get_user_model().objects.create_user(username="labelled-reader")
    outcome = Outcome(write_ups=len(keys))
    for goal in goals():
        started = time.perf_counter()
        offered = earlier_work(reader, goal=goal.wanted)
        outcome.milliseconds.append((time.perf_counter() - started) * 1000)
        is_hit = not goal.right.isdisjoint(keys.get(each.article.pk, "") for each in offered)
        (outcome.hits if is_hit else outcome.missed).append(goal)
    return outcome


def _write(team: Team, told: Told, number: int) -> int:
    page = WriteUpPage(
        title=told.title,
        slug=f"{slugify(told.title)[:60]}-{number}",
        summary=told.summary,
        goal=f"<p>{told.goal}</p>",
        would_repeat=f"<ul><li>{told.would_repeat}</li></ul>",
        would_avoid=f"<ul><li>{told.would_avoid}</li></ul>",
        result=told.result,
    )
    page.tags.add(*told.tags)
    projects_of(team).add_child(instance=page)
    Page.objects.filter(pk=page.pk).update(live=True)
    Article.objects.filter(pk=page.pk).update(published=timezone.now())
    return int(page.pk)
