"""A place in the CMS's editor where rooms above show something of theirs, as they do on pages."""

from typing import Any

from wagtail.admin.panels import Panel

from .sections import render_sections


class PlacePanel(Panel):
    """What is registered in ``core.sections`` for a place of the editor, drawn for the page being edited."""

    def __init__(self, place: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.place = place

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {"place": self.place}

    class BoundPanel(Panel.BoundPanel):
        template_name = "core/place_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"sections": render_sections(self.panel.place, self.request, self.instance)}
