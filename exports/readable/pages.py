"""Live pages as files: ``pages/<team>/<blog or projects>/<page>.md`` and ``.html``, and a list of each team's."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from blog.drawing import draw_words
from library.models import Picture, StoredDocument
from publishing.lifecycle import address_of
from publishing.models import Article, Authorship
from teams.models import Team

from ..archive import Target
from .links import Links
from .markup import readable
from .texts import markdown_of_page, markdown_of_team
from .threads import thread_of

AT_ONCE = 50
_READ_WITH = (
    "team__page",
    "lead_picture",
    "on_behalf_of",
    "owner",
    "citations",
    Prefetch("authorships", Authorship.objects.select_related("person").order_by("sort_order")),
)
FOLDER = "pages"
LONGEST_PART = 180  # of a slug, in bytes: file systems take 255, the ending included
STYLE = f"{FOLDER}/style.css"


def links_among(
    articles: QuerySet[Any], teams: QuerySet[Any], pictures: QuerySet[Any], documents: QuerySet[Any]
) -> Links:
    """What the files of an archive may lead to: these rows and no others."""
    links = Links(
        pictures={key: str(name) for key, name in pictures.values_list("key", "file").iterator()},
        documents={pk: str(name) for pk, name in documents.values_list("pk", "file").iterator()},
    )
    for pk, url_path in articles.order_by("pk").values_list("pk", "url_path").iterator():
        links.add_page(pk, address_of(url_path), place_of(address_of(url_path), pk))
    for pk, slug in teams.filter(page__isnull=False).values_list("page__pk", "slug"):
        links.add_page(pk, f"/teams/{slug}/", f"{FOLDER}/{_part(slug, pk)}/index")
    return links


def everything() -> Links:
    return links_among(
        Article.objects.filter(live=True), Team.objects.all(), Picture.objects.all(), StoredDocument.objects.all()
    )


def place_of(address: str, pk: int) -> str:
    """The file of a page without its ending, from its address: ``/teams/depot/blog/keys/`` is
    ``pages/depot/blog/keys``."""
    parts = [part for part in address.split("/") if part][1:]
    return "/".join([FOLDER, *(_part(part, pk) for part in parts)])


def _part(slug: str, pk: int) -> str:
    written = slug.encode()
    return slug if len(written) <= LONGEST_PART else f"{written[:LONGEST_PART].decode(errors='ignore')}-{pk}"


def write_pages(
    target: Target, articles: QuerySet[Any], teams: QuerySet[Any], links: Links, say: Callable[[str], Any]
) -> int:
    """Every article in ``articles`` and every team in ``teams``, both ways; returns how many articles."""
    count = 0
    for page in _one_by_one(articles):
        _write_article(target, page, links)
        count += 1
    rows = list(teams.order_by("name_folded").values("pk", "name", "slug", "purpose", "page__pk", "page__about"))
    for team in rows:
        _write_team(target, team, articles, links)
    target.text(STYLE, render_to_string("exports/style.css"))
    listed = [(team["name"], team["purpose"], links.page(team["page__pk"], "index.html", ".html")) for team in rows]
    target.text("index.html", render_to_string("exports/index.html", {"teams": listed, "style": STYLE}))
    say(f"pages to read: {count}")
    return count


def _one_by_one(articles: QuerySet[Any]) -> Iterator[Any]:
    numbers = list(articles.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), AT_ONCE):
        some = Article.objects.filter(pk__in=numbers[start : start + AT_ONCE]).order_by("pk").specific()
        yield from some.prefetch_related(*_READ_WITH)


def _write_article(target: Target, page: Any, links: Links) -> None:
    place = links.pages[page.pk]
    here = f"{place}.html"
    thread = thread_of(page, links, here)
    lead = links.picture(page.lead_picture.key, here) if page.lead_picture else ""
    tags = sorted(tag.name for tag in page.tags.all())
    target.text(f"{place}.md", markdown_of_page(page, tags, thread, links, f"{place}.md"))
    context = {
        "page": page,
        "lead": lead,
        "lead_alt": page.lead_alt or (page.lead_picture.description if page.lead_picture else ""),
        "body": body_of(page, links, here),
        "thread": thread,
        "tags": tags,
        "citations": citations_of(page, links, here, ".html"),
        "team": links.page(page.team.page.pk, here, ".html"),
        "style": _style(here),
    }
    target.text(here, render_to_string("exports/page.html", context))


def body_of(page: Any, links: Links, here: str) -> SafeString:
    """What our own templates draw of the text; cards of earlier pages where these are part of the archive."""
    parts = []
    for part in draw_words(page)[0]:
        if isinstance(part, str):
            parts.append(readable(part, links, here))
        elif way := links.page(part[0], here, ".html"):
            card = {"way": way, "title": titles([part[0]])[part[0]], "why": part[1]}
            parts.append(render_to_string("exports/card.html", card))
    return mark_safe("\n".join(parts))  # noqa: S308 - rewritten tag by tag in ``readable``, or drawn by a template


def citations_of(page: Any, links: Links, here: str, ending: str) -> list[tuple[str, str, str, str]]:
    """What the page builds on: relation, title, way and the word why. What is not part of the archive is left out."""
    named = [each for each in page.citations.all() if links.page(each.cited_id, here, ending)]
    title = titles([each.cited_id for each in named])
    return [
        (str(each.get_relation_display()), title[each.cited_id], links.page(each.cited_id, here, ending), each.note)
        for each in named
    ]


def titles(numbers: list[int]) -> dict[int, str]:
    return dict(Article.objects.filter(pk__in=numbers).values_list("pk", "title")) if numbers else {}


def _write_team(target: Target, team: dict[str, Any], articles: QuerySet[Any], links: Links) -> None:
    place = links.pages.get(team["page__pk"])
    if place is None:
        return
    rows = list(
        articles.filter(team_id=team["pk"]).order_by("-published", "-pk").values_list("pk", "title", "published")
    )
    here = f"{place}.html"
    listed = [(links.page(pk, here, ".html"), title, at) for pk, title, at in rows]
    context = {
        "team": team,
        "about": mark_safe(readable(_expanded(team["page__about"]), links, here)),  # noqa: S308 - rewritten
        "pages": listed,
        "style": _style(here),
    }
    target.text(here, render_to_string("exports/team.html", context))
    target.text(f"{place}.md", markdown_of_team(team, rows, links, f"{place}.md"))


def _expanded(source: str) -> str:
    return expand_db_html(source or "")


def _style(here: str) -> str:
    return "../" * here.count("/") + STYLE
