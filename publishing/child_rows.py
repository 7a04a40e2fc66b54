"""Rows below an article that a save must be careful with: those that name somebody or something once (its authors,
what it cites), and the remarks on its draft.

A form from another tab brings a row that was stored in the meantime as if it were new, or has two people changed
places. Both would break the rule that each is named once, and with it the whole save.
"""

from typing import TYPE_CHECKING

from wagtail.models import COMMENTS_RELATION_NAME, Comment

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


def keep_remarks(article: "Article") -> None:
    """Let a save take away only those remarks on a draft that its writer had before them and took away.

    Wagtail deletes every one that the page being saved does not hold: those that were settled, which it does not load
    with a version, and those that somebody wrote after it was loaded.
    """
    held = getattr(article, "_cluster_related_objects", {}).get(COMMENTS_RELATION_NAME)
    if held is None or not article.pk:
        return
    known = {remark.pk for remark in held} | getattr(article, "remarks_loaded", set())
    held.extend(Comment.objects.filter(page_id=article.pk).exclude(pk__in=known))
