"""Who wrote what is asked about. A writer never decides on it."""

from typing import Any

from wagtail.models import Revision, WorkflowState

from publishing.digest import content_digest
from publishing.models import Article, Authorship

from ..models import Request


def writers_of(article: Any) -> set[int]:
    """The ids of everybody who wrote the latest version of an article: its owner, who submitted it, everyone in the
    author list since the live version, and everyone who saved changed content since then, autosave included.

    Whoever is a writer once stays one as long as the request runs, whatever is saved or pruned later.
    """
    people = _since_live(article)
    asked = Request.objects.unsettled().filter(article_id=article.pk)
    people.update(asked.filter(writers__isnull=False).values_list("writers", flat=True))
    people.update(asked.values_list("workflow_state__requested_by", flat=True))
    people.discard(None)  # type: ignore[arg-type]  # an account that is gone
    return people


def remember_writers(request: Request) -> None:
    """Keep the writers of what a request asks about. None is ever taken off while it runs."""
    request.writers.add(*writers_of(request.article))


def _since_live(article: Any) -> set[int]:
    row = Article.objects.values("owner_id", "live_revision_id").get(pk=article.pk)
    people: set[int] = {row["owner_id"]} if row["owner_id"] else set()
    people.update(Authorship.objects.filter(article_id=article.pk).values_list("person_id", flat=True))
    revisions = Revision.page_revisions.filter(object_id=str(article.pk)).order_by("created_at", "pk")
    before = None
    live = Revision.objects.filter(pk=row["live_revision_id"]).first()
    if live is not None:
        revisions = revisions.filter(created_at__gte=live.created_at).exclude(pk=live.pk)
        before = content_digest(live)
    for revision in revisions.iterator(chunk_size=50):
        digest = content_digest(revision)
        if digest != before and revision.user_id:
            people.add(revision.user_id)
        people.update(_byline_in(revision.content))
        before = digest
    return people


def _byline_in(content: dict[str, Any]) -> set[int]:
    """The ids in the author list of a stored revision."""
    rows = content.get("authorships") or []
    return {row["person"] for row in rows if isinstance(row, dict) and row.get("person")}


def requester_of(article: Any) -> int | None:
    """Who submitted an article that is being asked about."""
    found: int | None = (
        WorkflowState.objects.filter(request__article_id=article.pk, request__in=Request.objects.unsettled())
        .values_list("requested_by_id", flat=True)
        .first()
    )
    return found
