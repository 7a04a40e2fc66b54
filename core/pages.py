"""Finding the page behind an address with one query, and the view that draws it.

Wagtail's own routing walks the tree from its root, one query a level. Every page row already holds its whole path, so
one look-up finds it. Apps register, for each page type, the shape of its addresses, how to read it and what draws it;
a page type that nobody registered is not served at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from wagtail.models import Page, Site

from .prepared import Prepared

PageView = Callable[[HttpRequest, Any], HttpResponseBase]
ANY = None


@dataclass(frozen=True)
class _Served:
    """``shape`` is one entry per part of the address below the site's root: a fixed word, or ANY."""

    shape: tuple[str | None, ...]
    read: Prepared
    view: PageView

    def fits(self, parts: list[str]) -> bool:
        return len(parts) == len(self.shape) and all(
            expected is ANY or expected == part for expected, part in zip(self.shape, parts, strict=True)
        )


_served: dict[type[Page], _Served] = {}


def serve_at(
    model: type[Page], shape: tuple[str | None, ...], view: PageView, read: Callable[[], QuerySet[Any]] | None = None
) -> None:
    """Serve live pages of ``model`` whose addresses have this shape with ``view(request, page)``.

    ``read`` returns the queryset to read the page with, joins included.
    """
    rows = read or model.objects.all
    # A path ends in its page's slug. Wagtail keeps an index of slugs and none of paths.
    at_path = Prepared(lambda slug, path: rows().filter(slug=slug, url_path=path, live=True).order_by()[:1])
    _served[model] = _Served(shape, at_path, view)


def root_path() -> str:
    """The stored path of the site's root page, such as ``/home/``; kept in Wagtail's cache."""
    paths = Site.get_site_root_paths()
    return str(paths[0].root_path) if paths else "/"


def find_live_page(path: str) -> tuple[Any, PageView] | None:
    """The live page at an address relative to the site's root (``teams/platform/``) and the view that draws it."""
    parts = [part for part in path.split("/") if part]
    url_path = root_path() + "".join(f"{part}/" for part in parts)
    slug = url_path.removesuffix("/").rpartition("/")[2]
    for served in _served.values():
        if served.fits(parts):
            for page in served.read(slug, url_path):
                return page, served.view
    return None
