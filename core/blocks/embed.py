"""A video that is fetched from outside only when a reader asks for it."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

_PROVIDERS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "YouTube",
        re.compile(
            r"^https://(?:www\.)?(?:youtube\.com/watch\?(?:[^#]*&)?v=|youtu\.be/|youtube-nocookie\.com/embed/)"
            r"(?P<id>[\w-]{6,20})(?:[&?#].*)?$"
        ),
        "https://www.youtube-nocookie.com/embed/{id}",
    ),
    (
        "Vimeo",
        re.compile(r"^https://(?:www\.|player\.)?vimeo\.com/(?:video/)?(?P<id>\d{5,12})(?:[/?#].*)?$"),
        "https://player.vimeo.com/video/{id}",
    ),
)


def player_of(address: str) -> tuple[str, str] | None:
    """The provider's name and the address of its player, or None for an address we do not know."""
    for name, pattern, player in _PROVIDERS:
        found = pattern.match(address)
        if found:
            return name, player.format(id=found["id"])
    return None


class ClickToLoadEmbedBlock(blocks.StructBlock):
    """Nothing leaves the house until the reader clicks; without script the block is a plain link."""

    url = blocks.URLBlock(label=_("Address of the video"), max_length=300)
    title = blocks.CharBlock(label=_("What it is"), max_length=160)

    class Meta:
        icon = "media"
        label = _("Video")
        template = "blocks/embed.html"
        description = _("A YouTube or Vimeo video. It loads when a reader asks for it, not before.")
        preview_value = {"url": "https://vimeo.com/76979871", "title": "Two minutes on the new depot"}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if player_of(cleaned["url"]) is None:
            raise blocks.StructBlockValidationError(
                {"url": ValidationError(_("Paste the address of a YouTube or Vimeo video."))}
            )
        return cleaned

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        context: dict = super().get_context(value, parent_context=parent_context)
        found = player_of(value["url"])
        context["provider"], context["player"] = found or ("", "")
        return context
