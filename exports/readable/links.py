"""Where links and pictures lead inside an archive: to its own files, or nowhere."""

import posixpath
import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings

from ..stored_files import FOLDER

_PICTURE = re.compile(r"^/pictures/(?P<key>[\w-]+)/[\w-]+\.webp$")
_DOCUMENT = re.compile(r"^/documents/(?P<pk>\d{1,18})/")
_GO = re.compile(r"^/go/(?P<pk>\d{1,18})/$")


@dataclass
class Links:
    """Everything that the files of an archive may lead to. ``pages`` are by number, without their ending, and by
    address; ``pictures`` by the key in their address, ``documents`` by number, each with the stored name.
    ``elsewhere`` are addresses on the site, by number, of pages that are not part of the archive and may be named in
    it. ``used`` gathers the stored files that were named."""

    pages: dict[int, str] = field(default_factory=dict)
    by_address: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    documents: dict[int, str] = field(default_factory=dict)
    elsewhere: dict[int, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def add_page(self, pk: int, address: str, place: str) -> None:
        self.pages[pk] = self.by_address[address] = place

    def page(self, pk: int, here: str, ending: str) -> str:
        """The way from the file ``here`` to a page, "" where it may not be named."""
        place = self.pages.get(pk)
        return _from(here, f"{place}{ending}") if place else self.elsewhere.get(pk, "")

    def picture(self, key: str, here: str) -> str:
        return self._file(self.pictures.get(key), here)

    def document(self, pk: int, here: str) -> str:
        return self._file(self.documents.get(pk), here)

    def address(self, address: str, here: str, ending: str) -> str:
        """The way to whatever an address of the house names, or the address itself where it leads to another host.
        "" where it names something of the house that is not part of the archive."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""  # one link that leads nowhere must not keep a whole site from leaving
        if parts.scheme or parts.netloc:
            ours = urlsplit(settings.WAGTAILADMIN_BASE_URL)
            if (parts.scheme, parts.netloc) != (ours.scheme, ours.netloc):
                return address if parts.scheme in {"http", "https", "mailto", "tel"} else ""
        elif address.startswith("#"):
            return address
        path = unquote(parts.path)
        if found := _PICTURE.match(path):
            return self.picture(found["key"], here)
        if found := _DOCUMENT.match(path):
            return self.document(int(found["pk"]), here)
        if found := _GO.match(path):
            return self.page(int(found["pk"]), here, ending)
        place = self.by_address.get(path)
        return _from(here, f"{place}{ending}") if place else ""

    def _file(self, name: str | None, here: str) -> str:
        if not name:
            return ""
        self.used.add(name)
        return _from(here, f"{FOLDER}{name}")


def _from(here: str, there: str) -> str:
    """A relative address between two files of the archive."""
    return quote(posixpath.relpath(there, posixpath.dirname(here)))
