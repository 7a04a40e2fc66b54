"""What an approver may read because they are asked: the request, its draft, and the files named in it. Nothing else."""

from collections.abc import Collection
from typing import Any

from wagtail.images import get_image_model
from wagtail.models import TaskState

from core.access import is_administrator, is_somebody
from publishing.models import Article
from publishing.permissions import may_read_drafts

from ..models import Request
from .permissions import is_of_step, may_decide, may_mend
from .references import DOCUMENTS, PICTURES


def may_review(user: Any, request: Request) -> bool:
    """Read what a request asks about: those who decide now, its authors, the team's editors, administrators.
    Whoever submitted it and lost the role that allowed it is none of these."""
    if not is_somebody(user):
        return False
    return may_read_drafts(user, request.article) or may_decide(user, request)


def may_know_outcome(user: Any, request: Request, task_state: TaskState) -> bool:
    """Learn how a request ended without reading it: who decided at this step, and who might have been asked with
    them. Of the steps after their own word, somebody who has left learns nothing, names included."""
    if not is_somebody(user):
        return False
    if request.decisions.filter(person_id=user.pk, task_state_id=task_state.pk).exists():
        return True
    steps = task_state.asked_steps.select_related("request__article__team")
    return any(is_of_step(user, step) for step in steps)


def may_view_workflow_state(user: Any, state: Any) -> bool:
    if is_administrator(user):
        return True
    request = (
        Request.objects.filter(workflow_state_id=state.pk).select_related("article__team", "workflow_state").first()
    )
    return request is not None and may_review(user, request)


def may_view_task_state(user: Any, task_state: Any) -> bool:
    return may_view_workflow_state(user, task_state.workflow_state)


def draft_on_my_desk(user: Any, article: Article) -> bool:
    """The grant for a draft: while it is asked about. A live page keeps its own readers: the desk shows the revision,
    and the page with its thread stays the team's."""
    return not article.live and may_mend(user, article)


def picture_on_my_desk(user: Any, picture: Any) -> bool:
    return _is_named(user, picture, PICTURES)


def document_on_my_desk(user: Any, document: Any) -> bool:
    return _is_named(user, document, DOCUMENTS)


def pictures_open_to(user: Any, pictures: Collection[Any]) -> set[int]:
    """The ids of those among some pictures that somebody may open: what ``can_view`` says of each of them, asked of all
    at once."""
    if not pictures:
        return set()
    ids = {picture.pk for picture in pictures}
    found = set(get_image_model().objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    closed = [picture for picture in pictures if picture.pk not in found]
    if closed:
        places = {picture.collection_id for picture in closed}
        asked = Request.objects.awaiting(user, article__team__collection_id__in=places)
        for place, files in asked.values_list("article__team__collection_id", "files"):
            named = files.get(PICTURES, ())
            found |= {picture.pk for picture in closed if picture.pk in named and picture.collection_id == place}
    return found


def _is_named(user: Any, file: Any, kind: str) -> bool:
    """Whether something I am asked about names this file. It must be one of that page's own team: naming a stranger's
    file in a draft opens it to nobody."""
    asked = Request.objects.awaiting(user, article__team__collection_id=file.collection_id)
    return any(file.pk in files.get(kind, ()) for files in asked.values_list("files", flat=True))
