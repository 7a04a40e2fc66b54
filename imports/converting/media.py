"""Pictures, galleries, videos and sounds."""

import re
import uuid
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from core.blocks.embed import player_of

from .inline import collapsed, shortened
from .result import Converted, Surroundings
from .shortcodes import GALLERY
from .tree import Element

LONGEST_CAPTION, LONGEST_ALT, MOST_IN_A_GALLERY, LONGEST_ADDRESS = 250, 250, 24, 2_000
_NUMBER = re.compile(r"wp-image-(\d{1,18})")
_PLAYERS = (
    (re.compile(r"youtube(?:-nocookie)?\.com/(?:embed|v|shorts)/([\w-]{6,20})"), "https://www.youtube.com/watch?v={}"),
    (re.compile(r"youtube\.com/watch\?(?:[^#\s]*&)?v=([\w-]{6,20})"), "https://www.youtube.com/watch?v={}"),
    (re.compile(r"youtu\.be/([\w-]{6,20})"), "https://www.youtube.com/watch?v={}"),
    (re.compile(r"(?:player\.)?vimeo\.com/(?:video/)?(\d{5,12})"), "https://vimeo.com/{}"),
)
_ADDRESS = re.compile(r"(?:https?:)?//\S+\Z")


def video_at(address: str) -> str:
    """The address of a video as our block takes it; empty for what is none."""
    for pattern, written in _PLAYERS:
        if found := pattern.search(address[:LONGEST_ADDRESS]):
            plain = written.format(found[1])
            return plain if player_of(plain) else ""
    return ""


def is_address(words: str) -> bool:
    return _ADDRESS.match(words) is not None


class Media:
    """Adds blocks of this kind to a conversion."""

    def __init__(self, out: Converted, around: Surroundings) -> None:
        self.out = out
        self.around = around

    # --- Pictures -----------------------------------------------------------------------------------------------------

    def picture(self, image: Element, caption: str = "") -> None:
        value = self._value(image, caption)
        if value is None:
            self._missing(image, caption)
        else:
            self.out.add("picture", value, value["caption"])

    def gallery(self, images: list[tuple[Element, str]], caption: str = "") -> None:
        """Several side by side. One alone is a picture, and those that are not there leave their mark."""
        values = []
        for image, words in images:
            value = self._value(image, words)
            if value is None:
                self._missing(image, words)
            else:
                values.append(value)
        for start in range(0, len(values), MOST_IN_A_GALLERY):
            some = values[start : start + MOST_IN_A_GALLERY]
            if len(some) == 1:
                self.out.add("picture", some[0], some[0]["caption"])
            else:
                pictures = [{"type": "item", "value": value, "id": str(uuid.uuid4())} for value in some]
                self.out.add("gallery", {"pictures": pictures}, " ".join(value["caption"] for value in some))
        if caption:
            self.out.add("text", f"<p><i>{escape(caption)}</i></p>", caption)

    def numbered_gallery(self, figure: Element) -> bool:
        """A gallery that names its pictures by number. False where it names none."""
        numbers = [number for number in figure.attributes.get("title", "").split(",") if number]
        if GALLERY not in figure.classes:
            return False
        if not numbers:
            self.box(collapsed(figure.text()))
        else:
            self.gallery([(Element("img", {"data-id": number}), "") for number in numbers])
        return True

    def _value(self, image: Element, caption: str) -> dict[str, Any] | None:
        told = image.attributes
        number = told.get("data-id") or (found[1] if (found := _NUMBER.search(told.get("class", ""))) else "")
        shown = self.around.picture(told.get("src") or told.get("data-src") or "", number)
        if shown is None:
            return None
        # What the old blog's library says of a picture was shown in its galleries alone.
        whole = collapsed(caption) or ("" if told.get("src") else collapsed(shown.caption))
        alt = shortened(told.get("alt") or shown.alt, LONGEST_ALT)
        if len(whole) > LONGEST_CAPTION:
            self.out.note(_("A caption was too long and is shortened."))
        if not alt:
            self.out.note(_("A picture has no words for those who cannot see it; please add them."))
        return {
            "image": {"image": shown.pk, "alt_text": alt, "decorative": not alt},
            "caption": shortened(whole, LONGEST_CAPTION),
        }

    def _missing(self, image: Element, caption: str) -> None:
        told = image.attributes
        address = told.get("src") or told.get("data-src") or ""
        words = collapsed(caption or told.get("alt", "") or told.get("title", ""))
        name = address.partition("?")[0].rstrip("/").rpartition("/")[2] or told.get("data-id", "")
        if address.startswith("data:"):
            name = address = ""
        self.out.note(_("A picture was not among the files: %(name)s") % {"name": name or words or _("without a name")})
        label = _("A picture stood here: %(what)s") % {"what": words or name or _("without a name")}
        self._aside(
            escape(label)
            + (f'<br/><a href="{escape(address)}">{escape(name)}</a>' if is_address(address) and name else ""),
            label,
        )

    # --- Videos and other things from elsewhere -----------------------------------------------------------------------

    def elsewhere(self, address: str, title: str = "") -> None:
        """A video that loads when it is asked for; anything else as a link."""
        if address.startswith("//"):
            address = f"https:{address}"
        video = video_at(address)
        if video:
            self.out.add("embed", {"url": video, "title": shortened(title, 160) or _("Video")}, title)
            return
        if not address.startswith(("http://", "https://")):
            self.box(address or title)
            return
        self.out.note(
            _("Something that was shown from another site is a link now: %(address)s") % {"address": address[:200]}
        )
        words = title or address
        self.out.add("text", f'<p><a href="{escape(address)}">{escape(words)}</a></p>', words)

    def box(self, words: str) -> None:
        """Everybody sees that something was here that has no counterpart."""
        label = _("From the old blog, without a counterpart here:")
        self.out.note(
            _("Shown as a box, because it has no counterpart here: %(what)s") % {"what": shortened(words, 120)}
        )
        self._aside(f"{escape(label)} <code>{escape(words)}</code>", words)

    def _aside(self, markup: str, words: str) -> None:
        self.out.add("callout", {"kind": "note", "text": f"<p>{markup}</p>"}, words)
