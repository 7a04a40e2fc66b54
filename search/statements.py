"""The two statements that answer a question: one counts everything that was found, the other ranks a page of it.

Who may read what is a condition of both. Django's own language has no full-text tables, so these are written by hand;
they are made of names of ours and of marks, and every value is a parameter.
"""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from django.db import connection

from people.models import User
from publishing.models import Article, ArticleTag, Authorship, Standing, Tag
from teams.models import Team

from .index.engine import engine
from .models import Kind
from .questions import Question

# Above so many hits only the latest, and the latest with a word in their title, are ranked: nobody pages further, and
# ranking reads the words of each.
ALL_RANKED_UP_TO = 2_000
LATEST_RANKED = 250
LATEST_TITLES_RANKED = 100
MOST_NAMED = 12

Groups = Collection[int] | None
Sql = tuple[str, list[Any]]

_IS_ARTICLE = f"e.kind IN ('{Kind.POST}', '{Kind.WRITE_UP}')"
_TAGS, _BYLINES = ArticleTag._meta.db_table, Authorship._meta.db_table
_TAG, _PERSON, _TEAM, _ARTICLE = (model._meta.db_table for model in (Tag, User, Team, Article))

# How much a kind, an outcome and a standing weigh beside the words: the one place where that is decided.
_WORTH = (
    # Who bears a name comes before what mentions it. What else is said of people stands in no title and weighs little.
    f"CASE e.kind WHEN '{Kind.PERSON}' THEN 2.0 WHEN '{Kind.COMMENT}' THEN 0.6"
    f" WHEN '{Kind.DOCUMENT}' THEN 0.9 ELSE 1.0 END"
    " * CASE WHEN a.settled_at IS NOT NULL OR a.outcome <> '' OR a.result <> '' THEN 1.2 ELSE 1.0 END"
    f" * CASE a.standing WHEN '{Standing.OUTDATED}' THEN 0.3 WHEN '{Standing.OFFICIAL}' THEN 1.3 ELSE 1.0 END"
)

_NARROWED_BY = {
    "kind": "e.kind = %s",
    "team": f"e.team_id = (SELECT id FROM {_TEAM} WHERE slug = %s)",  # noqa: S608 - as said above
    "purpose": "e.purpose = %s",
    "outcome": "e.outcome = %s",
    "year": "e.year = CAST(%s AS integer)",
}
_RELATED_BY = {
    "tag": (
        f"({_IS_ARTICLE} AND e.page_id IN (SELECT x.content_object_id FROM {_TAGS} x"  # noqa: S608 - as said above
        f" JOIN {_TAG} g ON g.id = x.tag_id WHERE g.slug = %s))"
    ),
    "author": (
        f"(e.person_id = (SELECT id FROM {_PERSON} WHERE username = %s)"  # noqa: S608 - as said above
        f" OR ({_IS_ARTICLE} AND e.page_id IN (SELECT b.article_id FROM {_BYLINES} b"
        f" JOIN {_PERSON} p ON p.id = b.person_id WHERE p.username = %s)))"
    ),
}

_COUNTED = """
WITH found AS MATERIALIZED (
    SELECT e.kind, e.team_id, e.purpose, e.outcome, e.year, e.page_id, e.person_id, {_IS_ARTICLE} AS is_article
    FROM {found} WHERE {where}
), narrowed AS (
    SELECT e.is_article, e.page_id, e.person_id FROM found e WHERE {narrowed}
)
SELECT 'all', c.kind, t.slug, t.name, c.purpose, c.outcome, c.year, c.n FROM (
    SELECT kind, team_id, purpose, outcome, year, COUNT(*) AS n FROM found
    GROUP BY kind, team_id, purpose, outcome, year
) c LEFT JOIN {_TEAM} t ON t.id = c.team_id
UNION ALL
SELECT 'tag', '', g.slug, g.name, '', '', NULL, c.n FROM (
    SELECT x.tag_id, COUNT(*) AS n FROM narrowed e JOIN {_TAGS} x ON x.content_object_id = e.page_id
    WHERE e.is_article GROUP BY x.tag_id ORDER BY n DESC, x.tag_id LIMIT {MOST_NAMED}
) c JOIN {_TAG} g ON g.id = c.tag_id
UNION ALL
SELECT 'author', '', p.username, p.first_name || ' ' || p.last_name, '', '', NULL, c.n FROM (
    SELECT w.person_id, COUNT(*) AS n FROM (
        SELECT b.person_id FROM narrowed e JOIN {_BYLINES} b ON b.article_id = e.page_id WHERE e.is_article
        UNION ALL SELECT e.person_id FROM narrowed e WHERE e.person_id IS NOT NULL
    ) w GROUP BY w.person_id ORDER BY n DESC, w.person_id LIMIT {MOST_NAMED}
) c JOIN {_PERSON} p ON p.id = c.person_id
"""


class Count(NamedTuple):
    """So many hits are alike in all of these. ``about`` is "all", or "tag" or "author" for those named by slug."""

    about: str
    kind: str
    slug: str | None
    name: str | None
    purpose: str
    outcome: str
    year: int | None
    n: int


