"""Stored versions of an article: read without the rows they name, and compared field by field, in a word."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from wagtail.models import Revision

from publishing.digest import digest_of_content, is_content
from publishing.models import Article

from .fields import label_of


def version_of(article: Article, revision: Revision) -> Any:
    """A stored version of an article to be read, and neither saved nor drawn: none of the rows it names is asked for by
    itself before somebody wants to know."""
    kind: Any = article.specific_class
    page = kind.from_serializable_data(revision.content, check_fks=False)
    for name in ("pk", "live", "owner_id", "content_type_id", *Article.FACTS):
        setattr(page, name, getattr(article, name))
    if "team" in article._state.fields_cache:
        page.team = article.team
    return page


def what_changed(article: Article, before_id: int | None, after_id: int | None) -> str:
    """The fields that differ between two stored versions of an article, in a row: "title, text"."""
    ids = [before_id or 0, after_id or 0]
    found = Revision.page_revisions.filter(object_id=str(article.pk)).in_bulk(ids)
    if len(found) == 2:
        labels = changed_labels(article.specific_class or Article, found[ids[0]].content, found[ids[1]].content)
        if labels:
            return ", ".join(labels)
    return str(_("another version"))


def changed_labels(model: type[models.Model], before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The names of the fields whose stored content differs."""
    changed = [
        label_of(model, name)
        for name in dict.fromkeys([*before, *after])
        if is_content(name)
        and digest_of_content({name: before.get(name)}) != digest_of_content({name: after.get(name)})
    ]
    return list(dict.fromkeys(changed))
