"""What a page names, in words, and only as far as who reads them may know it.

Everything that a page names is read at once, however much it is: pages, people, pictures and documents stand in its
content by their numbers.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.rich_text import extract_references_from_rich_text

from publishing.digest import is_content
from publishing.models import Article

from .fields import Kind, own_fields, target_of
from .pictures import Placed


class Names:
    """What the rows that some versions of a page refer to are called, as far as ``reader`` may read their names. Read
    with the same number of queries however many there are."""

    def __init__(self, reader: Any, pages: Iterable[Any]) -> None:
        wanted: dict[Kind, set[Any]] = {}
        for page in pages:
            for model, object_id in _named_by(page):
                wanted.setdefault(model, set()).add(model._meta.pk.to_python(object_id))
        self.rows: dict[tuple[Kind, Any], Any] = {}
        for model, ids in wanted.items():
            for row in model._default_manager.filter(pk__in=ids):
                self.rows[(model, row.pk)] = row
        self._readable = _readable_among(reader, wanted.get(Article, set()))

    def of_id(self, model: Kind, object_id: Any) -> str:
        model = Article if issubclass(model, Page) else model
        row = self.rows.get((model, model._meta.pk.to_python(object_id)))
        if row is None:
            return str(_("a page you may not read") if model is Article else _("something that is gone"))
        return self._of(row)

    def of_placed(self, placed: Placed) -> str:
        row = self.picture(placed.picture_id)
        if row is None:
            return str(_("something that is gone"))
        if placed.decorative:
            shown = _("decoration")
        else:
            shown = placed.alt or row.description or _("no description")
        return _("Picture: %(name)s (%(shown)s)") % {"name": row.title, "shown": shown}

    def picture(self, picture_id: int) -> Any:
        return self.rows.get((get_image_model(), picture_id))

    @property
    def pictures(self) -> list[Any]:
        return [row for (model, _pk), row in self.rows.items() if model is get_image_model()]

    def of_row(self, row: Any) -> str:
        """A child row: whom or what it names, then its own words."""
        told = []
        for found in own_fields(row):
            value = getattr(row, found.attname)
            if value is None or value == "":
                continue
            if isinstance(found, models.ForeignKey):
                told.append(self.of_id(target_of(found), value))
            else:
                told.append(str(row._get_FIELD_display(found) if found.choices else value))
        return " · ".join(told)

    def _of(self, row: Any) -> str:
        if isinstance(row, get_image_model()):
            return self.of_placed(Placed(row.pk))
        if isinstance(row, get_document_model()):
            return _("Document: %(name)s") % {"name": row.title}
        if isinstance(row, Page):
            return str(row.title) if row.pk in self._readable else str(_("a page you may not read"))
        return str(row)


def _named_by(page: Any) -> Iterator[tuple[Kind, Any]]:
    """Everything that a page's content names, by kind and number. Pages are named as articles, all there are."""
    for model, object_id in _references(page):
        yield (Article if issubclass(model, Page) else model), object_id


def _references(page: Any) -> Iterator[tuple[Kind, Any]]:
    for found in page._meta.fields:
        if isinstance(found, StreamField):
            for model, object_id, *_paths in found.stream_block.extract_references(getattr(page, found.name)):
                yield model, object_id
        elif isinstance(found, RichTextField):
            for model, object_id, *_paths in extract_references_from_rich_text(getattr(page, found.name)):
                yield model, object_id
        elif isinstance(found, models.ForeignKey) and found.editable and is_content(found.name):
            yield from _named_in(page, found)
    for relation in get_all_child_relations(page):
        if is_content(relation.get_accessor_name()):
            for row in getattr(page, relation.get_accessor_name()).all():
                for found in own_fields(row):
                    yield from _named_in(row, found)


def _named_in(row: Any, found: Any) -> Iterator[tuple[Kind, Any]]:
    if isinstance(found, models.ForeignKey) and getattr(row, found.attname) is not None:
        yield target_of(found), getattr(row, found.attname)


def _readable_among(reader: Any, pages: set[Any]) -> set[int]:
    """Which of these pages somebody may read, live or as a draft of theirs. Two queries, none where there are none."""
    if not pages:
        return set()
    live = Article.objects.visible_to(reader).filter(pk__in=pages)
    drafts = Article.objects.editable_by(reader).filter(pk__in=pages)
    return set(live.values_list("pk", flat=True)) | set(drafts.values_list("pk", flat=True))
