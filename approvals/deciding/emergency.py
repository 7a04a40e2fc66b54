"""Publishing past approval: an administrator's way when a text must stand on the page before anybody who decides on it
can be reached. It takes a reason, is told to everybody it passes by, and stands in the trail for good.

The gate vouches only from within the action, for the one revision and the one content that was looked at, and only
once. Nothing is stored that would vouch later; what is kept is the clearance.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from core.access import is_administrator
from core.formatting import full_time
from notifications.actions import tell
from publishing import lifecycle
from publishing.digest import content_digest
from publishing.gates import Vouch, clearance_for, is_cleared
from publishing.models import Article
from publishing.permissions import may_read_drafts
from publishing.readiness import objection_to

from ..deciders.tallies import approvers_for
from ..forms import LONGEST_EMERGENCY
from ..models import Request
from ..refusals import AlreadySettled, ContentMoved, Refused
from ..wording.versions import what_changed
from .running import lock_request

EMERGENCY = "emergency"
TOLD = "approval_emergency"
LOGGED = "approvals.emergency"


@dataclass(frozen=True)
class _Permit:
    article_id: int
    revision_id: int
    digest: str
    by: Any
    reason: str


_permit: ContextVar[_Permit | None] = ContextVar("past_approval", default=None)


# --- The gate -----------------------------------------------------------------------------------------------------


def past_approval(article: Article, revision: Revision, digest: str, user: Any) -> Vouch | None:
    """Vouches as the action below publishes, and once more when the schedule that was in the content comes due."""
    if user is None:
        return _at_its_time(article, revision, digest)
    permit = _permit.get()
    if permit is None or (permit.article_id, permit.revision_id, permit.digest, permit.by.pk) != (
        article.pk, revision.pk, digest, user.pk,
    ):  # fmt: skip
        return None
    _permit.set(None)
    return Vouch(by=user, reason=permit.reason)


def _at_its_time(article: Article, revision: Revision, digest: str) -> Vouch | None:
    """The last clearance is an administrator's as long as the schedule has not used it."""
    last = clearance_for(article, revision, digest, EMERGENCY)
    if last is None or last.reference or revision.approved_go_live_at is None or article.team.is_archived:
        return None
    return Vouch(reason=last.reason, reference=f"clearance:{last.pk}")


@contextmanager
def _vouching_for(permit: _Permit) -> Iterator[None]:
    token = _permit.set(permit)
    try:
        yield
    finally:
        _permit.reset(token)


# --- The action ---------------------------------------------------------------------------------------------------


@transaction.atomic
def publish_past_approval(*, by: Any, article: Article, digest: str, revision_id: int, reason: str) -> Article:
    """Publish exactly what was looked at, or put it on the schedule that it holds; whoever is asked about the page is
    asked no more. Raises PermissionDenied, Refused, or ValidationError with what keeps the page from going live."""
    if not is_administrator(by):
        raise PermissionDenied
    row = lifecycle.lock(article)
    reason = _checked(reason)
    revision = row.latest_revision
    why_not = _why_not(row, revision, by)
    if why_not is not None:
        raise why_not
    if content_digest(revision) != digest:
        changed = what_changed(row, revision_id, revision.pk)
        raise ContentMoved(
            _("This page was edited since you opened it (%(what)s). Please look again before you publish it.")
            % {"what": changed}
        )
    written = revision.as_object()
    written.full_clean()
    objection = objection_to(written)
    if objection:
        raise Refused(objection)
    asked, asker = _stop_asking(row, by)
    with _vouching_for(_Permit(row.pk, revision.pk, digest, by, reason)):
        revision.publish(user=by)
    fresh = Article.objects.select_related("team", "owner").get(pk=row.pk)
    log(instance=fresh.specific, action=LOGGED, user=by, revision=revision, data={"reason": reason, "digest": digest})
    _tell(fresh, revision, by=by, reason=reason, asked=asked, asker=asker)
    return fresh


def why_not_past_approval(user: Any, article: Article) -> str:
    """Why an administrator cannot publish this page now, in a sentence; empty when they can."""
    refused = _why_not(article, article.latest_revision, user)
    return "" if refused is None else refused.message


def people_told(article: Article, asker: Any = None) -> list[Any]:
    """The team's leads, the page's authors and who submitted it, as far as they may still read the draft."""
    people = {row.person_id: row.person for row in article.team.memberships.leads().select_related("person")}
    people |= {person.pk: person for person in (*article.authors, article.owner, asker) if person is not None}
    return [person for person in people.values() if person.is_active and may_read_drafts(person, article)]


def _checked(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say why this cannot wait: the reason stands in the page's trail."))
    if len(reason) > LONGEST_EMERGENCY:
        raise Refused(_("Please say it in %(most)d characters at most.") % {"most": LONGEST_EMERGENCY})
    return reason


def _why_not(row: Article, revision: Revision | None, by: Any) -> Refused | None:
    if row.team.is_archived:
        return Refused(_("This team is archived, so its pages stay as they are."))
    if revision is None:
        return Refused(_("Nothing of this page was saved yet."))
    if row.live and row.live_revision_id == revision.pk:
        return AlreadySettled(_("This version is live already."))
    if revision.approved_go_live_at is not None:
        return AlreadySettled(
            _("This version goes live %(when)s already.") % {"when": full_time(revision.approved_go_live_at)}
        )
    if is_cleared(row, revision, by):
        return Refused(_("You may publish this page as it is, in the editor; no approval has to be passed by."))
    return None


def _stop_asking(row: Article, by: Any) -> tuple[list[Any], Any]:
    """End what runs about the page, sent back or not. Returns who was asked and who had submitted it."""
    found = Request.objects.unsettled().filter(article_id=row.pk).select_related("article").first()
    if found is None:
        return [], None
    request = lock_request(found)
    asked, asker = approvers_for(request), request.workflow_state.requested_by
    request.workflow_state.cancel(user=by)
    return asked, asker


def _tell(article: Article, revision: Revision, *, by: Any, reason: str, asked: Collection[Any], asker: Any) -> None:
    """Leads and authors with mail; those who were asked in their inbox, where the request stood."""
    planned = Revision.objects.values_list("approved_go_live_at", flat=True).get(pk=revision.pk)
    data = {
        "title": article.draft_title or article.title,
        "team": article.team.name,
        "actor": str(by),
        "words": reason,
        "from": planned.isoformat() if planned else "",
    }
    with_mail = people_told(article, asker)
    known = {person.pk for person in with_mail}
    for person in (*with_mail, *(person for person in asked if person.pk not in known)):
        tell(
            person=person,
            kind=TOLD,
            key=f"approval:emergency:{revision.pk}",
            page=article,
            actor=by,
            data=data,
            mail=person.pk in known,
        )
