"""Who is asked, about which words, and what they said."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, TaskState, WorkflowState

from publishing.models import Article
from teams.models import Team, Visibility

from .querysets import DecisionQuerySet, RequestQuerySet
from .steps import Step
from .tasks import StepTask


class TeamEditorsTask(StepTask):
    """Asks the editors and leads of the page's own team."""

    step = Step.EDITORS

    class Meta:
        verbose_name = _("approval by the team's editors")
        verbose_name_plural = _("approvals by the team's editors")

    @classmethod
    def get_description(cls) -> str:
        return str(_("Any editor or lead of the page's own team decides, except those who wrote it"))


class CommunicationsTask(StepTask):
    """Asks the Communications group."""

    step = Step.COMMUNICATIONS

    class Meta:
        verbose_name = _("approval by Communications")
        verbose_name_plural = _("approvals by Communications")

    @classmethod
    def get_description(cls) -> str:
        return str(_("Any member of Communications decides, except those who wrote the page"))


class Request(models.Model):
    """What a running or finished workflow is about, in our own words.

    One row a workflow state. ``revision`` and ``digest`` say which content is asked about now; ``writers`` are those
    who may therefore not decide; ``files`` are the pictures and documents named in it.
    """

    workflow_state = models.OneToOneField(WorkflowState, on_delete=models.CASCADE, related_name="request")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="requests")
    step = models.CharField(max_length=20, choices=Step.choices)
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    digest = models.CharField(max_length=64)
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    files = models.JSONField(default=dict)

    objects = RequestQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.workflow_state_id} · {self.article_id}"

    @property
    def is_open(self) -> bool:
        return bool(self.workflow_state.status == WorkflowState.STATUS_IN_PROGRESS)


class Verdict(models.TextChoices):
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("asked for changes")


class Channel(models.TextChoices):
    SITE = "site", _("on the site")
    CMS = "cms", _("in the editor")
    MAIL = "mail", _("by mail")


class Decision(models.Model):
    """One person's word on one content: the trail of an approval. Written once, never changed."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="decisions")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="decisions")
    task_state = models.ForeignKey(TaskState, null=True, on_delete=models.SET_NULL, related_name="decisions")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    digest = models.CharField(max_length=64)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="approval_decisions"
    )
    decision = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.TextField(blank=True)
    step = models.CharField(max_length=20, choices=Step.choices)
    step_name = models.CharField(max_length=255)
    at = models.DateTimeField(auto_now_add=True)
    channel = models.CharField(max_length=4, choices=Channel.choices, default=Channel.SITE)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ("at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task_state", "person"], name="one_decision_a_person_and_task"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-at"]), models.Index(fields=["article", "at"])]

    def __str__(self) -> str:
        return f"{self.person} {self.decision} {self.article_id}"

    @property
    def is_approval(self) -> bool:
        return self.decision == Verdict.APPROVED

    @property
    def said_by(self) -> str:
        """Who said it, and that it came by mail where it did."""
        name = str(self.person or _("somebody"))
        return str(_("%(person)s, by mail") % {"person": name}) if self.channel == Channel.MAIL else name


def request_of(task_state: Any) -> Request:
    """The request that a task state belongs to."""
    found: Request = Request.objects.select_related("workflow_state", "article__team").get(
        workflow_state_id=task_state.workflow_state_id
    )
    return found


class Look(models.Model):
    """Somebody who is asked had this version before them. Written once a person and version, never changed.

    ``team`` and ``visibility`` say who would have read it then: that is no part of a revision, and may change too.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="looks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    digest = models.CharField(max_length=64)
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")
    visibility = models.CharField(max_length=10, choices=Visibility.choices)
    at = models.DateTimeField(auto_now_add=True)
    channel = models.CharField(max_length=4, choices=Channel.choices, default=Channel.SITE)

    class Meta:
        ordering: ClassVar = ("at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "person", "revision"], name="one_look_a_person_and_version"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-at"])]

    def __str__(self) -> str:
        return f"{self.person} looked at {self.revision_id}"
