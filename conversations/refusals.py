"""Why something is not taken from somebody, in a sentence for them. Nothing was written."""


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


class Elsewhere(Refused):
    """What this is about was moved or deleted a moment ago."""


class CannotMove(Refused):
    """A branch may not go to that page."""


class TooLate(Refused):
    """What should be undone has been followed by something else."""


class CannotFlag(Refused):
    """One's own comment, one that a moderator has kept, or one flag too many."""


class CannotBan(Refused):
    """Somebody who keeps these threads in order is not banned from them."""
