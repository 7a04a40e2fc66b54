"""Deciding from a mail: what the mail carries, and the signed link that its buttons lead by.

A link stands for one person, one step and the words that were asked about when the mail was written. It decides
nothing by itself: it opens a form, and what that sends passes through the same actions as a decision on the site. So
it is good for one use without anything being stored: once the step is decided, edited or somebody else's, it is not.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from core.formatting import full_date, full_time
from notifications.letters import absolute
from notifications.models import Notification
from notifications.questions import Questions
from notifications.writing import Way
from publishing.digest import content_digest

from ..deciders.access import may_know_outcome
from ..deciders.permissions import may_decide
from ..deciding import actions, reasons
from ..forms import DecisionForm
from ..models import Channel, Decision, Request, request_of
from ..wording.differences import changes_in_plain_words, in_plain_words
from ..wording.versions import version_of, what_changed
from .seen import last_seen

QUESTIONS = Questions("approvals.by_mail", good_for=timedelta(hours=72))
LONGEST = 60_000  # characters; mail programs cut off what is about half as long again
LONGEST_CHANGES = 15_000
APPROVE, RETURN = "approve", "return"


@dataclass(frozen=True)
class Link:
    """Who decides on which step and which words."""

    person: Any
    task_state_id: int
    revision_id: int
    digest: str


def path_for(person: Any, request: Request, task_state: TaskState) -> str:
    said = {"t": task_state.pk, "r": request.revision_id, "d": request.digest}
    return reverse("approvals:by_mail", args=[QUESTIONS.token(person, said)])


def read(token: str) -> Link | None:
    """What a link says; None for one that is none of ours, or of somebody without access. Raises RunOutError."""
    found = QUESTIONS.read(token)
    return None if found is None else Link(found[0], found[1]["t"], found[1]["r"], found[1]["d"])


def why_not(link: Link, request: Request, task_state: TaskState) -> str:
    """Why this link decides nothing now, in a sentence; empty when it does. Whoever may not know how it ended learns
    no name and no title."""
    refusal = reasons.why_not(link.person, task_state)
    if refusal:
        knows = may_know_outcome(link.person, request, task_state)
        return refusal if knows else _("This no longer waits for you.")
    if link.digest != request.digest:
        return _("This page was edited since the mail was written. Please look at it again on your desk.")
    return ""


def decide(link: Link, task_state: TaskState, form: DecisionForm) -> Decision:
    """What the form behind a button says. Raises Refused, or ValidationError as an approval on the site does."""
    return actions.decide(by=link.person, task_state=task_state, form=form, channel=Channel.MAIL)


def carried(row: Notification) -> dict[str, Any]:
    """For the mail that asks: facts about the page, what changed since the person saw it last, its whole text, and the
    two buttons. A text that mail programs would cut off is decided on where all of it stands; whoever is not asked any
    more is sent none of it."""
    task_state = TaskState.objects.select_related("task").filter(pk=row.target_id).first()
    if task_state is None:
        return {}
    request = request_of(task_state)
    is_at_hand = request.is_open and request.workflow_state.current_task_state_id == task_state.pk
    if not is_at_hand or request.revision is None or not may_decide(row.person, request):
        return {}
    page = version_of(request.article, request.revision)
    whole = "\n\n".join(in_plain_words(page, row.person))
    told = {"facts": _facts(request, page), "changes": _changes(row.person, request, page)}
    if len(whole) + len(told["changes"]) > LONGEST:
        return told
    link = absolute(path_for(row.person, request, task_state))
    return told | {
        "quoted": whole,
        "buttons": [
            Way(_("Approve"), f"{link}?answer={APPROVE}"),
            Way(_("Ask for changes"), f"{link}?answer={RETURN}"),
        ],
    }


def _changes(person: Any, request: Request, page: Any) -> str:
    """What this person has not seen yet of a page that they saw before; empty where they never did."""
    last = last_seen(person, request)
    if last is None:
        return ""
    told = changes_in_plain_words(version_of(request.article, last.revision), page, person)
    readers = last.readers_then_and_now(request.article.team)
    if readers:
        told.insert(0, _("Who reads it:") + f"\n− {readers[0]}\n+ {readers[1]}")
    changes = "\n\n".join(told)
    if len(changes) > LONGEST_CHANGES:
        return _("Too much to be told here: the page behind the link above shows all of it.")
    return changes or _("Nothing that readers see.")


def _facts(request: Request, page: Any) -> list[str]:
    """Lines about the page: what it is for, until when answers are wished, when it goes live, what differs."""
    facts = []
    if request.note:
        facts.append(_("Their word to you: %(note)s") % {"note": request.note})
    if request.due_at:
        facts.append(_("Please answer by: %(day)s") % {"day": full_time(request.due_at)})
    if page.purpose:
        facts.append(_("Purpose: %(purpose)s") % {"purpose": page.get_purpose_display()})
    if page.wished_by:
        facts.append(_("Answers wished by: %(day)s") % {"day": full_date(page.wished_by)})
    if page.go_live_at:
        facts.append(_("Goes live: %(day)s") % {"day": full_time(page.go_live_at)})
    live = request.article.live_revision
    if request.article.live and live is not None and content_digest(live) != request.digest:
        changed = what_changed(request.article, live.pk, request.revision_id)
        facts.append(_("Differs from what is live in: %(what)s") % {"what": changed})
    return facts
