"""Routes, who is asked along them, about which words, and what they said."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, TaskState, WorkflowState

from publishing.models import Article
from teams.models import PostingPolicy, Team, Visibility

from .querysets import DecisionQuerySet, HandOverQuerySet, RequestQuerySet, RequestStepQuerySet, RouteStepQuerySet
from .steps import Reach, StepRule
from .tasks import RouteTask

__all__ = [
    "Channel",
    "Correction",
    "Decision",
    "HandOver",
    "Look",
    "Request",
    "RequestStep",
    "RouteStep",
    "RouteTask",
    "Verdict",
    "request_of",
]


class RouteStep(StepRule):
    """A step of the house's routes, asked under the posting ``policies`` that it names, or one that a team added for
    itself, asked whatever its policy, as long as anybody is asked at all.

    It is asked where all its conditions hold; an empty condition always does.
    """

    policies = models.JSONField(_("for the posting policies"), default=list, blank=True)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.CASCADE, related_name="route_steps", verbose_name=_("team")
    )
    only_purposes = models.JSONField(_("only for the purposes"), default=list, blank=True)
    only_visibilities = models.JSONField(_("only in teams that are"), default=list, blank=True)
    only_tag = models.CharField(_("only with the tag"), max_length=100, blank=True)
    only_above = models.PositiveIntegerField(
        _("only when more people can read it than"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    objects = RouteStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a route")
        verbose_name_plural = _("steps of routes")
        ordering: ClassVar = ("position", "pk")

    @property
    def policy_labels(self) -> list[str]:
        return [str(PostingPolicy(policy).label) for policy in self.policies]

    @property
    def has_conditions(self) -> bool:
        return bool(self.only_purposes or self.only_visibilities or self.only_tag or self.only_above is not None)


class Request(models.Model):
    """What a running or finished workflow is about, in our own words.

    One row a workflow state. ``revision`` and ``digest`` say which content is asked about now, ``aspects`` the same by
    what it is about; ``position`` is the step at hand and ``step_name`` its name; ``objected`` holds while the one who
    asked for changes is the next to be asked, ``due_at`` when the first of the steps at hand is due. ``writers`` are
    those who may not decide; ``files`` are the pictures and documents named in it; ``note`` is a word of the one who
    asks.
    """

    workflow_state = models.OneToOneField(WorkflowState, on_delete=models.CASCADE, related_name="request")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="requests")
    position = models.PositiveSmallIntegerField(default=0)
    step_name = models.CharField(max_length=255, blank=True)
    objected = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    digest = models.CharField(max_length=64)
    aspects = models.JSONField(default=dict)
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    files = models.JSONField(default=dict)

    objects = RequestQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.workflow_state_id} · {self.article_id}"

    @property
    def is_open(self) -> bool:
        return bool(self.workflow_state.status == WorkflowState.STATUS_IN_PROGRESS)


class RequestStep(StepRule):
    """A step as it was when its request was submitted: the copy that the request walks.

    ``is_done`` says whether enough people approved what is asked about now.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="steps")
    origin = models.ForeignKey(RouteStep, null=True, on_delete=models.SET_NULL, related_name="+")
    is_done = models.BooleanField(default=False)
    reach = models.PositiveSmallIntegerField(choices=Reach.choices, default=Reach.OWN)
    started_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    task_states = models.ManyToManyField(TaskState, related_name="asked_steps")

    is_handed: bool  # read by ``with_hand_overs``

    objects = RequestStepQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ("position", "pk")
        indexes: ClassVar = [models.Index(fields=["due_at"], condition=Q(is_done=False), name="steps_by_due_time")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "origin"], name="one_copy_of_a_step_a_request"),
        ]


class HandOver(models.Model):
    """Somebody who was asked gave the decision on a step to somebody else."""

    step = models.ForeignKey(RequestStep, on_delete=models.CASCADE, related_name="handed")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    note = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ("at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["step", "giver"], name="one_hand_over_a_person_and_step"),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"


class Verdict(models.TextChoices):
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("asked for changes")


class Channel(models.TextChoices):
    SITE = "site", _("on the site")
    CMS = "cms", _("in the editor")
    MAIL = "mail", _("by mail")


class Decision(models.Model):
    """One person's word on one content: the trail of an approval. Its words are written once and never change;
    ``stands`` says whether the approval counts for what is asked about now. ``for_person`` is whom a deputy stood in
    for."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="decisions")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="decisions")
    task_state = models.ForeignKey(TaskState, null=True, on_delete=models.SET_NULL, related_name="decisions")
    step = models.ForeignKey(RequestStep, null=True, on_delete=models.SET_NULL, related_name="decisions")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    digest = models.CharField(max_length=64)
    aspects = models.JSONField(default=dict)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="approval_decisions"
    )
    for_person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decision = models.CharField(max_length=10, choices=Verdict.choices)
    stands = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    step_name = models.CharField(max_length=255)
    at = models.DateTimeField(auto_now_add=True)
    channel = models.CharField(max_length=4, choices=Channel.choices, default=Channel.SITE)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ("at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task_state", "step", "person"], name="one_decision_a_person_and_step"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-at"]), models.Index(fields=["article", "at"])]

    def __str__(self) -> str:
        return f"{self.person} {self.decision} {self.article_id}"

    @property
    def is_approval(self) -> bool:
        return self.decision == Verdict.APPROVED

    @property
    def said_by(self) -> str:
        """Who said it, for whom where they stood in for somebody, and that it came by mail where it did."""
        name = str(self.person or _("somebody"))
        if self.for_person_id:
            name = str(_("%(person)s for %(absent)s") % {"person": name, "absent": self.for_person})
        return str(_("%(person)s, by mail") % {"person": name}) if self.channel == Channel.MAIL else name


class Correction(models.Model):
    """A small change of words that its writer marked as a correction of spelling: approvals of steps that allow it
    count for the words after it. ``words`` holds what became what, as pairs."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="corrections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    before = models.CharField(max_length=64)
    after = models.CharField(max_length=64)
    words = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.request_id}: {self.words}"


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
