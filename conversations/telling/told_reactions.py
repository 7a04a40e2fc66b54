"""The writer of a comment hears, in the inbox alone, that their words helped: once for each word, whoever says it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import can_view
from notifications import kinds
from notifications.actions import tell
from notifications.models import Notification

from ..models import Comment, Reaction
from .told_lines import comments_still_seen

REACTION = "comment_reaction"


def tell_writer(comment: Comment, kind: Reaction.Kind, by: Any) -> None:
    if comment.user is None or not can_view(comment.user, comment.page):
        return
    tell(
        person=comment.user,
        kind=REACTION,
        key=f"comment-reaction:{comment.pk}:{kind}",
        page=comment.page,
        target_id=comment.pk,
        actor=by,
        data={"kind": str(kind), "title": comment.page.title, "name": by.display_name},
    )


def _sentence(row: Notification) -> str:
    name = row.actor.display_name if row.actor is not None else row.data.get("name", _("Somebody"))
    title = row.page.title if row.page is not None else row.data.get("title", "")
    said = {
        Reaction.Kind.USED: _("%(name)s used what you wrote under “%(title)s”"),
        Reaction.Kind.AGREE: _("%(name)s agrees with you under “%(title)s”"),
        Reaction.Kind.THANKS: _("%(name)s thanks you for what you wrote under “%(title)s”"),
    }
    return said[Reaction.Kind(row.data["kind"])] % {"name": name, "title": title}


def register() -> None:
    kinds.register(
        kinds.Kind(
            REACTION,
            gettext_lazy("Reactions to your comments"),
            _sentence,
            lambda row: f"/talk/{row.target_id}/",
            still_seen=comments_still_seen,
            icon="good",
            when_muted=kinds.WhenMuted.SILENT,
        )
    )
