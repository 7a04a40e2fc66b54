"""A page as lines of plain words, field by field: what readers meet on it, and what they do not see and it does.

Everything that a page names is read at once, however much it is: pages, people, pictures and documents stand in its
content by their numbers.
"""

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.formats import localize
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.blocks import Block, ChooserBlock, ListBlock, RichTextBlock, StructBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page, Revision
from wagtail.rich_text import extract_references_from_rich_text

from core.formatting import full_time
from publishing.digest import is_content
from publishing.models import Article

_ENDS_A_LINE = ("</p>", "</li>", "</h2>", "</h3>", "</h4>", "</blockquote>", "</tr>", "<br/>", "<br>")
_NOT_SHOWN = frozenset({"id", "seo_title", "search_description"})
_ADDRESS = re.compile(r"""(?:https?|mailto|tel):[^\s"'<>\\]+""")
_TAGGED = "tagged"

_Kind = type[models.Model]


class Placed(NamedTuple):
    """A picture where a page shows it: ``alt`` is what was written for this place."""

    picture_id: int
    alt: str = ""
    decorative: bool = False


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


def label_of(model: _Kind, name: str) -> str:
    """What a field, or the rows of a child relation, are called."""
    if name == _TAGGED:
        return str(_("tags"))
    found = model._meta.get_field(name)
    if isinstance(found, models.Field):
        return str(found.verbose_name)
    if name == "authorships":
        return str(_("authors"))
    return str(found.related_model._meta.verbose_name_plural)


def shown_fields(page: Any) -> Iterator[str]:
    """What readers and schedules see of an article, in the order of the model."""
    for found in page._meta.fields:
        if found.editable and found.serialize and is_content(found.name) and found.name not in _NOT_SHOWN:
            yield found.name
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        if is_content(name):
            yield name


def lines_of(page: Any, name: str, names: "Names") -> list[str]:
    """One field as lines of plain text."""
    return list(_lines_of(page, name, names))


def lines_of_block(block: Any, names: "Names") -> list[str]:
    """One block of a text as lines of plain text."""
    return list(_lines_of_block(block.block, block.value, names))


def _lines_of(page: Any, name: str, names: "Names") -> Iterator[str]:
    found = page._meta.get_field(name)
    if not isinstance(found, models.Field):
        yield from (names.of_row(row) for row in getattr(page, name).all())
        return
    if isinstance(found, models.ForeignKey):
        number = getattr(page, found.attname)
        if number is not None:
            yield names.of_id(_target(found), number)
        return
    value = getattr(page, name, None)
    if value is None or value == "":
        return
    if isinstance(found, StreamField):
        for block in value:
            yield from _lines_of_block(block.block, block.value, names)
            yield from _addresses_in(_stored(block))
    elif isinstance(found, RichTextField):
        yield from _lines_of_rich_text(value, names)
        yield from _addresses_in(value)
    elif found.choices:
        yield str(page._get_FIELD_display(found))
    elif isinstance(found, models.DateTimeField):
        yield full_time(value)
    elif isinstance(value, str):
        yield from (line for line in value.splitlines() if line)
    else:
        yield str(localize(value))


def _stored(block: Any) -> str:
    return json.dumps(block.block.get_prep_value(block.value), ensure_ascii=False, cls=DjangoJSONEncoder)


def _lines_of_block(block: Block, value: Any, names: "Names") -> Iterator[str]:
    """The words of a block in the order in which it shows them; a row of a table is one line."""
    if value is None:
        return
    if isinstance(block, ImageBlock):
        yield names.of_placed(_placed(value))
    elif isinstance(block, StructBlock):
        for child in value.bound_blocks.values():
            yield from _lines_of_block(child.block, child.value, names)
    elif isinstance(block, ListBlock):
        for child in value.bound_blocks:
            yield from _lines_of_block(child.block, child.value, names)
    elif isinstance(block, RichTextBlock):
        yield from _lines_of_rich_text(value.source, names)
    elif isinstance(block, ChooserBlock):
        yield names.of_id(block.model_class, value.pk)
    elif isinstance(block, TypedTableBlock):
        yield from _lines_of_table(value)
    else:
        for text in block.get_searchable_content(value):
            yield from _lines(text)


