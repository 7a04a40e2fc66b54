"""What changed between two versions of an article, in words a reader of it would use."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.formats import localize
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page, Revision
from wagtail.rich_text import RichText

from core.access import can_view
from core.formatting import full_time
from publishing.digest import digest_of_content, is_content
from publishing.models import Article

from .marking import changed_lines, marked

_ENDS_A_LINE = ("</p>", "</li>", "</h2>", "</h3>", "</h4>", "</blockquote>", "</tr>", "<br/>", "<br>")
_NOT_SHOWN = frozenset({"id", "seo_title", "search_description"})
_ADDRESS = re.compile(r"""(?:https?|mailto|tel):[^\s"'<>\\]+""")
_TAGGED = "tagged"


@dataclass(frozen=True)
class Difference:
    """One field that differs: its paragraphs with what went and what came marked, ready to be shown."""

    label: str
    paragraphs: list[SafeString]


# --- In a word ------------------------------------------------------------------------------------


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


def label_of(model: type[models.Model], name: str) -> str:
    """What a field, or the rows of a child relation, are called."""
    if name == _TAGGED:
        return str(_("tags"))
    found = model._meta.get_field(name)
    if isinstance(found, models.Field):
        return str(found.verbose_name)
    if name == "authorships":
        return str(_("authors"))
    return str(found.related_model._meta.verbose_name_plural)


# --- In full --------------------------------------------------------------------------------------


def differences(live: Any, draft: Any, reader: Any) -> list[Difference]:
    """Every field in which ``draft`` differs from ``live``; both are of the leaf's class, and ``live`` may be None.

    Titles of other pages are shown only as far as ``reader`` may see those pages.
    """
    names = _Names(reader, [page for page in (live, draft) if page is not None])
    found = []
    for name in _shown_fields(draft):
        old = list(_paragraphs(live, name, names)) if live is not None else []
        new = list(_paragraphs(draft, name, names))
        if old != new:
            found.append(Difference(capfirst(label_of(type(draft), name)), marked(old, new)))
    return found


def in_plain_words(page: Any, reader: Any) -> list[str]:
    """All that readers and schedules see of a page as paragraphs, each field behind its name, pictures by their
    descriptions. Other pages are named as in ``differences``."""
    names = _Names(reader, [page])
    found = []
    for name in _shown_fields(page):
        paragraphs = list(_paragraphs(page, name, names))
        label = capfirst(label_of(type(page), name))
        if len(paragraphs) == 1:
            found.append(f"{label}: {paragraphs[0]}")
        elif paragraphs:
            found += [f"{label}:", *paragraphs]
    return found


def changes_in_plain_words(before: Any, after: Any, reader: Any) -> list[str]:
    """What differs between two versions, for where nothing can be coloured: each field behind its name, what went
    behind a minus and what came behind a plus."""
    names = _Names(reader, [before, after])
    found = []
    for name in _shown_fields(after):
        old, new = list(_paragraphs(before, name, names)), list(_paragraphs(after, name, names))
        if old != new:
            found.append(f"{capfirst(label_of(type(after), name))}:\n" + "\n".join(changed_lines(old, new)))
    return found


def _shown_fields(page: Any) -> Iterator[str]:
    """What readers and schedules see of an article, in the order of the model."""
    for found in page._meta.fields:
        if found.editable and found.serialize and is_content(found.name) and found.name not in _NOT_SHOWN:
            yield found.name
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        if is_content(name):
            yield name


def _paragraphs(page: Any, name: str, names: "_Names") -> Iterator[str]:
    """One field as lines of plain text."""
    value = getattr(page, name, None)
    if value is None or value == "":
        return
    found = page._meta.get_field(name)
    if not isinstance(found, models.Field):
        yield from (names.of(row) for row in value.all())
    elif isinstance(found, StreamField):
        for block in value:
            written = [block.value.source] if isinstance(block.value, RichText) else None
            for text in written or block.block.get_searchable_content(block.value):
                yield from _lines(text)
            yield from _addresses_in(json.dumps(block.block.get_prep_value(block.value), ensure_ascii=False))
            for model, object_id, _path, _content_path in block.block.extract_references(block.value):
                yield names.of_id(model, object_id)
    elif isinstance(value, models.Model):
        yield names.of(value)
    elif found.choices:
        yield str(page._get_FIELD_display(found))
    elif isinstance(found, models.DateTimeField):
        yield full_time(value)
    elif isinstance(value, str):
        yield from _lines(value) if isinstance(found, RichTextField) else (line for line in value.splitlines() if line)
        if isinstance(found, RichTextField):
            yield from _addresses_in(value)
    else:
        yield str(localize(value))


def _lines(markup: Any) -> Iterator[str]:
    text = str(markup)
    for end in _ENDS_A_LINE:
        text = text.replace(end, "\n")
    for line in unescape(strip_tags(text)).splitlines():
        if line.strip():
            yield " ".join(line.split())


def _addresses_in(source: str) -> Iterator[str]:
    """Where links and films lead: nobody reads it on the page, and whoever approves lets it out."""
    for address in dict.fromkeys(_ADDRESS.findall(source)):
        yield _("Leads to: %(address)s") % {"address": unescape(address)}


class _Names:
    """What the rows that a page refers to are called, read once for all of them."""

    def __init__(self, reader: Any, pages: list[Any]) -> None:
        self.reader = reader
        ids: dict[type[models.Model], set[str]] = {}
        for page in pages:
            for found in page._meta.fields:
                if isinstance(found, StreamField):
                    for model, object_id, *_paths in found.stream_block.extract_references(getattr(page, found.name)):
                        ids.setdefault(model, set()).add(str(object_id))
        self.rows: dict[tuple[type[models.Model], str], Any] = {}
        for model, wanted in ids.items():
            source = Article if model is Page else model
            for row in source._default_manager.filter(pk__in=wanted):
                self.rows[(model, str(row.pk))] = row

    def of_id(self, model: type[models.Model], object_id: Any) -> str:
        row = self.rows.get((model, str(object_id)))
        return self.of(row) if row is not None else str(_("something that is gone"))

    def of(self, row: Any) -> str:
        if isinstance(row, get_image_model()):
            shown = row.description or _("no description")
            return _("Picture: %(name)s (%(shown)s)") % {"name": row.title, "shown": shown}
        if isinstance(row, get_document_model()):
            return _("Document: %(name)s") % {"name": row.title}
        if isinstance(row, get_user_model()):
            return str(row)
        if isinstance(row, Page):
            return str(row.title) if self._may_name(row) else str(_("a page you may not read"))
        for name in ("cited", "tag", "person"):
            if getattr(row, f"{name}_id", None):
                return self.of(getattr(row, name)) if name != "tag" else str(row.tag)
        told = [str(getattr(row, name, "") or "") for name in ("label", "before", "after")]
        return " · ".join(text for text in told if text) or str(row)

    def _may_name(self, page: Page) -> bool:
        article = page if isinstance(page, Article) else Article.objects.filter(pk=page.pk).first()
        return article is not None and can_view(self.reader, article)
