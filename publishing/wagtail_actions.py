"""Wagtail's actions on articles, whoever runs them.

``Revision.publish()`` asks the page, and ``Article.publish()`` the gates; ``Article.create_alias()`` refuses. But
Wagtail's editor, its form for copies and its API run the actions themselves, which ask no page, and no setting and no
hook could send them round by it. So these two are wrapped when the site starts: see
docs/decisions/the-one-way-to-live.md.
"""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision

from . import gates
from .models import Article

_publish = PublishPageRevisionAction._publish_revision
_create_alias = CreatePageAliasAction.execute


def _by_a_gate(action: Any, revision: Revision, object: Any, user: Any, *args: Any, **kwargs: Any) -> Any:
    act = partial(_publish, action, revision, object, user, *args, **kwargs)
    if not isinstance(object, Article) or gates.is_being_let_through(revision):
        return act()
    return gates.publish(object, revision, user=user, act=act)


def _never(action: Any, *args: Any, **kwargs: Any) -> Any:
    if isinstance(action.page, Article) or Article.objects.descendant_of(action.page).exists():
        raise PermissionDenied(_("Pages cannot be mirrored. Cite the page, or copy it as a draft."))
    return _create_alias(action, *args, **kwargs)


def wrap() -> None:
    PublishPageRevisionAction._publish_revision = _by_a_gate
    CreatePageAliasAction.execute = _never
