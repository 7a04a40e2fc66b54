"""Rows below an article that name somebody or something once: its authors, what it cites.

A form from another tab brings a row that was stored in the meantime as if it were new, or has two people changed
places. Both would break the rule that each is named once, and with it the whole save.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Article


def name_once(article: "Article") -> None:
    """Drop second mentions, and give each row the number under which what it names is stored already."""
    for relation, names in article.NAMED_ONCE.items():
        held = getattr(article, "_cluster_related_objects", {}).get(relation)
        if not held:
            continue
        stored = dict(getattr(article, relation).get_live_queryset().values_list(names, "pk"))
        once = {getattr(row, names): row for row in reversed(held)}
        held[:] = [row for row in held if once[getattr(row, names)] is row]
        for row in held:
            row.pk = stored.get(getattr(row, names))
