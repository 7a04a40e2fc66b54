"""Finding the page that took another's place, by its address or by words of its title."""

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db.models import Q

from core.pages import root_path
from core.text import clean_query
from publishing.models import Article, Standing

OFFERED = 6
_GO = re.compile(r"/go/(\d{1,18})/")


def candidates(person: Any, article: Article, typed: str) -> list[Article]:
    """At most ``OFFERED`` live pages, all of them ``person``'s to read, the best first; exactly one where the address
    or the whole title fits."""
    typed = typed.replace("\0", " ").strip()
    if not typed:
        return []
    readable = Article.objects.visible_to(person).exclude(pk=article.pk).select_related("team")
    path = _path_in(typed)
    if path:
        go = _GO.fullmatch(path)
        at = Q(pk=int(go[1])) if go else Q(url_path=root_path() + path.strip("/") + "/")
        found = list(readable.filter(at)[:1])
        if found:
            return found
    words = clean_query(typed)
    exact = list(readable.filter(title__iexact=words)[:2])
    if len(exact) == 1:
        return exact
    offered = readable.exclude(standing=Standing.OUTDATED)
    for word in words.split()[:8]:
        offered = offered.filter(title__icontains=word)
    return list(offered.by_newest()[:OFFERED]) if words else []


def _path_in(typed: str) -> str:
    """The path of an address; empty for what is none, whatever slashes stand in it."""
    try:
        return unquote(urlsplit(typed).path).replace("\0", "") if "/" in typed else ""
    except ValueError:
        return ""
