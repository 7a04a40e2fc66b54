"""The gate of imports: it vouches for what was live on the old blog, while an administrator brings it in.

Only from within the run, and only for the revisions that the run is storing at that moment. Nothing is kept that would
vouch later: whoever edits an imported page goes the way of its team.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from wagtail.models import Revision

from core.access import is_administrator
from publishing.gates import Vouch
from publishing.models import Article

IMPORTED = "import"


@dataclass(frozen=True)
class _Permit:
    by: Any
    reason: str
    reference: str


_permit: ContextVar[_Permit | None] = ContextVar("bringing_in", default=None)


def brought_in(article: Article, revision: Revision, digest: str, user: Any) -> Vouch | None:
    """Vouches for pages that no reader and no editor has met yet: those that the run itself is making."""
    permit = _permit.get()
    if permit is None or user is None or user.pk != permit.by.pk or not is_administrator(permit.by):
        return None
    if not article._state.adding or article.team.is_archived:
        return None
    return Vouch(by=permit.by, reason=permit.reason, reference=permit.reference)


@contextmanager
def bringing_in(*, by: Any, reason: str, reference: str) -> Iterator[None]:
    token = _permit.set(_Permit(by, reason[:400], reference[:60]))
    try:
        yield
    finally:
        _permit.reset(token)