def counted(question: Question, groups: Groups) -> list[Count]:
    """How many of everything was found, before the filters that a person may still exchange; one statement."""
    where, values = _where(question, groups)
    narrowed, more = _narrowed(question)
    sql = _COUNTED.format(
        found=engine().FOUND,
        where=where,
        narrowed=narrowed or "1 = 1",
        _TEAM=_TEAM,
        _TAG=_TAG,
        _TAGS=_TAGS,
        _PERSON=_PERSON,
        _BYLINES=_BYLINES,
        _IS_ARTICLE=_IS_ARTICLE,
        MOST_NAMED=MOST_NAMED,
    )
    return [Count(*row) for row in _rows(sql, values + more)]


def ranked(question: Question, groups: Groups, total: int, part: slice) -> list[tuple[str, int]]:
    """Kind and number of what was found, the best first, or the latest; one statement. ``total`` is how many there
    are."""
    index = engine()
    where, values = _where_narrowed(question, groups)
    limits = [part.stop - part.start, part.start]
    if question.by_date:
        sql = f"SELECT e.kind, e.object_id FROM {index.FOUND} WHERE {where} ORDER BY e.at DESC, e.id DESC"  # noqa: S608
        return _rows(f"{sql} LIMIT %s OFFSET %s", [*values, *limits])
    bound: Sql = ("", [])
    if total > ALL_RANKED_UP_TO:
        bound = _worth_ranking(question, groups, part.stop)
    score = f"ROUND(CAST({index.SCORE} * {_WORTH} * {index.STEPS} AS numeric))"
    order = f"{score} {'ASC' if index.BETTER_IS_LOWER else 'DESC'}, e.at DESC, e.id DESC"
    sql = (
        f"SELECT e.kind, e.object_id FROM {index.FOUND} LEFT JOIN {_ARTICLE} a ON a.page_ptr_id = e.page_id"  # noqa: S608
        f" WHERE {where}{bound[0]} ORDER BY {order} LIMIT %s OFFSET %s"
    )
    scored = [_written(question)] * index.SCORE_VALUES
    return _rows(sql, [*values, *bound[1], *scored, *limits])


def _worth_ranking(question: Question, groups: Groups, stop: int) -> Sql:
    """The latest entries, and the latest with a word in their title. Later entries have higher numbers."""
    (where, values), (titled, more) = (_where_narrowed(question, groups, in_titles=each) for each in (False, True))
    latest = engine().LATEST.format(where=where)
    in_titles = engine().LATEST_OF_FEW.format(where=titled)
    return (
        f" AND e.id IN (SELECT id FROM ({latest}) x UNION SELECT id FROM ({in_titles}) y)",  # noqa: S608 - as said above
        [*values, max(LATEST_RANKED, stop), *more, max(LATEST_TITLES_RANKED, stop)],
    )


def standing_in(words: Collection[str], groups: Groups) -> set[str]:
    """Those of the words that stand in something that may be read; one statement for each hundred."""
    index = engine()
    condition, who = readable(groups)
    one = f"SELECT %s WHERE EXISTS (SELECT 1 FROM {index.FOUND} WHERE {index.MATCHES} AND {condition})"  # noqa: S608
    asked, found = sorted(words), set()
    for start in range(0, len(asked), 100):
        part = asked[start : start + 100]
        values = [value for word in part for value in (word, index.notation([word], may_go_on=False), *who)]
        found |= {word for (word,) in _rows(" UNION ALL ".join([one] * len(part)), values)}
    return found


def readable(groups: Groups) -> Sql:
    """The condition on entries that whoever holds these groups may read; None stands for an administrator."""
    if groups is None:
        return "1 = 1", []
    if not groups:
        return "e.audience_id IS NULL", []
    return f"(e.audience_id IS NULL OR e.audience_id IN ({', '.join(['%s'] * len(groups))}))", sorted(groups)


def _written(question: Question) -> str:
    return str(engine().notation(question.words, may_go_on=question.may_go_on))


def _where(question: Question, groups: Groups, *, in_titles: bool = False) -> Sql:
    """What holds the words (in its title), may be read, and belongs to the tag and the author that were chosen."""
    index = engine()
    matches = (index.IN_TITLES, index.titled(_written(question))) if in_titles else (index.MATCHES, _written(question))
    condition, who = readable(groups)
    parts, values = [matches[0], condition], [matches[1], *who]
    for name, sql in _RELATED_BY.items():
        if name in question.chosen:
            parts.append(sql)
            values += [question.chosen[name]] * sql.count("%s")
    return " AND ".join(parts), values


def _where_narrowed(question: Question, groups: Groups, *, in_titles: bool = False) -> Sql:
    """The same, narrowed by all filters."""
    where, values = _where(question, groups, in_titles=in_titles)
    narrowed, more = _narrowed(question)
    return (f"{where} AND {narrowed}" if narrowed else where), values + more


def _narrowed(question: Question) -> Sql:
    chosen = {name: value for name, value in question.chosen.items() if name in _NARROWED_BY}
    return " AND ".join(_NARROWED_BY[name] for name in chosen), list(chosen.values())


def _rows(sql: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
