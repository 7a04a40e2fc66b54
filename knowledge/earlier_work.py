"""Earlier write-ups worth building on, for somebody who types what a project is to reach."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.text import Truncator

from blog.models import WriteUpPage
from blog.plain_text import plain_text_of
from blog.starting_points import questions_of_a_project
from publishing.models import Article, Result

from .similarity.matching import Match, closest

OFFERED = 5
LONGEST_QUESTION = 4_000  # characters
LONGEST_LESSON = 220
WORTH_SHOWING = 0.25  # of the best score: what fits less well is not offered


@dataclass(frozen=True)
class Earlier:
    """One earlier write-up, with what its people would tell whoever starts the same."""

    article: WriteUpPage
    lesson: str

    @property
    def did_not_work(self) -> bool:
        return self.article.result == Result.FAILED


def earlier_work(person: Any, *, title: str = "", goal: str = "", leave_out: Collection[int] = ()) -> list[Earlier]:
    """At most five live write-ups that ``person`` may read, the best first. One of them did not work out, if one of
    those that fit did not. A steady number of queries."""
    asked = question(title, goal)
    write_ups = Article.objects.visible_to(person).filter(content_type=ContentType.objects.get_for_model(WriteUpPage))
    matches = [match for match in closest(asked, write_ups) if match.article_id not in leave_out]
    return _with_lessons(choose(matches))


def question(title: str, goal: str) -> str:
    """What somebody asks by what they typed; the question that a new write-up starts with is not theirs."""
    return f"{title}\n{goal.replace(questions_of_a_project()['goal'], '')}"[:LONGEST_QUESTION].strip()


def choose(matches: list[Match]) -> list[int]:
    """The numbers of the first five; the fifth makes room for the first that did not work, where none of them did
    not. At most one query."""
    if not matches:
        return []
    fitting = [match.article_id for match in matches if match.score >= matches[0].score * WORTH_SHOWING]
    first, rest = fitting[:OFFERED], fitting[OFFERED:]
    if rest:
        failed = set(Article.objects.filter(pk__in=fitting[:200], result=Result.FAILED).values_list("pk", flat=True))
        warning = next((pk for pk in rest if pk in failed), None)
        if warning is not None and failed.isdisjoint(first):
            first[-1] = warning
    return first


def _with_lessons(numbers: list[int]) -> list[Earlier]:
    found = {page.pk: page for page in WriteUpPage.objects.filter(pk__in=numbers).select_related("team")}
    return [Earlier(found[pk], lesson_of(found[pk])) for pk in numbers if pk in found]


def lesson_of(page: WriteUpPage) -> str:
    """What somebody who starts the same should know: of what failed, what to avoid; else what to do again."""
    told = (page.would_avoid, page.would_repeat)
    parts = told if page.result == Result.FAILED else told[::-1]
    words = next((text for part in parts if (text := plain_text_of(part))), page.summary)
    return Truncator(" ".join(words.split())).chars(LONGEST_LESSON)
