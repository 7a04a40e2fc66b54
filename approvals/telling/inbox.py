"""The lines of an approval in somebody's inbox: their sentences, where they lead, and the right to read them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import is_somebody
from notifications.models import Notification
from publishing.lifecycle import address_of
from publishing.models import Article

from ..models import Request

# --- Who still reads them -------------------------------------------------------------------------


def still_seen(person: Any, rows: Iterable[Notification]) -> set[int]:
    """Rows about pages whose drafts the person may read, that are live for them, or that they are asked about now."""
    told = list(rows)
    if not is_somebody(person):
        return set()
    pages = {row.page_id for row in told if row.page_id}
    readable = set(Article.objects.editable_by(person).filter(pk__in=pages).values_list("pk", flat=True))
    readable |= set(Article.objects.visible_to(person).filter(pk__in=pages).values_list("pk", flat=True))
    waiting = Request.objects.awaiting(person, article_id__in=pages)
    readable |= set(waiting.values_list("article_id", flat=True))
    return {row.pk for row in told if row.page_id in readable}


def draft_still_read(person: Any, rows: Iterable[Notification]) -> set[int]:
    """Rows that quote what was said of a draft: for those who read that draft today, and not for all who read the page
    once it is live."""
    told = list(rows)
    if not is_somebody(person):
        return set()
    pages = {row.page_id for row in told if row.page_id}
    readable = set(Article.objects.editable_by(person).filter(pk__in=pages).values_list("pk", flat=True))
    waiting = Request.objects.awaiting(person, article_id__in=pages)
    readable |= set(waiting.values_list("article_id", flat=True))
    return {row.pk for row in told if row.page_id in readable}


# --- Where they lead ------------------------------------------------------------------------------


def review(row: Notification) -> str:
    return reverse("approvals:review", args=[row.target_id]) if row.target_id else ""


def review_or_editor(row: Notification) -> str:
    if row.target_id:
        return f"{review(row)}#remarks"
    return reverse("wagtailadmin_pages:edit", args=[row.page_id]) if row.page_id else ""


def page_or_review(row: Notification) -> str:
    return address_of(row.page.url_path) if row.page and row.page.live else review(row)


# --- What they say --------------------------------------------------------------------------------


def asked(row: Notification) -> str:
    return _("%(actor)s asks you to approve “%(title)s”") % row.data


def returned(row: Notification) -> str:
    return _("%(actor)s asks for changes to “%(title)s”: %(words)s") % row.data


def approved(row: Notification) -> str:
    if row.data.get("passed", True):
        return _("%(actor)s approved “%(title)s” (%(step)s); it goes on to the next step") % row.data
    return _("%(actor)s approved “%(title)s” (%(step)s); others are asked beside them") % row.data


def live(row: Notification) -> str:
    if row.data.get("from"):
        return _("%(actor)s approved “%(title)s”; it goes live at its time") % row.data
    return _("%(actor)s approved “%(title)s”; it is live now") % row.data


def withdrawn(row: Notification) -> str:
    return _("%(actor)s withdrew “%(title)s” from approval") % row.data


def moved(row: Notification) -> str:
    if row.data.get("dropped"):
        return _("“%(title)s” was edited while it waited, so approval starts again") % row.data
    return _("“%(title)s” was edited while it waits for approval") % row.data


def reminded(row: Notification) -> str:
    return _("“%(title)s” still waits for your approval") % row.data


def widened(row: Notification) -> str:
    return _("Nobody answered “%(title)s” in time, so others are asked too: %(reach)s") % row.data


def rerouted(row: Notification) -> str:
    if row.data.get("stricter"):
        return _("%(team)s changed who approves: “%(title)s” starts again on the new route") % row.data
    return _("%(team)s changed who approves: “%(title)s” still ends the route it is on") % row.data


def past_approval(row: Notification) -> str:
    if row.data.get("from"):
        return _("%(actor)s lets “%(title)s” go live without approval: %(words)s") % row.data
    return _("%(actor)s published “%(title)s” without approval: %(words)s") % row.data


def remarked(row: Notification) -> str:
    if row.data.get("answers"):
        return _("%(actor)s answered a remark on “%(title)s”: %(words)s") % row.data
    return _("%(actor)s remarked on “%(title)s”, %(part)s: %(words)s") % row.data
