"""A fingerprint of what a revision says, so that a decision is tied to the words it was taken on."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
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
    told = {key: _content_only(value) for key, value in content.items() if key not in _NOT_CONTENT}
    written = json.dumps(told, sort_keys=True, cls=DjangoJSONEncoder, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def is_content(name: str) -> bool:
    """Whether a field belongs to what a revision says, and not to its bookkeeping or to facts."""
    return name not in _NOT_CONTENT


def content_digest(revision: Revision) -> str:
    return digest_of_content(revision.content)
