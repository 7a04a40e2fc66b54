"""Why something is not taken from somebody, in a sentence for them. Nothing was written."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .writing.warnings import Noticed


class Refused(Exception):  # noqa: N818 - it is the answer to a person, and no error of ours
    """What was asked for is not done. Its text is the sentence to show."""


class ThreadClosed(Refused):
    """This person may read here, and not write."""


class CannotReply(Refused):
    """What was answered to is gone, hidden, locked, elsewhere, or too deep."""


class TooFast(Refused):
    """More than ten comments in a minute."""


class AlreadyUsed(Refused):
    """The form was sent before, with other words."""


class AsksFirst(Refused):
    """Something in the text is pointed out. Sent again with ``digest`` as its confirmation, it is taken."""

    def __init__(self, sentence: str, noticed: "list[Noticed]", digest: str) -> None:
        super().__init__(sentence)
        self.noticed = noticed
        self.digest = digest


class Stale(Refused):
    """The comment has other words than those that somebody edits, or decides on."""


class Elsewhere(Refused):
    """What this is about was moved or deleted a moment ago."""


class CannotMove(Refused):
    """A branch may not go to that page."""


class TooLate(Refused):
    """It can no longer, or not now, be changed or undone."""


class CannotFlag(Refused):
    """One's own comment, one that a moderator has kept, or one flag too many."""


class OwnWords(Refused):
    """Nobody lets out, or stands by, what they wrote themselves: another moderator does."""


class CannotBan(Refused):
    """Somebody who keeps these threads in order is not banned from them."""


class CannotReact(Refused):
    """Not to one's own words, not to what is out of sight, not where nothing changes any more."""


class CannotSettle(Refused):
    """The page asks nothing of this kind, or the answer is not one that can be accepted."""
