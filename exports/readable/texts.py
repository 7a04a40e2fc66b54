"""A page and a team in Markdown, with what is known about them in front."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from blog.models import WriteUpPage
from publishing.models import Article

from .blocks import markdown_of_body, picture
from .links import Links
from .prose import markdown_of, one_line
from .threads import Said, markdown_of_thread


def markdown_of_page(page: Any, tags: Sequence[str], thread: Sequence[Said], links: Links, here: str) -> str:
    """A live post or write-up: front matter, text, thread."""
    parts = [front_matter(_known(page, tags, links, here)), f"# {one_line(page.title)}"]
    if page.summary:
        parts.append(f"**{one_line(page.summary)}**")
    if page.lead_picture:
        parts.append(picture(page.lead_picture, links, here, alt=page.lead_alt))
    body = markdown_of_body(page.body, links, here)
    parts += _write_up(page, body, links, here) if isinstance(page, WriteUpPage) else [body]
    if page.outcome:
        parts += [f"## {_('What came of it')}", one_line(page.outcome)]
    if thread:
        parts += [f"## {_('What was said about it')}", markdown_of_thread(list(thread))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _write_up(page: WriteUpPage, body: str, links: Links, here: str) -> list[str]:
    told = [
        (_("What we wanted"), markdown_of(page.goal, links, here)),
        (_("What we did"), body),
        (_("What it brought"), "\n".join(_number(row) for row in page.numbers.all())),
        (_("What we would do again"), markdown_of(page.would_repeat, links, here)),
        (_("What we would not"), markdown_of(page.would_avoid, links, here)),
        (_("Who took part"), "\n".join(_participant(row) for row in page.participants.all())),
    ]
    return [part for heading, text in told if text for part in (f"## {heading}", text)]


def _number(row: Any) -> str:
    before = f" ({_('before: %(before)s') % {'before': one_line(row.before)}})" if row.before else ""
    return f"- {one_line(row.label)}: {one_line(row.after)}{before}"


def _participant(row: Any) -> str:
    return f"- {one_line(row.person.display_name)}" + (f" — {one_line(row.part)}" if row.part else "")


def _known(page: Any, tags: Sequence[str], links: Links, here: str) -> dict[str, Any]:
    """What a reader of the file may want to sort by. Empty facts are left out."""
    cited = [each for each in page.citations.all() if links.page(each.cited_id, here, ".md")]
    titles = dict(Article.objects.filter(pk__in=[each.cited_id for each in cited]).values_list("pk", "title"))
    known = {
        "title": page.title,
        "kind": page.kind_label,
        "team": page.team.name,
        "authors": [person.display_name for person in page.authors],
        "on_behalf_of": page.on_behalf_of.display_name if page.on_behalf_of else "",
        "published": _moment(page.published),
        "changed": _moment(page.last_published_at),
        "address": f"{settings.WAGTAILADMIN_BASE_URL}{page.address}",
        "purpose": page.purpose,
        "wished_by": page.wished_by.isoformat() if page.wished_by else "",
        "outcome": page.outcome or page.settled_words,
        "result": page.result,
        "from": page.started_on.isoformat() if getattr(page, "started_on", None) else "",
        "until": page.ended_on.isoformat() if getattr(page, "ended_on", None) else "",
        "tags": list(tags),
        "cites": [
            {
                "relation": each.relation,
                "title": titles[each.cited_id],
                "file": links.page(each.cited_id, here, ".md"),
                "note": each.note,
            }
            for each in cited
        ],
        "number": page.pk,
    }
    return {name: value for name, value in known.items() if value not in ("", [], None)}


def front_matter(known: Mapping[str, Any]) -> str:
    """YAML; every value is written as JSON, which YAML reads too, so no title can break it."""
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in known.items())
    return "\n".join(("---", *lines, "---"))


def _moment(at: Any) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""


def markdown_of_team(team: Mapping[str, Any], rows: Sequence[tuple[int, str, Any]], links: Links, here: str) -> str:
    parts = [f"# {one_line(team['name'])}", one_line(team["purpose"]), markdown_of(team["page__about"], links, here)]
    parts.append("\n".join(_listed(row, links, here) for row in rows))
    return "\n\n".join(part for part in parts if part) + "\n"


def _listed(row: tuple[int, str, Any], links: Links, here: str) -> str:
    pk, title, at = row
    return (
        f"- {at:%Y-%m-%d} [{one_line(title)}]({links.page(pk, here, '.md')})"
        if at
        else f"- [{one_line(title)}]({links.page(pk, here, '.md')})"
    )
