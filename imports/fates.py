"""What becomes of an entry: live, a draft, or left out, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from . import records as told
from .records import Entry

LONGEST_MARKUP = 1_000_000
_NEVER_SAVED = "auto-draft"


@dataclass(frozen=True)
class Fate:
    """``why`` is a sentence for the report; empty where a published post simply goes live."""

    is_taken: bool
    goes_live: bool = False
    why: str = ""


def fate_of(entry: Entry, now: datetime) -> Fate:
    if entry.kind == told.PAGE:
        return Fate(False, why=_("A page, and no post: pages have no place in a team's blog."))
    if entry.kind != told.POST:
        return Fate(False, why=_("Not a post, but “%(kind)s”.") % {"kind": entry.kind[:60]})
    if entry.is_cut or len(entry.markup) > LONGEST_MARKUP:
        return Fate(False, why=_("Too large for one page. Make several of it on the old blog, and export again."))
    if entry.state == told.TRASH:
        return Fate(False, why=_("It was in the trash."))
    if entry.old_state == _NEVER_SAVED:
        return Fate(False, why=_("It was begun and never saved."))
    if entry.has_password:
        return Fate(True, why=_("It had a password, which was dropped; it is a draft and never went live."))
    if entry.state == told.PRIVATE:
        return Fate(True, why=_("It was private; it is a draft and never went live."))
    if entry.state == told.SCHEDULED:
        return Fate(True, why=_("It was scheduled; it is a draft with its date, and goes the way of the team."))
    if entry.state == told.PENDING:
        return Fate(True, why=_("It waited for review there; it is a draft."))
    if entry.state == told.PUBLISHED:
        is_early = entry.at is not None and entry.at > now
        return Fate(True, True, why=_("Its date was in the future; it went live with today's.") if is_early else "")
    if entry.old_state not in {"draft", ""}:
        return Fate(True, why=_("Its state was “%(state)s”; it is a draft.") % {"state": entry.old_state[:60]})
    return Fate(True)
