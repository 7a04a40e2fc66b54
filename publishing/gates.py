"""The one way to live: nothing is published that no gate vouches for.

A gate is asked with an article, one of its revisions and that revision's digest, and answers with a ``Vouch`` or with
nothing. Higher rooms register theirs; without any, the answer is no.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from . import lifecycle
from .digest import content_digest

if TYPE_CHECKING:
    from .models import Article, Clearance


class NotCleared(PermissionDenied):
    """No gate vouches for this revision."""


@dataclass(frozen=True)
class Vouch:
    """Who stands for it and why. ``by`` is None where nobody acts, as when a schedule comes due."""

    by: Any = None
    reason: str = ""
    reference: str = ""


Gate = Callable[["Article", Revision, str, Any], Vouch | None]

_gates: dict[str, Gate] = {}
# The revision that a gate has just vouched for, while Wagtail publishes it.
_let_through: ContextVar[int | None] = ContextVar("let_through", default=None)


def register_gate(name: str, gate: Gate) -> None:
    _gates[name] = gate


def is_cleared(article: "Article", revision: Revision, user: Any) -> bool:
    """Whether publishing this revision would be let through."""
    return _ask(article, revision, content_digest(revision), user) is not None


def _ask(article: "Article", revision: Revision, digest: str, user: Any) -> tuple[str, Vouch] | None:
    for name, gate in _gates.items():
        vouch = gate(article, revision, digest, user)
        if vouch is not None:
            return name, vouch
    return None


def vouched_for_by(name: str, article: "Article", revision: Revision, digest: str, user: Any) -> Vouch:
    """What one gate says about a revision, for pages that arrive in numbers. Raises NotCleared where it says no."""
    vouch = _gates[name](article, revision, digest, user) if name in _gates else None
    if vouch is None:
        raise NotCleared(_("This version has not been approved, so it cannot go live."))
    return vouch


def publish(article: "Article", revision: Revision, *, user: Any, act: Callable[[], Any]) -> Any:
    """Publish or schedule ``revision`` if a gate vouches for it, and keep the record of why. Raises NotCleared."""
    with transaction.atomic():
        row = lifecycle.lock(article)
        digest = content_digest(revision)
        answer = _ask(row, revision, digest, user)
        if answer is None:
            raise NotCleared(_("This version has not been approved, so it cannot go live."))
        name, vouch = answer
        was_live = row.live
        opened = _let_through.set(revision.pk)
        try:
            result = act()
        finally:
            _let_through.reset(opened)
        row.clearances.create(
            revision=revision, digest=digest, gate=name, by=vouch.by, reason=vouch.reason, reference=vouch.reference
        )
        lifecycle.after_publish(row.pk, was_live=was_live, revision=revision, by=vouch.by)
        return result


def is_being_let_through(revision: Revision) -> bool:
    """Whether a gate has vouched for this revision and it is just being published."""
    return _let_through.get() == revision.pk


def clearance_for(article: "Article", revision: Revision, digest: str, gate: str) -> "Clearance | None":
    """The record that ``gate`` vouched for exactly this content before (a schedule that now comes due)."""
    found: Clearance | None = article.clearances.filter(revision=revision, digest=digest, gate=gate).last()
    return found
