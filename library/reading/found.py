"""What reading a file comes to. Plain values: the confined process knows nothing of the rest of the house."""

from dataclasses import dataclass

READ, PARTLY, UNREADABLE = "read", "partly", "unreadable"

# Why a file was not read, or not to its end.
LONG = "long"
PROTECTED = "protected"
BROKEN = "broken"
UNKNOWN_KIND = "unknown_kind"
TOO_LARGE = "too_large"
TOO_SLOW = "too_slow"
NO_WORDS = "no_words"
LOST = "lost"


@dataclass(frozen=True)
class Found:
    """The words of a file, as far as they could be read, and why not further."""

    state: str
    reason: str = ""
    text: str = ""


class CannotReadError(Exception):
    """Raised with one of the reasons above."""

    @property
    def reason(self) -> str:
        return str(self.args[0])
