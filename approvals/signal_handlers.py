"""Listens to teams and to publishing; each handler calls one action. Takes Wagtail's mails out of the way."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import m2m_changed, post_save
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from publishing.lifecycle import audience_changed, revised
from teams.models import Team
from teams.signals import membership_changed, policy_changed, team_created

from .deciding import following
from .models import Request
from .querysets import forget_left_alone

# Wagtail connects its mails under these names. Whoever comes first keeps a name, so ours stands in either order.
_WAGTAILS_MAILS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def on_team_created(team: Team, by: Any = None, **kwargs: Any) -> None:
    following.follow_policy(team, by)


def on_policy_changed(team: Team, by: Any = None, **kwargs: Any) -> None:
    following.follow_policy(team, by)


def on_revised(article: Any, revision: Any, by: Any, **kwargs: Any) -> None:
    following.follow_edit(article, revision, by)


def on_audience_changed(articles: Any, **kwargs: Any) -> None:
    for article in articles.filter(requests__in=Request.objects.open()):
        following.follow_place(article)


def on_people_changed(**kwargs: Any) -> None:
    forget_left_alone()


def said_by_our_notifications(**kwargs: Any) -> None:
    """Stands where Wagtail would send a mail of its own: approvers and authors are told once, by ours."""


def connect() -> None:
    team_created.connect(on_team_created, dispatch_uid="approvals.team_created")
    policy_changed.connect(on_policy_changed, dispatch_uid="approvals.policy_changed")
    audience_changed.connect(on_audience_changed, dispatch_uid="approvals.audience_changed")
    revised.connect(on_revised, dispatch_uid="approvals.revised")
    membership_changed.connect(on_people_changed, dispatch_uid="approvals.membership_changed")
    post_save.connect(on_people_changed, sender=get_user_model(), dispatch_uid="approvals.person_saved")
    m2m_changed.connect(on_people_changed, sender=get_user_model().groups.through, dispatch_uid="approvals.groups")
    for signal, sender, name in _WAGTAILS_MAILS:
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(said_by_our_notifications, sender=sender, dispatch_uid=name)