def _lines_of_table(table: Any) -> Iterator[str]:
    if table.caption:
        yield str(table.caption)
    for cells in ([column["heading"] for column in table.columns], *(row["values"] for row in table.row_data)):
        words = ["" if cell is None else str(cell) for cell in cells]
        if any(words):
            yield " | ".join(words)


def _lines_of_rich_text(source: str, names: "Names") -> Iterator[str]:
    yield from _lines(source)
    for model, object_id, *_paths in extract_references_from_rich_text(source):
        yield names.of_id(model, object_id)


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


# --- Pictures ------------------------------------------------------------------------------------------------------


def pictures_in(page: Any, name: str) -> list[Placed]:
    """The pictures that one field of a page shows, in order."""
    found = page._meta.get_field(name)
    if isinstance(found, StreamField):
        return [placed for block in getattr(page, name) for placed in _pictures_in_block(block.block, block.value)]
    if isinstance(found, models.ForeignKey) and _target(found) is get_image_model():
        number = getattr(page, found.attname)
        return [] if number is None else [Placed(number, getattr(page, "lead_alt", ""))]
    return []


def _pictures_in_block(block: Block, value: Any) -> Iterator[Placed]:
    if value is None:
        return
    if isinstance(block, ImageBlock):
        yield _placed(value)
    elif isinstance(block, StructBlock):
        for child in value.bound_blocks.values():
            yield from _pictures_in_block(child.block, child.value)
    elif isinstance(block, ListBlock):
        for child in value.bound_blocks:
            yield from _pictures_in_block(child.block, child.value)


def _placed(picture: Any) -> Placed:
    decorative = bool(getattr(picture, "decorative", False))
    return Placed(picture.pk, getattr(picture, "contextual_alt_text", None) or "", decorative)


# --- What is named ---------------------------------------------------------------------------------------------------


class Names:
    """What the rows that some versions of a page refer to are called, as far as ``reader`` may read their names. Read
    with the same number of queries however many there are."""

    def __init__(self, reader: Any, pages: Iterable[Any]) -> None:
        wanted: dict[_Kind, set[Any]] = {}
        for page in pages:
            for model, object_id in _named_by(page):
                wanted.setdefault(model, set()).add(model._meta.pk.to_python(object_id))
        self.rows: dict[tuple[_Kind, Any], Any] = {}
        for model, ids in wanted.items():
            for row in model._default_manager.filter(pk__in=ids):
                self.rows[(model, row.pk)] = row
        self._readable = _readable_among(reader, wanted.get(Article, set()))

    def of_id(self, model: _Kind, object_id: Any) -> str:
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
        for found in _own_fields(row):
            value = getattr(row, found.attname)
            if value is None or value == "":
                continue
            if isinstance(found, models.ForeignKey):
                told.append(self.of_id(_target(found), value))
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


def _named_by(page: Any) -> Iterator[tuple[_Kind, Any]]:
    """Everything that a page's content names, by kind and number. Pages are named as articles, all there are."""
    for model, object_id in _references(page):
        yield (Article if issubclass(model, Page) else model), object_id


def _references(page: Any) -> Iterator[tuple[_Kind, Any]]:
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
                for found in _own_fields(row):
                    yield from _named_in(row, found)


def _named_in(row: Any, found: Any) -> Iterator[tuple[_Kind, Any]]:
    if isinstance(found, models.ForeignKey) and getattr(row, found.attname) is not None:
        yield _target(found), getattr(row, found.attname)


def _own_fields(row: Any) -> list[Any]:
    """What a child row says, without its number, its place and its parent."""
    return [
        found
        for found in row._meta.fields
        if not (found.primary_key or found.name == "sort_order" or isinstance(found, ParentalKey))
    ]


def _target(found: Any) -> _Kind:
    kind: _Kind = found.related_model
    return kind


def _readable_among(reader: Any, pages: set[Any]) -> set[int]:
    """Which of these pages somebody may read, live or as a draft of theirs. Two queries, none where there are none."""
    if not pages:
        return set()
    live = Article.objects.visible_to(reader).filter(pk__in=pages)
    drafts = Article.objects.editable_by(reader).filter(pk__in=pages)
    return set(live.values_list("pk", flat=True)) | set(drafts.values_list("pk", flat=True))
