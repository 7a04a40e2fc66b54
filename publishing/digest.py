"""A fingerprint of what a revision says, so that a decision is tied to the words it was taken on."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

# Bookkeeping that Wagtail keeps in a revision and that no reader ever sees, plus what is a fact and not content.
_NOT_CONTENT = frozenset(
    {
        "pk", "path", "depth", "numchild", "live", "has_unpublished_changes", "first_published_at",
        "last_published_at", "latest_revision_created_at", "latest_revision", "live_revision", "draft_title",
        "url_path", "owner", "locked", "locked_at", "locked_by", "expired", "content_type", "translation_key",
        "locale", "alias_of", "wagtail_admin_comments", "workflow_states", "team", "audience", "published",
        "comment_count", "held_count", "thread_version", "last_activity", "comment_policy", "reading_minutes",
        "talk_closes_at", "talk_closed_reason", "settled_at", "settled_words",
        "standing", "successor", "keeper", "keeper_team", "review_on", "review_months",
        "show_in_menus", "page_ptr", "article_ptr", "index_entries",
    }
)  # fmt: skip


_OF_A_ROW = frozenset({"pk", "content_object", "article", "write_up"})


def _content_only(value: Any) -> Any:
    """Without the ids that child rows get when they are first stored: they change without a word being changed."""
    if isinstance(value, list):
        return [_content_only(item) for item in value]
    if isinstance(value, dict) and "pk" in value:
        return {key: _content_only(item) for key, item in value.items() if key not in _OF_A_ROW}
    return value


def digest_of_content(content: dict[str, Any]) -> str:
    """64 hexadecimal digits that differ whenever text, pictures, settings, authors, tags or schedule do."""
    return _digest({key: _content_only(value) for key, value in content.items() if key not in _NOT_CONTENT})


def _digest(told: Any) -> str:
    written = json.dumps(told, sort_keys=True, cls=DjangoJSONEncoder, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def is_content(name: str) -> bool:
    """Whether a field belongs to what a revision says, and not to its bookkeeping or to facts."""
    return name not in _NOT_CONTENT


def content_digest(revision: Revision) -> str:
    return digest_of_content(revision.content)


# --- By what it is about -------------------------------------------------------------------------------


class Aspect(models.TextChoices):
    """What of a page somebody may be asked about."""

    TEXT = "text", _("text and settings")
    PICTURES = "pictures", _("pictures and files")
    SCHEDULE = "schedule", _("dates of going live and ending")
    AUDIENCE = "audience", _("who can read it")


_SCHEDULE = frozenset({"go_live_at", "expire_at"})
_LEAD = frozenset({"lead_picture", "lead_alt"})
_BODY = "body"
_FILE_BLOCKS = frozenset({"picture", "gallery", "document", "embed"})
_FILES = frozenset({"image", "alt_text", "decorative", "document"})


def aspect_digests(content: dict[str, Any], *, team_id: int, audience_id: int | None) -> dict[str, str]:
    """A digest for each aspect of a revision's content, where it stands in this team and is read by that group (None:
    everybody).

    Whatever is in no narrower aspect is text, so nothing of a page is in none; captions are text and belong to the
    pictures too.
    """
    text, pictures, schedule = _parted(content)
    return {
        Aspect.TEXT: _digest(text),
        Aspect.PICTURES: _digest(pictures),
        Aspect.SCHEDULE: _digest(schedule),
        Aspect.AUDIENCE: _digest([team_id, audience_id]),
    }


def text_leaves(content: dict[str, Any]) -> dict[tuple[Any, ...], Any]:
    """Every single value of a revision's text and settings, by where it stands."""
    return dict(_leaves(_parted(content)[0], ()))


def _leaves(value: Any, place: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*place, key))
    elif isinstance(value, list):
        for order, item in enumerate(value):
            yield from _leaves(item, (*place, order))
    else:
        yield place, value


def _parted(content: dict[str, Any]) -> tuple[dict[str, Any], list[Any], dict[str, Any]]:
    """A revision's content as text and settings, pictures and files, and dates."""
    text = {key: _content_only(value) for key, value in content.items() if key not in _NOT_CONTENT}
    schedule = {key: text.pop(key, None) for key in sorted(_SCHEDULE)}
    pictures: list[Any] = [text.pop(key, None) for key in sorted(_LEAD)]
    body = text.get(_BODY)
    if body:
        blocks = json.loads(body) if isinstance(body, str) else body
        pictures += [_unnumbered(block) for block in blocks if block.get("type") in _FILE_BLOCKS]
        text[_BODY] = [
            {"type": block.get("type"), "value": _without_files(block.get("value"))}
            if block.get("type") in _FILE_BLOCKS
            else _unnumbered(block)
            for block in blocks
        ]
    return text, pictures, schedule


def _unnumbered(block: dict[str, Any]) -> dict[str, Any]:
    """Without the number that a block is found by."""
    return {"type": block.get("type"), "value": block.get("value")}


def _without_files(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_files(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_files(item) for key, item in value.items() if key not in _FILES}
    return value
