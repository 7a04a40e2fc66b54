"""A word that needs no comment: set and taken back explicitly, counted exactly, with names that everybody reads."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core.access import can_view
from publishing import lifecycle

from ..models import Comment, Reaction
from ..refusals import CannotReact
from ..telling import told_reactions
from ..writing import counting


@transaction.atomic
def react(*, by: Any, comment: Comment, kind: Reaction.Kind, on: bool) -> bool:
    """Say it, or take it back. Says whether that changed anything: doing it twice is doing it once."""
    article = lifecycle.lock(comment.page)
    row: Comment | None = Comment.objects.select_related("user").filter(pk=comment.pk, page_id=article.pk).first()
    if row is None or not article.live or not can_view(by, article):
        raise PermissionDenied
    row.page = article
    if not row.is_shown:
        raise CannotReact(_("This comment is not shown any more."))
    if article.team.is_archived:
        raise CannotReact(_("The team is archived: its threads can be read, and nothing is added."))
    if row.user_id == by.pk:
        raise CannotReact(_("These are your own words: others say whether they helped."))
    if on:
        _row, changed = Reaction.objects.get_or_create(comment=row, person=by, kind=kind)
    else:
        changed = Reaction.objects.filter(comment=row, person=by, kind=kind).delete()[0] > 0
    if changed:
        counting.count_reactions(row)
        counting.change(article)
        if on:
            told_reactions.tell_writer(row, kind, by)
    return changed


def who_reacted(comment: Comment) -> list[tuple[str, list[Any]]]:
    """Each kind that somebody used, with those who did, in the order in which they did. Two queries."""
    rows = list(comment.reactions.order_by("pk").values_list("kind", "person_id"))
    people = get_user_model().objects.in_bulk({person for _kind, person in rows})
    found = [(str(kind.label), [people[pk] for name, pk in rows if name == kind]) for kind in Reaction.Kind]
    return [(label, those) for label, those in found if those]
