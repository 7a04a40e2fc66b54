"""What keeps threads decent: every act asked of those who may, done under the page's lock, recorded, and undone once.

An act returns its record, or None where there was nothing left to do: somebody else was faster.
"""

from .banning import ban, lift
from .closing import change_policy, close, close_quiet_threads, reopen
from .deciding import approve, decided_words, hide, hide_by_flags, keep, mended, restore
from .locking import lock, unlock
from .moving import move
from .records import last_word
from .undoing import is_undoable, undo

__all__ = [
    "approve",
    "ban",
    "change_policy",
    "close",
    "close_quiet_threads",
    "decided_words",
    "hide",
    "hide_by_flags",
    "is_undoable",
    "keep",
    "last_word",
    "lift",
    "lock",
    "mended",
    "move",
    "reopen",
    "restore",
    "undo",
    "unlock",
]
