"""The kinds of lines that approvals leave in somebody's inbox, each with what its mail carries."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy

from notifications.kinds import Group, Kind, nothing_carried, register
from notifications.models import Notification

from .deciding import emergency
from .reviewing import by_mail, remarks
from .routes import gaps
from .telling import inbox, notices
from .waiting import morning

MAIL = "approvals/mail/"
APPROVALS = Group("approvals", gettext_lazy("Approvals"), 30)

_KINDS: tuple[tuple[str, Any, Callable[[Notification], str], str], ...] = (
    (notices.ASKED, gettext_lazy("You are asked to approve"), inbox.asked, "approval"),
    (notices.RETURNED, gettext_lazy("Changes are asked for"), inbox.returned, "undo"),
    (notices.APPROVED, gettext_lazy("A step approved"), inbox.approved, "check"),
    (notices.LIVE, gettext_lazy("Approved"), inbox.live, "good"),
    (notices.WITHDRAWN, gettext_lazy("A request is withdrawn"), inbox.withdrawn, "close"),
    (notices.MOVED, gettext_lazy("Edited while waiting"), inbox.moved, "pen"),
    (notices.REMINDED, gettext_lazy("A reminder of what waits for you"), inbox.reminded, "clock"),
    (notices.WIDENED, gettext_lazy("Others are asked too"), inbox.widened, "info"),
    (notices.REROUTED, gettext_lazy("Another route"), inbox.rerouted, "info"),
    (emergency.TOLD, gettext_lazy("Published without approval"), inbox.past_approval, "warning"),
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
                address=inbox.page_or_review if name in (notices.LIVE, emergency.TOLD) else inbox.review,
                still_seen=inbox.still_seen,
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
            sentence=inbox.remarked,
            address=inbox.review_or_editor,
            still_seen=inbox.draft_still_read,
            icon="talk",
            mail=MAIL + notices.REMARKED,
            group=APPROVALS,
        )
    )
