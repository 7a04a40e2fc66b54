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


class CannotReact(Refused):
    """Not to one's own words, not to what is out of sight, not where nothing changes any more."""


class CannotSettle(Refused):
    """The page asks nothing of this kind, or the answer is not one that can be accepted."""
