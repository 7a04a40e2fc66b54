"""How much two published pages resemble each other: by their words, their tags, what they cite, and their team.

Computed for one page against the few that share a rare word, a tag or a citation with it, so that its cost does not
grow with the site.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from ..models import TermWeight
from .facts import Facts
from .matching import rarity

COMPARED_TERMS = 24  # of a page: those that tell most about it
RARE_SHARE, RARE_AT_LEAST = 0.02, 30  # a word in more pages than this brings no candidates
TAG, BOTH_CITE, CITED_BY, SAME_TEAM = 0.12, 0.25, 0.2, 0.05
MOST_OF_A_KIND = 3
NAMED_WORDS = 3
MOST_CONSIDERED = 300
COMPARED = 100
LOWEST = 0.08  # resembles less: not worth a place

Shared = TypeVar("Shared")
Reasons = dict[str, Any]  # see models.RelatedPage


@dataclass
class Likeness:
    """One candidate: its score, and what it rests on."""

    score: float
    words: list[tuple[float, int]]  # what each shared word adds, and its number
    tags: list[str]
    both_cite: list[int]
    cited_by: list[int]
    same_team: bool

    def named_words(self) -> list[int]:
        return [term for _part, term in sorted(self.words, reverse=True)[:NAMED_WORDS]]

    def reasons(self, written: Mapping[int, str]) -> Reasons:
        told = {
            "words": [written[term] for term in self.named_words() if term in written],
            "tags": self.tags,
            "both_cite": self.both_cite,
            "cited_by": self.cited_by,
            "same_team": self.same_team,
        }
        return {name: value for name, value in told.items() if value}


def closest(pk: int, facts: Facts) -> dict[int, tuple[float, Reasons]]:
    """The live pages that resemble a live page most, the best first, each with its score and the reasons. A steady
    number of queries."""
    found = likenesses(pk, facts)
    best = sorted(found, key=lambda other: (-found[other].score, -other))[:COMPARED]
    written = _as_written(pk, {term for other in best for term in found[other].named_words()})
    return {other: (found[other].score, found[other].reasons(written)) for other in best}


def _as_written(pk: int, terms: Collection[int]) -> dict[int, str]:
    """How a page writes these of its words."""
    if not terms:
        return {}
    rows = TermWeight.objects.filter(article_id=pk, term_id__in=terms)
    return {term: word or stem for term, word, stem in rows.values_list("term_id", "word", "term__stem")}


def likenesses(pk: int, facts: Facts) -> dict[int, Likeness]:
    """Live pages that resemble a live page enough, by their numbers."""
    parts = _shared_words(pk, facts)
    tags = _grouped((other, name) for tag, name in facts.tags(pk) for other in facts.under(tag))
    both_cite, cited_by = _grouped(facts.citing_the_same(pk)), _grouped(facts.cited_beside(pk))
    # Plain numbers first: most of those that share something share too little.
    scores: dict[int, float] = defaultdict(float)
    for other, _term, part in parts:
        scores[other] += part
    for shared, worth in ((tags, TAG), (both_cite, BOTH_CITE), (cited_by, CITED_BY)):
        for other, things in shared.items():
            scores[other] += worth * len(things)
    near = [other for other, score in scores.items() if score >= LOWEST - SAME_TEAM and other != pk]
    near = sorted(near, key=lambda other: (-scores[other], -other))[:MOST_CONSIDERED]
    teams = facts.teams({*near, pk})
    found = {}
    for other in near:
        same_team = other in teams and teams[other] == teams.get(pk)
        score = scores[other] + SAME_TEAM * same_team
        if other in teams and score >= LOWEST:
            found[other] = Likeness(
                score, [], tags.get(other, []), both_cite.get(other, []), cited_by.get(other, []), same_team
            )
    for other, term, part in parts:
        if other in found:
            found[other].words.append((part, term))
    return found


def _grouped(pairs: Iterable[tuple[int, Shared]]) -> dict[int, list[Shared]]:
    """What is shared with each page, at most so many of a kind."""
    groups: dict[int, list[Shared]] = {}
    for other, thing in pairs:
        group = groups.setdefault(other, [])
        if len(group) < MOST_OF_A_KIND:
            group.append(thing)
    return groups


def _shared_words(pk: int, facts: Facts) -> list[tuple[int, int, float]]:
    """Page, word, and what the word adds to the cosine of both pages' words, each weighed by its rarity."""
    mine = facts.weights(pk)
    with_word = facts.pages_with(mine.keys())
    worth = {term: rarity(facts.pages, count) for term, count in with_word.items()}
    length = math.sqrt(sum((weight * worth[term]) ** 2 for term, weight in mine.items()))
    facts.keep_length(pk, length)
    most = max(RARE_AT_LEAST, facts.pages * RARE_SHARE)
    shared = [term for term in mine if 1 < with_word[term] <= most]
    shared = sorted(shared, key=lambda term: (-mine[term] * worth[term], term))[:COMPARED_TERMS]
    if not shared:
        return []
    factors = {term: mine[term] * worth[term] ** 2 / length for term in shared}
    return [
        (other, term, factors[term] * weight / (others_length or length))
        for other, others_length, term, weight in facts.holders(shared)
        if other != pk
    ]
