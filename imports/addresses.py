"""Old addresses: where links inside the blog lead now, and the redirects that bring readers from elsewhere."""

from collections.abc import Iterable
from typing import Any

from wagtail.contrib.redirects.models import Redirect

from .reading.addresses import old_path, parts_of
from .stage import Stage

_LONGEST = 255


class Links:
    """A link to another entry of the same blog becomes its old path here, from which a redirect leads on."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.host = parts_of(stage.site.address)[0]

    def __call__(self, address: str) -> str:
        address = address.strip()
        if address.startswith(("http://", "https://", "//", "/")):
            host, path = parts_of(address)
            if host in ("", self.host) and path and self.stage.has_path(old_path(address)):
                return path
            return "" if address.startswith("/") and not host else address
        return address if address.startswith(("mailto:", "tel:")) else ""


def lead_on(entries: Iterable[tuple[str, Any]]) -> tuple[int, list[tuple[str, Any]]]:
    """Redirects from old addresses to pages that are stored. An address that leads somewhere already stays as it is.

    Returns how many were made, and those that were not.
    """
    wished: dict[str, Any] = {}
    refused = []
    for address, page in entries:
        path = Redirect.normalise_path(old_path(address)) if old_path(address) else ""
        if not path or path == "/" or path.rstrip("/") == page.address.rstrip("/"):
            continue
        if len(path) > _LONGEST or path in wished:
            refused.append((address, page))
        else:
            wished[path] = page
    taken = set(Redirect.objects.filter(old_path__in=wished).values_list("old_path", flat=True))
    refused += [(path, wished[path]) for path in taken]
    made = Redirect.objects.bulk_create(
        Redirect(old_path=path, redirect_page_id=page.pk, automatically_created=False)
        for path, page in wished.items()
        if path not in taken
    )
    return len(made), refused
