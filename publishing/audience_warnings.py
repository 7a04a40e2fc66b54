"""Telling the editor, before it happens, that a move or copy changes who can read."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from teams.models import Team

from .files import luggage_of
from .models import Article
from .placement import becomes_draft, who_will_read


def before_move(request: HttpRequest, page: Any, destination: Any) -> None:
    """On the page that asks whether to move: who reads it now, who will, and whether it stays live."""
    team = _team_of(destination)
    if request.method != "GET" or team is None or not isinstance(page.specific, Article):
        return
    article = page.specific
    if article.audience_id != team.audience_id:
        messages.warning(
            request,
            _("Now %(before)s can read this. After the move it will be %(after)s, comments included.")
            % {"before": who_will_read(article.team), "after": who_will_read(team)},
        )
    staying = luggage_of(article, article.team).titles_staying() if article.team_id != team.pk else []
    if staying and article.team.audience_id is not None:
        messages.warning(
            request,
            _("Other pages of %(team)s use these files, so they stay there and are not seen by others: %(files)s.")
            % {"team": article.team.name, "files": ", ".join(staying)},
        )
    if becomes_draft(article, article.team, team):
        messages.warning(
            request,
            _("%(team)s approves pages before they go live, so this one becomes a draft there.") % {"team": team.name},
        )


def before_copy(request: HttpRequest, page: Any) -> None:
    """On the page that asks where to copy to: a copy is a draft, read by whoever reads the team it lands in."""
    if request.method == "GET" and isinstance(page.specific, Article):
        messages.info(
            request,
            _("The copy starts as a draft. Once live it is read by whoever reads its team. This page: %(who)s.")
            % {"who": who_will_read(page.specific.team)},
        )


def after_copy(request: HttpRequest, page: Any, new_page: Any) -> None:
    article, copy = page.specific, new_page.specific
    if isinstance(copy, Article) and copy.audience_id != article.audience_id:
        messages.warning(request, _("Other people can read the copy: %(who)s.") % {"who": who_will_read(copy.team)})


def _team_of(page: Any) -> Team | None:
    return getattr(page.specific, "team", None)
