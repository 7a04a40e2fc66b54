"""Saying something of a draft, answering it, settling it. Each locks the page and its request first, and looks again:
whoever may review may speak as long as the draft is talked about."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Comment, CommentReply, PageSubscription

from core.formatting import short_time
from notifications.actions import tell
from publishing.models import Article
from publishing.permissions import may_read_drafts

from ..deciders.access import may_review
from ..deciding.running import lock_request
from ..models import Request
from ..refusals import AlreadySettled, Refused
from ..telling import notices
from ..wording.versions import version_of
from .remarks import are_open, may_settle, part_at, parts_of

LONGEST_QUOTE = 300


@transaction.atomic
def write(*, by: Any, request: Request, part: str, text: str) -> Comment:
    """Say something of a part of the version that is talked about. The same words twice are one remark. Raises
    PermissionDenied or Refused."""
    request = _lock(by, request)
    page = version_of(request.article, request.revision)  # type: ignore[arg-type]  # _lock refuses one without
    about = next((each for each in parts_of(page, by) if each.path == part), None)
    if about is None:
        raise Refused(_("That part is not on the page any more. Choose the part you mean."))
    same = Comment.objects.filter(page_id=request.article_id, user=by, contentpath=part, text=text, resolved_at=None)
    found = same.first()
    if found is not None:
        return found
    remark = Comment(
        page=request.article, user=by, text=text, contentpath=part, revision_created_id=request.revision_id
    )
    remark.save()
    remark.log_create(page_revision=request.revision, user=by)
    _tell(remark, request, by, f"remark:{remark.pk}", text, {"part": str(about)})
    return remark


@transaction.atomic
def reply(*, by: Any, request: Request, remark_id: int, text: str) -> CommentReply:
    """Answer a remark that is not settled. Raises PermissionDenied or Refused."""
    request = _lock(by, request)
    remark = _open_remark(request, remark_id)
    found = CommentReply.objects.filter(comment=remark, user=by, text=text).first()
    if found is not None:
        return found
    answer = CommentReply.objects.create(comment=remark, user=by, text=text)
    answer.log_create(page_revision=request.revision, user=by)
    _tell(remark, request, by, f"reply:{answer.pk}", text, {"answers": True})
    return answer


@transaction.atomic
def settle(*, by: Any, request: Request, remark_id: int) -> Comment:
    """Mark a remark as done. Raises PermissionDenied or Refused."""
    request = _lock(by, request)
    remark = _open_remark(request, remark_id)
    if not may_settle(by, remark, request.article):
        raise Refused(_("Whoever wrote a remark, the page's authors and the team's editors settle it."))
    remark.resolved_at, remark.resolved_by = timezone.now(), by
    # Not by ``save``, which takes no names of fields (Wagtail 8.0) and would write the others as they were read.
    Comment.objects.filter(pk=remark.pk).update(resolved_at=remark.resolved_at, resolved_by=by)
    remark.log_resolve(page_revision=request.revision, user=by)
    return remark


def _lock(by: Any, request: Request) -> Request:
    locked = lock_request(request)
    if not may_review(by, locked):
        raise PermissionDenied
    if locked.article.team.is_archived:
        raise Refused(_("This team is archived, so its pages stay as they are."))
    if not are_open(locked) or locked.revision is None:
        raise AlreadySettled(_("This request is settled, so nothing more is said of it here."))
    return locked


def _open_remark(request: Request, remark_id: int) -> Comment:
    remark = Comment.objects.filter(pk=remark_id, page_id=request.article_id).select_related("resolved_by").first()
    if remark is None:
        raise Refused(_("This remark is gone: it was deleted in the editor."))
    if remark.resolved_at is not None:
        who = remark.resolved_by or _("Somebody")
        raise AlreadySettled(
            _("%(person)s settled this remark %(when)s.") % {"person": who, "when": short_time(remark.resolved_at)}
        )
    return remark


# --- Telling ---------------------------------------------------------------------------------------------------------


def tell_of_changes(page: Any, changes: dict[str, Any], *, by: Any) -> None:
    """What was said in the editor is told like what was said on the review."""
    request = (
        Request.objects.unsettled().filter(article_id=page.pk).select_related("workflow_state", "article__team").first()
    )
    parts = parts_of(page, by) if changes["new_comments"] else []
    for remark in changes["new_comments"]:
        part = part_at(remark.contentpath, parts)
        _tell(remark, request, by, f"remark:{remark.pk}", remark.text, {"part": str(part or _("the page"))})
    for remark, replies in changes["new_replies"]:
        for answer in replies:
            _tell(remark, request, by, f"reply:{answer.pk}", answer.text, {"answers": True})


def _tell(remark: Comment, request: Request | None, by: Any, key: str, text: str, more: dict[str, Any]) -> None:
    article = Article.objects.select_related("team", "owner").get(pk=remark.page_id)
    data = {
        "title": article.draft_title or article.title,
        "team": article.team.name,
        "actor": str(by),
        "words": Truncator(text).chars(LONGEST_QUOTE),
        **more,
    }
    for person in _listeners(remark, request, article):
        tell(
            person=person,
            kind=notices.REMARKED,
            key=f"approval:{key}",
            page=article,
            target_id=request.workflow_state.current_task_state_id if request else None,
            actor=by,
            data=data,
        )


def _listeners(remark: Comment, request: Request | None, article: Article) -> Iterable[Any]:
    """The page's authors, whoever asked, who spoke in this remark, and who asked the editor to hear of all: as far as
    they read the draft today. Whether they still do is asked once more when they are told."""
    ids = {person.pk for person in article.authors} | {article.owner_id, remark.user_id}
    ids |= set(remark.replies.values_list("user_id", flat=True))
    ids |= set(
        PageSubscription.objects.filter(page_id=article.pk, comment_notifications=True).values_list(
            "user_id", flat=True
        )
    )
    if request is not None:
        ids.add(request.workflow_state.requested_by_id)
    people = get_user_model().objects.active().filter(pk__in=ids - {None}).order_by("pk")
    return [person for person in people if _reads_draft(person, request, article)]


def _reads_draft(person: Any, request: Request | None, article: Article) -> bool:
    return may_review(person, request) if request is not None else may_read_drafts(person, article)
