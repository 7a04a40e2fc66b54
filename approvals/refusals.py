"""Decisions that are not taken, each with a sentence that says why and what to do."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PAGE_IS_GONE = gettext_lazy("This page was deleted, so there is nothing left to decide.")


class Refused(PermissionDenied):
    """A decision, submission or withdrawal that was not carried out. ``message`` is for the person who tried."""

    def __init__(self, message: Any) -> None:
        self.message = str(message)
        super().__init__(self.message)


class AlreadySettled(Refused):
    """Somebody was quicker."""


class ContentMoved(Refused):
    """What the person looked at is no longer what is asked about."""


class NotAsked(Refused):
    """The person is not asked, or no longer."""


class NotShown(Refused):
    """A decision that does not say what was looked at, or a return without a reason."""

    def __init__(self, form: Any) -> None:
        words = [str(error) for name in ("comment",) for error in form.errors.get(name, [])]
        super().__init__(" ".join(words) or _("Please open the page again and decide on what it shows."))
