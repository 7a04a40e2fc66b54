"""What knowledge tells people, and in which words."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formatting import full_date
from notifications import kinds
from notifications.models import Notification
from publishing.lifecycle import address_of
from publishing.models import Article, Relation
from publishing.told import articles_still_seen

from . import by_mail
from .credits import BUILT_UPON
from .reviews import REVIEW

MAIL = "knowledge/mail/"
KEPT = kinds.Group("kept", gettext_lazy("Your work, later"), 40)


def answered_already(person: Any, rows: Iterable[Notification]) -> set[int]:
    """Questions whose page has another day by now: nothing is asked any more."""
    asked = list(rows)
    days = dict(Article.objects.filter(pk__in={row.page_id for row in asked}).values_list("pk", "review_on"))
    return {row.pk for row in asked if str(days.get(row.page_id or 0)) != row.data.get("due")}


def _still_holds(row: Notification) -> str:
    due = datetime.date.fromisoformat(row.data["due"])
    return _("Does “%(title)s” still hold? You look after it; it is due on %(day)s") % {
        "title": row.page.title if row.page else row.data["title"],
        "day": full_date(due),
    }


def _address(row: Notification) -> str:
    return address_of(row.page.url_path) if row.page else ""


def both_still_seen(person: Any, rows: Iterable[Notification]) -> set[int]:
    """Rows that name two pages, for those who read both today."""
    told = list(rows)
    seen = articles_still_seen(person, told)
    cited = Article.objects.visible_to(person).filter(pk__in={row.target_id for row in told})
    readable = set(cited.values_list("pk", flat=True))
    return {row.pk for row in told if row.pk in seen and row.target_id in readable}


def _built_upon(row: Notification) -> str:
    title = row.page.title if row.page else row.data["title"]
    words = {"title": title, "cited": row.data["cited"], "by": row.data["by"]}
    if row.data.get("relation") == Relation.AVOIDS:
        return _("“%(title)s” by %(by)s learns from “%(cited)s”, which you wrote") % words
    return _("“%(title)s” by %(by)s builds on “%(cited)s”, which you wrote") % words


def register() -> None:
    kinds.register(
        kinds.Kind(
            name=BUILT_UPON,
            label=gettext_lazy("Somebody builds on what you wrote"),
            sentence=_built_upon,
            address=_address,
            still_seen=both_still_seen,
            icon="builds",
            mail=MAIL + BUILT_UPON,
            group=KEPT,
        )
    )
    kinds.register(
        kinds.Kind(
            name=REVIEW,
            label=gettext_lazy("Pages you look after are to be looked at again"),
            sentence=_still_holds,
            address=_address,
            still_seen=articles_still_seen,
            seen_on_site=answered_already,
            icon="clock",
            mail=MAIL + REVIEW,
            group=KEPT,
            carried=by_mail.carried,
        )
    )
