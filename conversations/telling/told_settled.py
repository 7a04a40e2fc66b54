"""Who hears what came of a question or a decision: whoever answered, and the page's authors."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import can_view
from notifications import kinds
from notifications.actions import tell
from notifications.models import Notification
from publishing.models import Authorship
from publishing.told import articles_still_seen

from ..models import ModerationRecord, Settlement

ACCEPTED = "answer_accepted"
RECORDED = "outcome_recorded"


def tell_of(settlement: Settlement, record: ModerationRecord) -> None:
    """In the order of people: two transactions that tell the same two must not wait for each other."""
    article, comment = settlement.article, settlement.comment
    bylines = Authorship.objects.filter(article_id=article.pk).select_related("person")
    people = {byline.person_id: byline.person for byline in bylines}
    if comment is not None and comment.user is not None:
        people[comment.user_id] = comment.user
    for _pk, person in sorted(people.items()):
        if person.is_active and can_view(person, article):
            tell(
                person=person,
                kind=ACCEPTED if settlement.is_accepted_answer else RECORDED,
                key=f"settled:{record.pk}",
                page=article,
                target_id=comment.pk if comment else None,
                actor=settlement.by,
                data={
                    "title": article.title,
                    "name": record.by.display_name if record.by else "",
                    "words": settlement.words,
                    "answered_by": comment.user_id if comment else None,
                    "answerer": comment.author_name if comment else "",
                },
            )


def _about(row: Notification) -> dict[str, Any]:
    title = row.page.title if row.page is not None else row.data.get("title", "")
    name = row.actor.display_name if row.actor is not None else row.data.get("name", _("Somebody"))
    return row.data | {"title": title, "name": name}


def _accepted_sentence(row: Notification) -> str:
    if row.data.get("answered_by") == row.person_id:
        return _("%(name)s accepted your answer under “%(title)s”") % _about(row)
    return _("%(name)s accepted the answer by %(answerer)s under “%(title)s”") % _about(row)


def _recorded_sentence(row: Notification) -> str:
    return _("%(name)s recorded what was decided under “%(title)s”: %(words)s") % _about(row)


def _address(row: Notification) -> str:
    """The page, and not the comment: that one may be hidden by now, while the page still says what came of it."""
    return f"/go/{row.page_id}/" if row.page_id else ""


def register() -> None:
    for name, label, sentence in (
        (ACCEPTED, gettext_lazy("Accepted answers"), _accepted_sentence),
        (RECORDED, gettext_lazy("Recorded outcomes"), _recorded_sentence),
    ):
        kinds.register(
            kinds.Kind(
                name,
                label,
                sentence,
                _address,
                still_seen=articles_still_seen,
                icon="answer",
                mail=f"conversations/mail/{name}",
                when_muted=kinds.WhenMuted.QUIET,
            )
        )
