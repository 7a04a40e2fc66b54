"""The lines of an approval in somebody's inbox, and the right to read them."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import is_somebody
from notifications.kinds import Group, Kind, nothing_carried, register
from notifications.models import Notification
from publishing.lifecycle import address_of
from publishing.models import Article

from . import by_mail, emergency, gaps, morning, notices, remarks
from .models import Request

MAIL = "approvals/mail/"
APPROVALS = Group("approvals", gettext_lazy("Approvals"), 30)


def still_seen(person: Any, rows: Iterable[Notification]) -> set[int]:
    """Rows about pages whose drafts the person may read, that are live for them, or that they are asked about now."""
    told = list(rows)
    if not is_somebody(person):
        return set()
    pages = {row.page_id for row in told if row.page_id}
    readable = set(Article.objects.editable_by(person).filter(pk__in=pages).values_list("pk", flat=True))
    readable |= set(Article.objects.visible_to(person).filter(pk__in=pages).values_list("pk", flat=True))
    asked = Request.objects.awaiting(person, article_id__in=pages)
    readable |= set(asked.values_list("article_id", flat=True))
    return {row.pk for row in told if row.page_id in readable}


def draft_still_read(person: Any, rows: Iterable[Notification]) -> set[int]:
    """Rows that quote what was said of a draft: for those who read that draft today, and not for all who read the page
    once it is live."""
    told = list(rows)
    if not is_somebody(person):
        return set()
    pages = {row.page_id for row in told if row.page_id}
    readable = set(Article.objects.editable_by(person).filter(pk__in=pages).values_list("pk", flat=True))
    asked = Request.objects.awaiting(person, article_id__in=pages)
    readable |= set(asked.values_list("article_id", flat=True))
    return {row.pk for row in told if row.page_id in readable}


def _review(row: Notification) -> str:
    return reverse("approvals:review", args=[row.target_id]) if row.target_id else ""


def _asked(row: Notification) -> str:
    return _("%(actor)s asks you to approve “%(title)s”") % row.data


def _returned(row: Notification) -> str:
    return _("%(actor)s asks for changes to “%(title)s”: %(words)s") % row.data


def _approved(row: Notification) -> str:
    if row.data.get("passed", True):
        return _("%(actor)s approved “%(title)s” (%(step)s); it goes on to the next step") % row.data
    return _("%(actor)s approved “%(title)s” (%(step)s); others are asked beside them") % row.data


def _live(row: Notification) -> str:
    if row.data.get("from"):
        return _("%(actor)s approved “%(title)s”; it goes live at its time") % row.data
    return _("%(actor)s approved “%(title)s”; it is live now") % row.data


def _withdrawn(row: Notification) -> str:
    return _("%(actor)s withdrew “%(title)s” from approval") % row.data


def _moved(row: Notification) -> str:
    if row.data.get("dropped"):
        return _("“%(title)s” was edited while it waited, so approval starts again") % row.data
    return _("“%(title)s” was edited while it waits for approval") % row.data


def _reminded(row: Notification) -> str:
    return _("“%(title)s” still waits for your approval") % row.data


def _widened(row: Notification) -> str:
    return _("Nobody answered “%(title)s” in time, so others are asked too: %(reach)s") % row.data


def _rerouted(row: Notification) -> str:
    if row.data.get("stricter"):
        return _("%(team)s changed who approves: “%(title)s” starts again on the new route") % row.data
    return _("%(team)s changed who approves: “%(title)s” still ends the route it is on") % row.data


def _emergency(row: Notification) -> str:
    if row.data.get("from"):
        return _("%(actor)s lets “%(title)s” go live without approval: %(words)s") % row.data
    return _("%(actor)s published “%(title)s” without approval: %(words)s") % row.data


def _remarked(row: Notification) -> str:
    if row.data.get("answers"):
        return _("%(actor)s answered a remark on “%(title)s”: %(words)s") % row.data
    return _("%(actor)s remarked on “%(title)s”, %(part)s: %(words)s") % row.data


def _review_or_editor(row: Notification) -> str:
    if row.target_id:
        return f"{_review(row)}#remarks"
    return reverse("wagtailadmin_pages:edit", args=[row.page_id]) if row.page_id else ""


_KINDS: tuple[tuple[str, Any, Callable[[Notification], str], str], ...] = (
    (notices.ASKED, gettext_lazy("You are asked to approve"), _asked, "approval"),
    (notices.RETURNED, gettext_lazy("Changes are asked for"), _returned, "undo"),
    (notices.APPROVED, gettext_lazy("A step approved"), _approved, "check"),
    (notices.LIVE, gettext_lazy("Approved"), _live, "good"),
    (notices.WITHDRAWN, gettext_lazy("A request is withdrawn"), _withdrawn, "close"),
    (notices.MOVED, gettext_lazy("Edited while waiting"), _moved, "pen"),
    (notices.REMINDED, gettext_lazy("A reminder of what waits for you"), _reminded, "clock"),
    (notices.WIDENED, gettext_lazy("Others are asked too"), _widened, "info"),
    (notices.REROUTED, gettext_lazy("Another route"), _rerouted, "info"),
    (emergency.TOLD, gettext_lazy("Published without approval"), _emergency, "warning"),
)


_DUTIES = (notices.ASKED, notices.REMINDED)
_CARRIED: dict[str, Callable[[Notification], dict[str, Any]]] = {
    notices.ASKED: by_mail.carried,
    notices.REMINDED: by_mail.carried,
    notices.RETURNED: remarks.carried,
}


def register_kinds() -> None:
    for name, label, sentence, icon in _KINDS:
        register(
            Kind(
                name=name,
                label=label,
                sentence=sentence,
                address=_live_or_review if name in (notices.LIVE, emergency.TOLD) else _review,
                still_seen=still_seen,
                icon=icon,
                mail=MAIL + name,
                group=APPROVALS,
                duty=name in _DUTIES,
                carried=_CARRIED.get(name, nothing_carried),
            )
        )
    register(
        Kind(
            name=morning.MORNING,
            label=gettext_lazy("A morning summary of what waits for you"),
            sentence=morning.sentence,
            address=morning.address,
            icon="clock",
            mail=MAIL + morning.MORNING,
            group=APPROVALS,
            carried=morning.carried,
        )
    )
    register(
        Kind(
            name=gaps.TOLD,
            label=gettext_lazy("A step that nobody can pass"),
            sentence=gaps.sentence,
            address=gaps.address,
            still_seen=gaps.still_seen,
            icon="warning",
            mail=MAIL + gaps.TOLD,
            group=APPROVALS,
        )
    )
    register(
        Kind(
            name=notices.REMARKED,
            label=gettext_lazy("Remarks on drafts"),
            sentence=_remarked,
            address=_review_or_editor,
            still_seen=draft_still_read,
            icon="talk",
            mail=MAIL + notices.REMARKED,
            group=APPROVALS,
        )
    )


def _live_or_review(row: Notification) -> str:
    return address_of(row.page.url_path) if row.page and row.page.live else _review(row)
