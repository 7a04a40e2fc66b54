"""The conversation on a draft, as those who review it read it: Wagtail's own comments on the parts of a page, which the
editor shows to those who edit. A *remark* here, so that nobody takes it for a comment in a thread."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock, TextBlock
from wagtail.fields import StreamField
from wagtail.models import Comment, CommentReply, TaskState, WorkflowState

from notifications.models import Notification
from publishing.permissions import may_read_drafts

from ..models import Request, request_of
from ..wording.fields import label_of, shown_fields
from ..wording.lines import lines_of, lines_of_block
from ..wording.names import Names
from ..wording.versions import version_of

LONGEST_EXCERPT = 80


@dataclass(frozen=True)
class Part:
    """Something of a page that can be spoken of. ``path`` is how Wagtail's editor names it."""

    path: str
    label: str
    excerpt: str

    def __str__(self) -> str:
        return f"{self.label}: “{self.excerpt}”" if self.excerpt else self.label


@dataclass(frozen=True)
class Remark:
    """A remark with its answers. ``part`` is None where what it was about is gone."""

    row: Comment
    part: Part | None
    replies: list[CommentReply] = field(default_factory=list)
    may_settle: bool = False

    @property
    def is_settled(self) -> bool:
        return self.row.resolved_at is not None


def are_open(request: Request) -> bool:
    """Whether a draft is still talked about: somebody is asked, or its author works on what was asked for."""
    return request.workflow_state.status in (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


def may_settle(user: Any, row: Comment, article: Any) -> bool:
    """Whoever wrote it, the page's authors, the team's editors."""
    return row.user_id == user.pk or may_read_drafts(user, article)


def parts_of(page: Any, reader: Any) -> list[Part]:
    """Everything of a page that a remark can be tied to, in the order of the page; a text is taken block by block."""
    return list(_parts_of(page, Names(reader, [page])))


def _parts_of(page: Any, names: Names) -> Iterator[Part]:
    for name in shown_fields(page):
        found = page._meta.get_field(name)
        if not hasattr(found, "verbose_name") or name == "slug":
            continue  # rows of their own cannot be remarked on in the editor, and an address is nobody's subject
        label = capfirst(label_of(type(page), name))
        if isinstance(found, StreamField):
            for block in getattr(page, name):
                yield _part_of_block(name, label, block, names)
        elif lines := lines_of(page, name, names):
            yield Part(name, label, _excerpt(lines))


def _part_of_block(name: str, label: str, block: Any, names: Names) -> Part:
    inner = _first_words_of(block.block)
    path = ".".join(filter(None, (name, str(block.id), inner)))
    return Part(path, f"{label} · {capfirst(block.block.label)}", _excerpt(lines_of_block(block, names)))


def _first_words_of(block: Any) -> str:
    """The field of a block at which the editor shows a remark on the block; none where the block is one field."""
    if not isinstance(block, StructBlock):
        return ""
    words = (CharBlock, TextBlock, RichTextBlock)
    return next((str(name) for name, child in block.child_blocks.items() if isinstance(child, words)), "")


def _excerpt(lines: Iterable[str]) -> str:
    return Truncator(" ".join(lines)).chars(LONGEST_EXCERPT)


def remarks_on(request: Request, parts: list[Part], user: Any) -> list[Remark]:
    """What was said of a draft, in the order of its parts, then what is about parts that are gone. Two queries."""
    rows = list(
        Comment.objects.filter(page_id=request.article_id)
        .select_related("user", "resolved_by")
        .order_by("created_at", "pk")
    )
    replies: dict[int, list[CommentReply]] = {}
    for reply in (
        CommentReply.objects.filter(comment__page_id=request.article_id)
        .select_related("user")
        .order_by("created_at", "pk")
    ):
        replies.setdefault(reply.comment_id, []).append(reply)
    place = {part.path: number for number, part in enumerate(parts)}
    reads_drafts = may_read_drafts(user, request.article)
    found = [
        Remark(
            row=row,
            part=part_at(row.contentpath, parts),
            replies=replies.get(row.pk, []),
            may_settle=reads_drafts or row.user_id == user.pk,
        )
        for row in rows
    ]
    found.sort(key=lambda remark: place[remark.part.path] if remark.part else len(place))
    return found


def part_at(path: str, parts: list[Part]) -> Part | None:
    """The part that a remark is about, however deep in it the editor tied it; None where that part is gone."""
    for part in parts:
        if part.path == path:
            return part
    name, _dot, rest = path.partition(".")
    if not rest:
        return None
    block = rest.partition(".")[0]
    return next((part for part in parts if part.path.split(".")[:2] == [name, block]), None)


def carried(row: Notification) -> dict[str, Any]:
    """For the mail that asks for changes: every remark that is not settled, with the part it is about."""
    task_state = TaskState.objects.filter(pk=row.target_id).first()
    if task_state is None:
        return {}
    request = request_of(task_state)
    if request.revision is None or not may_read_drafts(row.person, request.article):
        return {}
    page = version_of(request.article, request.revision)
    open_ones = [each for each in remarks_on(request, parts_of(page, row.person), row.person) if not each.is_settled]
    return {"remarks": [_in_plain_words(each) for each in open_ones]}


def _in_plain_words(remark: Remark) -> str:
    about = remark.part or _("On a passage that is gone")
    said = [f"{remark.row.user}: {remark.row.text}", *(f"{reply.user}: {reply.text}" for reply in remark.replies)]
    return "\n".join([str(about), *(f"  {line}" for words in said for line in words.splitlines() if line.strip())])
