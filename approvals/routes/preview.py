"""The route a page will take, shown before it is submitted: who is asked, how many of them, in which order."""

from dataclasses import dataclass
from typing import Any

from teams.models import Team

from ..deciders.candidates import would_be_asked
from ..deciders.writers import writers_of
from ..models import Request, RouteStep
from ..steps import ALL
from .route import Subject, steps_on


@dataclass(frozen=True)
class Stage:
    """One step to come, with the people who would be asked."""

    step: RouteStep
    people: list[Any]

    @property
    def is_short(self) -> bool:
        """Whether fewer people could say yes than must."""
        return len(self.people) < max(self.step.needed, 1)

    @property
    def how_many(self) -> str:
        return str(self.step.how_many) if len(self.people) > 1 or self.step.needed not in {ALL, 1} else ""


def route_of(page: Any, team: Team, *, by: Any) -> list[Stage]:
    """The steps that ``page`` would pass if ``by`` submitted it as it is, in order."""
    is_stored = page is not None and page.pk
    writers = (writers_of(page) if is_stored else set()) | {by.pk}
    subject = Subject.of(page, team) if is_stored else Subject(team)
    return [Stage(step, would_be_asked(step, team, writers)) for step in steps_on(subject)]


def first_asked(page: Any, team: Team, *, by: Any) -> list[Any]:
    """Who would be asked first: whoever asked for changes, else the people of the first step."""
    stages = route_of(page, team, by=by)
    if not stages:
        return []
    back = None
    if page is not None and page.pk:
        back = Request.objects.unsettled().filter(article_id=page.pk, objected=True).first()
    position = back.position if back is not None else stages[0].step.position
    people = [person for stage in stages if stage.step.position == position for person in stage.people]
    return list({person.pk: person for person in people}.values())
