"""What the people of the demo do without writing: what they follow, when they last looked, what a team lays down."""

from dataclasses import dataclass


@dataclass(frozen=True)
class House:
    """What one team says about its threads, by its lead."""

    team: str
    by: str
    watched_words: str
    close_after_days: int
    flags_to_hide: int = 3


@dataclass(frozen=True)
class Rest:
    """A ban that has run out: when it was said and when it ended, in days before today."""

    person: str
    team: str
    by: str
    said: int
    ended: int
    reason: str


@dataclass(frozen=True)
class Kept:
    """What one page is worth and who sees to it; ``due`` is in days from today, and may have passed."""

    page: str
    by: str
    standing: str = "current"
    successor: str = ""
    keeper: str = ""
    keeper_team: str = ""
    due: int | None = None
    months: int = 12


KEPT = (
    Kept("recordings-and-how-long-we-keep-them", by="elena", standing="official", keeper="elena", due=118),
    Kept("names-and-how-we-write-them", by="admin", standing="official", keeper_team="all-hands", due=24),
    Kept("how-we-name-things-now", by="author", keeper="author", due=6, months=6),
    Kept("small-releases-instead-of-release-trains", by="lead", keeper_team="platform", due=-12),
    Kept("how-the-night-desk-hands-over", by="stellan", keeper="stellan", due=200),
    Kept(
        "do-we-still-need-the-nightly-export",
        by="lead",
        standing="outdated",
        successor="moving-the-database-on-a-tuesday",
        keeper="lead",
    ),
)

HOUSES = (
    House(
        team="reader-service",
        by="fatou",
        watched_words="complainer\ncomplainers\ndifficult customer\nidiot\ntime-waster\nusual suspects",
        close_after_days=100,
    ),
)

RESTS = (
    Rest(
        person="birk",
        team="newsroom",
        by="moderator",
        said=34,
        ended=27,
        reason="Twice in one thread at a colleague instead of at the matter, the second time after a word from me. "
        "A week to read along; then you are welcome.",
    ),
)

# By whom, of which kind, and what: a team and a person by their names, a page and the first thread under it by slug.
FOLLOWED: tuple[tuple[str, str, str], ...] = (
    ("reader", "team", "depots"),
    ("reader", "person", "grace"),
    ("reader", "tag", "scanners"),
    ("reader", "thread", "words-that-mean-two-things"),
    ("member", "team", "platform"),
    ("member", "tag", "reliability"),
    ("author", "person", "oksana"),
    ("author", "tag", "scanners"),
    ("editor", "person", "author"),
    ("editor", "page", "moving-the-database-on-a-tuesday"),
    ("lead", "team", "platform"),
    ("insider", "team", "horizon"),
    ("insider", "tag", "decisions"),
    ("comms", "tag", "plain language"),
    ("comms", "person", "amara"),
    ("moderator", "page", "who-answers-at-night"),
    ("admin", "tag", "reliability"),
    ("hanna", "person", "author"),
    ("grace", "tag", "asking"),
)

# Who wants some kind of mail more seldom than it comes by itself.
CHANNELS = (
    ("reader", "comment_followed", "daily"),
    ("comms", "comment_followed", "daily"),
    ("comms", "comment_on_page", "daily"),
    ("lead", "comment_followed", "never"),
)

# How many days ago each demo account last looked at the threads that move.
LAST_LOOKED = {
    "admin": 3.0,
    "comms": 2.6,
    "moderator": 2.2,
    "lead": 2.4,
    "editor": 3.2,
    "author": 1.9,
    "member": 3.6,
    "insider": 2.9,
    "reader": 4.1,
}
