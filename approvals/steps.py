"""The two steps there are, and the route that a posting policy asks for."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Workflow

from teams.models import PostingPolicy


class Step(models.TextChoices):
    EDITORS = "editors", _("Team editors")
    COMMUNICATIONS = "communications", _("Communications")


# The names of the two workflows. The data migration makes them; nothing else does.
ROUTE_NAMES = {
    PostingPolicy.EDITORS: "Team editors",
    PostingPolicy.COMMUNICATIONS: "Team editors, then Communications",
}

_STEPS: dict[str, tuple[Step, ...]] = {
    PostingPolicy.DIRECTLY: (),
    PostingPolicy.EDITORS: (Step.EDITORS,),
    PostingPolicy.COMMUNICATIONS: (Step.EDITORS, Step.COMMUNICATIONS),
}


def steps_for(policy: str) -> tuple[Step, ...]:
    """Who must say yes under a posting policy, in order."""
    return _STEPS[policy]


def workflow_for(policy: str) -> Workflow | None:
    """The workflow of a policy; none where authors publish directly."""
    name = ROUTE_NAMES.get(PostingPolicy(policy))
    return Workflow.objects.get(name=name) if name else None


def tasks_of(workflow: Any) -> list[Any]:
    """The steps of a workflow as specific tasks, in order."""
    return list(workflow.tasks.filter(active=True).specific())
