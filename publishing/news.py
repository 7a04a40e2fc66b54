"""Telling followers of a team, a person or a tag that a page has come out."""

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications import kinds
from notifications.choices import Channel
from notifications.fan_out import tell_followers
from notifications.models import Notification

from .lifecycle import address_of
from .models import Article
from .readers import readers_among
from .subjects import authors_of, subjects_of
from .told import articles_still_seen

PUBLISHED = "page_published"
PAGES = kinds.Group("pages", gettext_lazy("New pages"), 20)


def tell_of_new_page(article: Article) -> None:
    """Once a page, however often it is taken back and published again. Its authors know."""
    authors = authors_of(article)
    known = {subject.number for subject in authors}
    tell_followers(
        subjects=[*authors, *subjects_of(article)],
        kind=PUBLISHED,
        key=f"published:{article.pk}",
        page=article,
        data={"title": article.title, "by": _names(known), "summary": article.summary},
        except_for=known | ({article.owner_id} if article.owner_id else set()),
    )


def _names(people: set[int]) -> str:
    found = get_user_model().objects.filter(pk__in=people).order_by("name_folded", "pk")
    return ", ".join(person.display_name for person in found)


def _sentence(row: Notification) -> str:
    words = {"title": row.page.title if row.page else row.data.get("title", ""), "by": row.data.get("by", "")}
    if not words["by"]:
        return _("New: “%(title)s”") % words
    return _("New by %(by)s: “%(title)s”") % words


def _address(row: Notification) -> str:
    return address_of(row.page.url_path) if row.page else ""


def register() -> None:
    kinds.register(
        kinds.Kind(
            name=PUBLISHED,
            label=gettext_lazy("New pages of teams, people and tags you follow"),
            sentence=_sentence,
            address=_address,
            still_seen=articles_still_seen,
            icon="file",
            mail="publishing/mail/page_published",
            group=PAGES,
            default=Channel.DAILY,
            when_muted=kinds.WhenMuted.SILENT,
            readers_among=readers_among,
        )
    )
