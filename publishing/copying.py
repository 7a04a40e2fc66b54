"""Wagtail's form for copying a page, without what a copy of an article never does."""

from typing import Any

from wagtail.admin.forms.pages import CopyForm


class CopyAsDraftForm(CopyForm):  # type: ignore[misc]  # Wagtail has no types
    """A copy is a draft, and never follows its original: it would go live with it and nobody be asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)
