"""Who decides on a step: worked out at run time, from the page's own team.

Nobody decides on what they wrote. If that leaves nobody, leads of the team decide, then Communications; in a secret
team an administrator instead of Communications, unless the team itself chose a route through Communications.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from core.access import group_ids, is_somebody
from teams.house import COMMUNICATIONS_GROUP
from teams.models import PostingPolicy, Team, Visibility

from .models import Request, request_of
from .steps import Step, steps_for, tasks_of
from .tasks import StepTask
from .writers import writers_of


@dataclass(frozen=True)
class Circle:
    """People who may be asked together: holders of a group, the house's Communications, or its administrators."""

    group_id: int | None = None
    communications: bool = False
    administrators: bool = False


def circles_for(step: str, team: Team) -> list[Circle]:
    """Who is asked, and who instead when all of those wrote it, in order. An archived team asks nobody."""
    if team.is_archived:
        return []
    communications = Circle(communications=True)
    if step == Step.COMMUNICATIONS:
        return [communications, Circle(group_id=team.leads_id)]
    keeps_to_itself = team.visibility == Visibility.SECRET and team.posting_policy != PostingPolicy.COMMUNICATIONS
    # Leads are editors of their team, so they are in the first circle already.
    return [Circle(group_id=team.editors_id), Circle(administrators=True) if keeps_to_itself else communications]


def approvers_for(subject: Any, article: Any = None) -> list[Any]:
    """The people who may decide now, by name. ``subject`` is a task state or a request that is open, or a step's task
    together with the article that might be submitted to it."""
    if isinstance(subject, StepTask):
        return _choose(subject.step, article.team, writers_of(article), _people_of([(subject.step, article.team)]))
    request = request_of(subject) if isinstance(subject, TaskState) else subject
    return asked_in([request])[request.pk]


def first_approvers(team: Team, writers: set[int]) -> list[Any]:
    """Who would be asked first about something that these people wrote; nobody where authors publish directly."""
    steps = steps_for(team.posting_policy)
    return _choose(steps[0], team, writers, _people_of([(steps[0], team)])) if steps else []


def asked_in(requests: Iterable[Request]) -> dict[int, list[Any]]:
    """Who is asked in each of these requests, whatever their number, with two queries."""
    rows = list(requests)
    pairs = [(request.step, request.article.team) for request in rows]
    people = _people_of(pairs) if rows else {}
    through = Request.writers.through.objects.filter(request_id__in=[request.pk for request in rows])
    writers: dict[int, set[int]] = {}
    for request_id, person_id in through.values_list("request_id", "user_id") if rows else ():
        writers.setdefault(request_id, set()).add(person_id)
    return {
        request.pk: _choose(request.step, request.article.team, writers.get(request.pk, set()), people)
        if request.is_open
        else []
        for request in rows
    }


def may_decide(user: Any, request: Request) -> bool:
    return is_somebody(user) and Request.objects.awaiting(user).filter(pk=request.pk).exists()


def may_mend(user: Any, page: Any) -> bool:
    """Whether ``user`` may edit a page while somebody is asked about it: those who are asked, and those of the route
    who mended it and so became writers, or they would be shut out in the middle of a word. Never its own authors."""
    request = (
        Request.objects.open().filter(article_id=page.pk).select_related("article__team", "workflow_state").first()
    )
    if request is None or not is_somebody(user):
        return False
    if may_decide(user, request):
        return True
    article, submitter = request.article, request.workflow_state.requested_by_id
    if user.pk in {article.owner_id, submitter} or article.authorships.filter(person_id=user.pk).exists():
        return False
    route = {task.step for task in tasks_of(request.workflow_state.workflow)}
    return request.writers.filter(pk=user.pk).exists() and any(is_of_step(user, request, step) for step in route)


def is_of_step(user: Any, request: Request, step: str) -> bool:
    """Whether ``user`` is one of those whom a step usually asks, whatever they wrote."""
    return any(_holds(user, circle) for circle in circles_for(step, request.article.team)[:1])


def in_words(people: Collection[Any], most: int = 3) -> str:
    """Names for a sentence: "Ada, Grace or Mary", with a count when there are many."""
    names = [person.display_name for person in people]
    if not names:
        return str(_("nobody"))
    if len(names) > most:
        return _("%(names)s or %(count)s others") % {
            "names": ", ".join(names[: most - 1]),
            "count": len(names) - most + 1,
        }
    if len(names) == 1:
        return str(names[0])
    return _("%(names)s or %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _holds(user: Any, circle: Circle) -> bool:
    if circle.communications:
        through = get_user_model().groups.through
        return bool(through.objects.filter(user_id=user.pk, group__name=COMMUNICATIONS_GROUP).exists())
    return circle.group_id is not None and circle.group_id in group_ids(user)


def _people_of(pairs: Iterable[tuple[str, Team]]) -> Mapping[Circle, list[Any]]:
    """The active people of every circle that these steps and teams may need, with one query a kind of circle."""
    circles = {circle for step, team in pairs for circle in circles_for(step, team)}
    groups = {circle.group_id for circle in circles if circle.group_id}
    user = get_user_model()
    found: dict[Circle, list[Any]] = {circle: [] for circle in circles}
    everyone = user.objects.active().by_name()
    if Circle(administrators=True) in circles:
        found[Circle(administrators=True)] = list(everyone.filter(is_superuser=True))
    held = user.groups.through.objects.filter(user__is_active=True)
    held = held.filter(group_id__in=groups) | held.filter(group__name=COMMUNICATIONS_GROUP)
    for row in held.select_related("user", "group").order_by("user__name_folded", "user_id"):
        for circle in (
            Circle(group_id=row.group_id),
            Circle(communications=row.group.name == COMMUNICATIONS_GROUP),
        ):
            if circle in found:
                found[circle].append(row.user)
    return found


def _choose(step: str, team: Team, writers: set[int], people: Mapping[Circle, list[Any]]) -> list[Any]:
    for circle in circles_for(step, team):
        able = [person for person in people[circle] if person.pk not in writers]
        if able:
            return able
    return []
