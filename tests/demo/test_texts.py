"""The texts of the demo: enough of them, real ones, and no loose ends."""

import hashlib
import re

import pytest

from core.blocks.embed import player_of
from demo.documents import DOCUMENTS
from demo.drawing import FAMILIES
from demo.organisation import TEAMS, team_named
from demo.people import PEOPLE
from demo.talk_format import COMMENT_STATES, OF_COMMENTS, OF_THREADS
from demo.texts_format import Text, read_all

TEXTS = read_all()
BY_SLUG = {text.slug: text for text in TEXTS}
PERSONS = {person.username for person in PEOPLE}
_LONGEST = {
    "heading": {"text": 120},
    "quote": {"text": 800, "who": 120},
    "embed": {"url": 300, "caption": 160},
    "page": {"note": 200},
    "image": {"caption": 250},
    "callout": {"title": 120},
}
REAL = {
    "collaboration-inside-the-firewall-needs-context-and-purpose": "8f45787d04b95e473525d3fefd32dd89",
    "social-media-for-internal-collaboration": "d31188848cffc9426f43a3548355cc70",
}


def words_of(text: Text) -> int:
    plain = " ".join(str(value) for block in text.blocks for value in block.value.values())
    return len(re.sub(r"<[^>]+>", " ", plain).split())


def every_text(test):
    return pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.slug)(test)


def test_there_are_enough_texts_comments_and_kinds():
    assert len(TEXTS) >= 62
    assert sum(text.is_write_up for text in TEXTS) >= 15
    assert sum(len(text.comments) for text in TEXTS) >= 250
    assert {text.purpose for text in TEXTS} == {"inform", "ask", "decide", "lesson"}
    assert {text.result for text in TEXTS if text.is_write_up} == {"worked", "partly", "failed"}
    assert {text.state for text in TEXTS} == {
        "live",
        "draft",
        "waiting-editors",
        "waiting-communications",
        "changes-asked",
        "scheduled",
        "expired",
    }
    assert {block.kind for text in TEXTS for block in text.blocks} == {
        "text",
        "heading",
        "quote",
        "code",
        "callout",
        "table",
        "gallery",
        "image",
        "document",
        "embed",
        "page",
    }
    assert {remark.state for text in TEXTS for remark in text.comments} == COMMENT_STATES
    assert max(remark.depth for text in TEXTS for remark in text.comments) == 4
    assert {each.what for text in TEXTS for each in text.happenings} == OF_THREADS | OF_COMMENTS


@every_text
def test_text_is_of_real_length(text):
    assert 350 <= words_of(text) <= 900
    assert 0 < len(text.summary) <= 250
    assert len(text.title) <= 110
    assert len(text.slug) <= 80


@every_text
def test_everybody_named_exists_and_may_do_what_they_did(text):
    roles = dict(team_named(text.team).roles())
    named = {*text.authors, *text.people, *(remark.author for remark in text.comments)}
    named |= {happening.by for happening in text.happenings}
    named |= {name for name in (text.outcome_by, text.on_behalf_of, text.returned_by) if name}
    assert named <= PERSONS
    assert all(roles.get(author) in {"author", "editor", "lead"} for author in text.authors)
    team = team_named(text.team)
    if team.visibility != "open" or team.comment_policy == "members":
        assert {remark.author for remark in text.comments} <= set(roles)
        assert {happening.by for happening in text.happenings} <= set(roles)


@every_text
def test_links_lead_to_earlier_texts_that_the_reader_may_see(text):
    cited = {reference.slug for reference in text.references}
    cited |= {block.value["slug"] for block in text.blocks if block.kind == "page"}
    for slug in cited:
        assert BY_SLUG[slug].days_ago > text.days_ago
        assert BY_SLUG[slug].state == "live"
        team = team_named(BY_SLUG[slug].team)
        assert team.visibility == "open" or team.slug == text.team


