"""Changing routes: administrators the house's steps, a team's leads the steps that the team adds for itself."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.access import is_administrator
from teams.house import teams_page
from teams.models import Membership, PostingPolicy, Team, Visibility
from teams.permissions import may_lead

from ..deciders.candidates import named_at
from ..deciding.following import follow_policy
from ..models import RouteStep
from ..steps import ALL, Asks


def may_change(user: Any, team: Team | None) -> bool:
    """Whether ``user`` changes the route of ``team``, or the house's where it is None."""
    return is_administrator(user) if team is None else may_lead(user, team)


@transaction.atomic
def save_step(step: RouteStep, *, people: list[Any], by: Any) -> RouteStep:
    """Add a step to a route or change one. What runs keeps the step as it was submitted; what is new is asked for too.

    Raises PermissionDenied, or ValidationError with what is wrong, by field where it belongs to one.
    """
    if not may_change(by, step.team):
        raise PermissionDenied
    is_new = step.pk is None
    if step.asks != Asks.GROUP:
        step.group = None
    step.full_clean(exclude=["people"])
    _check(step, people)
    step.save()
    step.people.set(people if step.asks == Asks.PEOPLE else [])
    _check_enough(step)
    _log(step, "approvals.step_added" if is_new else "approvals.step_changed", by)
    _follow(step.team, by)
    return step


@transaction.atomic
def remove_step(step: RouteStep, *, by: Any) -> None:
    """Take a step off a route. Requests that were submitted with it pass it still. Raises PermissionDenied, or
    ValidationError where that would leave nobody to ask."""
    if not may_change(by, step.team):
        raise PermissionDenied
    if step.team is None:
        others = RouteStep.objects.filter(team=None).exclude(pk=step.pk)
        left = [policy for policy in step.policies if not any(_always_asked(other, policy) for other in others)]
        if left:
            raise ValidationError(
                _("Somebody must always be asked under “%(policy)s”. Add another step without conditions first.")
                % {"policy": PostingPolicy(left[0]).label}
            )
    _log(step, "approvals.step_removed", by)
    team = step.team
    step.delete()
    _follow(team, by)


def _always_asked(step: RouteStep, policy: str) -> bool:
    return policy in step.policies and not step.has_conditions and step.covers_everything


def _check(step: RouteStep, people: list[Any]) -> None:
    if not step.remit:
        raise ValidationError({"remit": _("A step that approves nothing asks for nothing.")})
    if step.asks == Asks.GROUP and step.group is None:
        raise ValidationError({"group": _("Choose the group that is asked.")})
    if step.asks == Asks.PEOPLE and not people:
        raise ValidationError({"people": _("Name at least one person.")})
    if step.team is None:
        _check_the_house(step)
    elif step.team.visibility != Visibility.OPEN:
        _check_members_only(step, people)


def _check_the_house(step: RouteStep) -> None:
    if not step.policies:
        raise ValidationError({"policies": _("Choose at least one policy under which this step is asked.")})
    others = RouteStep.objects.filter(team=None).exclude(pk=step.pk)
    for policy in set(PostingPolicy.values) - {PostingPolicy.DIRECTLY}:
        if not any(_always_asked(one, policy) for one in [*others, step]):
            raise ValidationError(
                _("Under “%(policy)s” a step without conditions must approve everything.")
                % {"policy": PostingPolicy(policy).label}
            )


def _check_members_only(step: RouteStep, people: list[Any]) -> None:
    """A closed or secret team shows its drafts to nobody from outside, unless the house does."""
    assert step.team is not None  # said by the caller
    if step.asks == Asks.GROUP:
        raise ValidationError({"asks": _("Only members read this team, so name people of it.")})
    members = set(Membership.objects.filter(team=step.team).values_list("person_id", flat=True))
    strangers = [person.display_name for person in people if person.pk not in members]
    if step.asks == Asks.PEOPLE and strangers:
        raise ValidationError(
            {"people": _("Not in this team: %(names)s. Only members read it.") % {"names": ", ".join(strangers)}}
        )


def _check_enough(step: RouteStep) -> None:
    """A quorum must be there. A house step asks other people in every team, so that it is looked at as it is asked."""
    if step.needed == ALL or (step.team is None and step.asks in {Asks.EDITORS, Asks.LEADS}):
        return
    team = step.team or Team.objects.active().first()
    if team is None:
        return
    count = len(named_at([step], team)[step.pk])
    if step.needed > count:
        words = _("Only %(count)d could approve, so %(needed)d are too many.")
        raise ValidationError({"needed": words % {"count": count, "needed": step.needed}})


def groups_to_ask() -> Any:
    """The groups that a step may ask: those that belong to no team."""
    return Group.objects.filter(read_team=None, authored_team=None, edited_team=None, led_team=None).order_by("name")


def _log(step: RouteStep, action: str, by: Any) -> None:
    place = step.team.page if step.team is not None else teams_page()
    log(instance=place, action=action, user=by, data={"step": step.name})


def _follow(team: Team | None, by: Any) -> None:
    for one in [team] if team is not None else Team.objects.active():
        follow_policy(one, by)
