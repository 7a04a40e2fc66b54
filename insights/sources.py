"""Where the trail is kept, and how each place is read as events.

A source says which of its rows answer a question, and turns some of them into events with a steady number of queries.
Whatever keeps more of the trail one day joins the list at the end.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry, Revision

from approvals.models import Decision, Verdict
from core.access import is_administrator
from publishing.models import Article

from .questions import Question
from .reach import steps_asked_of


class Kind(models.TextChoices):
    SUBMITTED = "submitted", _("submitted")
    RESUBMITTED = "resubmitted", _("submitted again")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("asked for changes")
    REMARKED = "remarked", _("remarked")
    EDITED = "edited", _("edited while waiting")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SCHEDULED = "scheduled", _("put on the schedule")
    LIVE = "live", _("went live")
    LOOKED = "looked", _("looked at")
    HANDED = "handed", _("handed over")
    REMINDED = "reminded", _("reminded")
    WIDENED = "widened", _("others asked too")
    EMERGENCY = "emergency", _("published past approval")
    OTHER = "other", _("anything else")


@dataclass(frozen=True)
class Event:
    """One thing that happened, as it was recorded. ``words_for_readers`` are words meant for whoever reads the page;
    others are for those who read its drafts."""

    at: datetime
    kind: Kind
    label: str
    article_id: int
    person: Any
    title: str = ""
    revision_id: int | None = None
    step: str = ""
    channel: str = ""
    for_whom: str = ""
    words: str = ""
    words_for_readers: bool = False


@dataclass(frozen=True)
class Source:
    """``rows`` are those that answer a question, in no order; ``at`` names their time."""

    name: str
    at: str
    kinds: frozenset[Kind]
    rows: Callable[[Question], QuerySet[Any]]
    events: Callable[[Collection[int]], dict[int, Event]]


# --- Decisions ----------------------------------------------------------------------------------------------------

_VERDICTS = {Verdict.APPROVED: Kind.APPROVED, Verdict.RETURNED: Kind.RETURNED}


def _decisions(question: Question) -> QuerySet[Any]:
    rows = Decision.objects.all()
    if question.kind:
        rows = rows.filter(decision__in=[verdict for verdict, kind in _VERDICTS.items() if kind == question.kind])
    mine = Q(person=question.viewer) | Q(task_state__in=steps_asked_of(question.viewer))
    found: QuerySet[Any] = question.narrow(rows, at="at", person="person", page="article", known_else=mine)
    return found


def _as_decided(pks: Collection[int]) -> dict[int, Event]:
    return {
        row.pk: Event(
            at=row.at,
            kind=_VERDICTS[Verdict(row.decision)],
            label=str(row.get_decision_display()),
            article_id=row.article_id,
            person=row.person,
            revision_id=row.revision_id,
            step=row.step_name,
            channel=str(row.get_channel_display()),
            words=row.reason,
            for_whom=str(row.for_person or ""),
        )
        for row in Decision.objects.select_related("person", "for_person").filter(pk__in=pks)
    }


# --- Wagtail's log ------------------------------------------------------------------------------------------------

_STARTED, _RESUMED = "wagtail.workflow.start", "wagtail.workflow.resume"
_LOGGED = {
    _STARTED: Kind.SUBMITTED,
    _RESUMED: Kind.RESUBMITTED,
    "wagtail.workflow.cancel": Kind.WITHDRAWN,
    "wagtail.comments.create": Kind.REMARKED,
    "wagtail.comments.create_reply": Kind.REMARKED,
    "wagtail.publish": Kind.LIVE,
    "wagtail.publish.scheduled": Kind.LIVE,
    "wagtail.publish.schedule": Kind.SCHEDULED,
    "approvals.moved": Kind.EDITED,
    "approvals.emergency": Kind.EMERGENCY,
    "approvals.looked": Kind.LOOKED,
    "approvals.handed_over": Kind.HANDED,
    "approvals.reminded": Kind.REMINDED,
    "approvals.widened": Kind.WIDENED,
}
# Said twice, by Wagtail in its log and by a decision, as long as the page and with it the decision is there.
_DECIDED = {"wagtail.workflow.approve": Kind.APPROVED, "wagtail.workflow.reject": Kind.RETURNED}
_OURS = "approvals."


def _logged(question: Question) -> QuerySet[Any]:
    # What was never asked about went live without approval being anybody's; the log says so longer than requests do.
    asked_about = Exists(PageLogEntry.objects.filter(page_id=OuterRef("page_id"), action=_STARTED))
    going_live = _named(_LOGGED, (Kind.LIVE, Kind.SCHEDULED))
    of_approvals = Q(action__startswith=_OURS) | Q(action__in=_LOGGED.keys() - going_live)
    of_approvals |= Q(asked_about, action__in=going_live)
    is_gone = ~Exists(Article.objects.filter(pk=OuterRef("page_id")))
    of_approvals |= Q(is_gone, action__in=_DECIDED)
    rows = PageLogEntry.objects.filter(of_approvals)
    if is_administrator(question.viewer):
        # Others are held to articles by what they may read; the log of pages that are gone is an administrator's.
        rows = rows.filter(content_type__in=_article_types())
    if question.kind == Kind.OTHER:
        rows = rows.exclude(action__in=_LOGGED).filter(action__startswith=_OURS)
    elif question.kind:
        rows = rows.filter(action__in=_named(_LOGGED | _DECIDED, (question.kind,)))
    found: QuerySet[Any] = question.narrow(rows, at="timestamp", person="user", page="page_id")
    return found


def _named(actions: dict[str, Kind], kinds: Iterable[str]) -> set[str]:
    return {name for name, kind in actions.items() if kind in kinds}


def _article_types() -> list[int]:
    kinds = [model for model in apps.get_models() if issubclass(model, Article)]
    return [content_type.pk for content_type in ContentType.objects.get_for_models(*kinds).values()]


def _as_logged(pks: Collection[int]) -> dict[int, Event]:
    """Wagtail names in the line of a resumed workflow the version that was sent back; asked about is the one that was
    the latest at that moment."""
    written = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("page_id"), models.CharField()), created_at__lte=OuterRef("timestamp")
    ).order_by("-created_at", "-pk")
    rows = PageLogEntry.objects.filter(pk__in=pks).select_related("user").order_by()
    return {row.pk: _as_event(row) for row in rows.annotate(latest_then=Subquery(written.values("pk")[:1]))}


def _as_event(row: Any) -> Event:
    kind = (_LOGGED | _DECIDED).get(row.action, Kind.OTHER)
    told = row.data if isinstance(row.data, dict) else {}
    workflow = told.get("workflow") or {}
    task = workflow.get("task") or workflow.get("next") or {}
    return Event(
        at=row.timestamp,
        kind=kind,
        label=_label_of(row.action) if kind == Kind.OTHER else str(kind.label),
        article_id=row.page_id,
        person=row.user,
        title=row.label,
        revision_id=row.latest_then if row.action == _RESUMED else row.revision_id,
        step=str(told.get("step") or task.get("title") or ""),
        channel=str(told.get("channel") or ""),
        for_whom=str(told.get("for") or ""),
        words=_words_of(told),
        words_for_readers=kind == Kind.EMERGENCY,
    )


def _label_of(action: str) -> str:
    """As whoever logs it has it registered; what nobody registers any more is told all the same."""
    return str(registry.get_action_label(action) if registry.action_exists(action) else Kind.OTHER.label)


def _words_of(told: dict[str, Any]) -> str:
    for part in (told.get("reply"), told.get("comment")):
        if isinstance(part, dict) and part.get("text"):
            return str(part["text"])
    words = told.get("reason") or told.get("words") or told.get("comment")
    return words if isinstance(words, str) else ""


SOURCES: tuple[Source, ...] = (
    Source("decision", "at", frozenset(_VERDICTS.values()), _decisions, _as_decided),
    Source("log", "timestamp", frozenset({*_LOGGED.values(), *_DECIDED.values(), Kind.OTHER}), _logged, _as_logged),
)