@every_text
def test_pictures_and_documents_can_be_made(text):
    wanted = [picture for block in text.blocks if block.kind == "gallery" for picture in block.value["pictures"]]
    wanted += [block.value for block in text.blocks if block.kind == "image"]
    families = {picture["family"] for picture in wanted} | ({text.picture[0]} if text.picture else set())
    assert families <= set(FAMILIES)
    assert {block.value["name"] for block in text.blocks if block.kind == "document"} <= set(DOCUMENTS)


@every_text
def test_talk_happens_after_publication_and_before_today(text):
    for remark in text.comments:
        assert remark.minutes / (60 * 24) <= text.days_ago
        if remark.parent is not None:
            assert text.comments[remark.parent].minutes <= remark.minutes
    for happening in text.happenings:
        assert happening.minutes / (60 * 24) <= text.days_ago
        if happening.place is not None:
            assert text.comments[happening.place].minutes < happening.minutes
    if text.state not in {"live", "expired"}:
        assert not text.comments
        assert not text.happenings


@every_text
def test_write_up_tells_the_whole_story(text):
    if text.is_write_up:
        assert list(text.sections) == ["goal", "did", "results", "repeat", "avoid"]
        assert text.numbers
        assert text.result
        assert text.period
        assert text.period[0] > text.period[1] >= text.days_ago


@every_text
def test_text_fits_into_the_fields_of_its_page(text):
    assert len(text.outcome) <= 1000
    assert all(len(reference.note) <= 200 for reference in text.references)
    assert len({reference.slug for reference in text.references}) == len(text.references)
    assert all(len(number.label) <= 120 and max(len(number.before), len(number.after)) <= 40 for number in text.numbers)
    for block in text.blocks:
        most = _LONGEST.get(block.kind, {})
        assert all(len(str(block.value[name])) <= most[name] for name in most)
        if block.kind == "embed":
            assert player_of(block.value["url"])
    if text.is_write_up:
        plain = {block.kind for name in ("goal", "repeat", "avoid") for block in text.sections[name]}
        assert plain == {"text"}
    assert all(len(remark.text) <= 5000 for remark in text.comments)


def test_comments_are_held_only_where_the_team_holds_them():
    for text in TEXTS:
        if any(remark.state == "held" for remark in text.comments):
            rules = {
                team_named(text.team).comment_policy,
                *(each.what for each in text.happenings if each.place is None),
            }
            assert "held" in rules


def test_edits_are_made_within_a_day():
    for text in TEXTS:
        for happening in text.happenings:
            if happening.what == "edited":
                assert happening.minutes - text.comments[happening.place].minutes < 24 * 60


def test_names_in_comments_are_of_people_and_teams():
    teams = {f"team/{team.slug}" for team in TEAMS}
    for text in TEXTS:
        for remark in text.comments:
            assert set(re.findall(r"(?<![\w`])@([\w/-]+)", remark.text)) <= PERSONS | teams


def test_no_sentence_of_length_is_used_twice():
    seen: dict[str, str] = {}
    for text in TEXTS:
        prose = [block.value["html"] for block in text.blocks if block.kind in {"text", "callout"}]
        prose += [remark.text for remark in text.comments]
        plain = re.sub(r"<[^>]+>", " ", " ".join(prose))
        for sentence in re.split(r"(?<=[.!?])\s+", plain):
            if len(sentence.split()) >= 8:
                assert sentence not in seen, f"{text.slug} repeats {seen[sentence]}: {sentence}"
                seen[sentence] = text.slug


def test_builds_on_links_reach_several_steps_deep():
    def depth(text: Text) -> int:
        return 1 + max((depth(BY_SLUG[ref.slug]) for ref in text.references), default=0)

    assert max(depth(text) for text in TEXTS) >= 4


def fingerprint(text: Text) -> str:
    plain = [text.title, *(block.value["html"] for block in text.blocks)]
    plain += [f"{remark.author} {remark.parent}: {remark.text}" for remark in text.comments]
    return hashlib.sha256("\n".join(plain).encode()).hexdigest()[:32]


@pytest.mark.parametrize("slug", REAL)
def test_real_posts_stay_word_for_word(slug):
    assert fingerprint(BY_SLUG[slug]) == REAL[slug]
