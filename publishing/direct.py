"""The gate of teams whose authors publish their own pages directly."""

from typing import TYPE_CHECKING, Any

from wagtail.models import Revision

from teams.models import PostingPolicy

from .gates import Vouch, clearance_for
from .permissions import may_publish_by_hand

if TYPE_CHECKING:
    from .models import Article

DIRECTLY = "directly"


def directly(article: "Article", revision: Revision, digest: str, user: Any) -> Vouch | None:
    """Vouches for an author's own page, and for the schedule that such an author set."""
    if user is not None:
        return Vouch(by=user) if may_publish_by_hand(user, article) else None
    if article.team.posting_policy != PostingPolicy.DIRECTLY or article.team.is_archived:
        return None
    earlier = clearance_for(article, revision, digest, DIRECTLY)
    return Vouch(reference=f"clearance:{earlier.pk}") if earlier else None
