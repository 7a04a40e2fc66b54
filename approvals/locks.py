"""What the editor says to whoever cannot change a page because others are asked about it."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock


class AskedLock(WorkflowLock):
    """Wagtail's own names the workflow, and fails where that ended between two looks at it."""

    def get_message(self, user: Any) -> str | None:
        if not self.for_user(user):
            return None
        return str(_("People are asked to approve this page, and only they can change it until they have answered."))
