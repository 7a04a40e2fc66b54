"""The editor of running text, as far as the server is concerned: it takes only what an editor sends."""

from typing import Any

from django.core.exceptions import BadRequest
from draftjs_exporter.error import ExporterException
from wagtail.admin.rich_text import DraftailRichTextArea


class RichTextArea(DraftailRichTextArea):
    """Wagtail turns the editor's own notation into markup without looking at its shape."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        try:
            value: str | None = super().value_from_datadict(data, files, name)
        except (AttributeError, ExporterException, LookupError, RecursionError, TypeError, ValueError) as odd:
            raise BadRequest from odd
        # Halves of characters fit into no database and onto no page.
        return None if value is None else value.encode("utf-8", "replace").decode()
