"""The Estuary Cooperative: the teams, the people and who belongs where.

A cooperative that prints and airs the news of one river mouth and carries its parcels, owned by the people
who work in it. Half of them are in Northmouth and at its depots, the others work with them from everywhere.
The nine demo accounts hold exactly the memberships that the product promises for them, and no other.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from demo.people import PEOPLE, Person

ORGANISATION = "The Estuary Cooperative"
DEMO_ACCOUNTS = ("admin", "comms", "moderator", "lead", "editor", "author", "member", "insider", "reader")
COMMUNICATIONS = ("comms", "amara")
MODERATORS = ("moderator", "siobhan")
ADMINISTRATORS = ("admin",)


@dataclass(frozen=True)
class TeamPlan:
    """What one team is; its members are named by role, everybody else of them is a plain member."""

    slug: str
    name: str
    purpose: str
    hue: int
    picture: tuple[str, int]
    visibility: str = "open"
    posting_policy: str = "editors"
    comment_policy: str = "open"
    leads: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    members: tuple[str, ...] = ()

    def roles(self) -> Iterator[tuple[str, str]]:
        """Each person once, with the role they hold."""
        for role, people in (
            ("lead", self.leads),
            ("editor", self.editors),
            ("author", self.authors),
            ("member", self.members),
        ):
            for person in people:
                yield person, role


_ALL_HANDS_SAY = {
    "lead": ("imani", "sunita"),
    "editor": ("dalia", "stellan"),
    "author": ("amara", "kwame", "lotte", "bilal", "hanna", "fatou", "pekka", "grace", "phil", "robin", "liam"),
}
_SPEAKING = {username for people in _ALL_HANDS_SAY.values() for username in people}

TEAMS: tuple[TeamPlan, ...] = (
    TeamPlan(
        slug="all-hands",
        name="All hands",
        purpose="What concerns every one of us, wherever we work: decisions of the house, lessons worth sharing, "
        "and good questions from outside.",
        hue=9,
        picture=("paper", 41),
        leads=_ALL_HANDS_SAY["lead"],
        editors=_ALL_HANDS_SAY["editor"],
        authors=_ALL_HANDS_SAY["author"],
        members=tuple(person.username for person in PEOPLE if person.username not in _SPEAKING),
    ),
    TeamPlan(
        slug="platform",
        name="Platform",
        purpose="The software that newsrooms, depots and the service desk stand on. We say what changes before it "
        "changes, and what we broke after we broke it.",
        hue=7,
        picture=("blueprint", 12),
        posting_policy="communications",
        leads=("lead",),
        editors=("editor",),
        authors=("author", "arjun", "hoang", "zofia", "emre"),
        members=("member", "dalia", "priya", "samir"),
    ),
    TeamPlan(
        slug="newsroom",
        name="Newsroom",
        purpose="How we report for the estuary: methods, corrections, ethics, and what we tried on the page.",
        hue=0,
        picture=("city", 23),
        posting_policy="directly",
        leads=("imani",),
        editors=("stellan",),
        authors=("diego", "carmen", "dalia", "priya"),
        members=("wen", "mele", "amara", "zofia"),
    ),
    TeamPlan(
        slug="data-desk",
        name="Data desk",
        purpose="Numbers about the place we live in, gathered openly, checked twice and explained once.",
        hue=5,
        picture=("ridges", 8),
        posting_policy="directly",
        leads=("priya",),
        editors=("emre",),
        authors=("carmen", "samir"),
        members=("imani", "zofia", "pekka"),
    ),
    TeamPlan(
        slug="depots",
        name="Depots",
        purpose="Six depots, one way of working, and every good reason to differ from it.",
        hue=2,
        picture=("shelves", 31),
        leads=("hanna",),
        editors=("samir",),
        authors=("bilal", "birk", "grace", "oksana"),
        members=("fatou", "pekka", "abebe"),
    ),
    TeamPlan(
        slug="print-works",
        name="Print works",
        purpose="Ink, paper and the last two presses on the coast. What we learn between midnight and five.",
        hue=11,
        picture=("rollers", 4),
        posting_policy="directly",
        leads=("george",),
        authors=("wen",),
        members=("oksana", "diego", "stellan"),
    ),
    TeamPlan(
        slug="reader-service",
        name="Reader service",
        purpose="What readers and parcel customers tell us, and what we do about it.",
        hue=4,
        picture=("desk", 15),
        leads=("fatou",),
        editors=("siobhan",),
        authors=("mateus",),
        members=("hanna", "amara", "grace"),
    ),
    TeamPlan(
        slug="radio",
        name="Estuary Radio",
        purpose="Eleven hours of live radio a day with nine people: formats, gear, and who hears us.",
        hue=10,
        picture=("signal", 6),
        leads=("liam",),
        editors=("imani",),
        authors=("mele",),
        members=("diego", "hoang"),
    ),
    TeamPlan(
        slug="green-fleet",
        name="Green fleet",
        purpose="Fewer tonnes for every parcel and page by the end of the decade, with the figures in the open.",
        hue=3,
        picture=("hills", 19),
        posting_policy="directly",
        leads=("pekka",),
        authors=("oksana", "birk", "george"),
        members=("abebe", "hanna", "samir"),
    ),
    TeamPlan(
        slug="people-and-learning",
        name="People and learning",
        purpose="Starting here, growing here, leaving well. Comments are read by a person before they appear, "
        "because the talk often touches somebody.",
        hue=8,
        picture=("forest", 27),
        posting_policy="communications",
        comment_policy="held",
        leads=("sunita",),
        editors=("kwame",),
        authors=("lotte",),
        members=("ingrid", "amara", "grace"),
    ),
    TeamPlan(
        slug="legal-desk",
        name="Legal desk",
        purpose="Advice in plain words on sources, pictures, contracts and data. Ask to join if your work needs it.",
        hue=6,
        picture=("desk", 33),
        visibility="closed",
        comment_policy="members",
        leads=("elena",),
        editors=("carmen",),
        authors=("dalia",),
        members=("imani", "sunita", "ingrid"),
    ),
    TeamPlan(
        slug="works-council",
        name="Works council",
        purpose="The elected council at work: surveys, agreements in the making, and how each of us voted.",
        hue=1,
        picture=("paper", 52),
        visibility="closed",
        posting_policy="directly",
        comment_policy="members",
        leads=("ingrid",),
        editors=("bilal",),
        authors=("siobhan",),
        members=("george", "mele", "oksana", "lotte"),
    ),
    TeamPlan(
        slug="horizon",
        name="Horizon",
        purpose="Talks with the Callow Valley carriers about one shared parcel network. Nothing here leaves the room.",
        hue=8,
        picture=("harbour", 9),
        visibility="secret",
        comment_policy="members",
        leads=("abebe",),
        editors=("lead",),
        authors=("insider", "hanna"),
        members=("elena",),
    ),
    TeamPlan(
        slug="source-care",
        name="Source care",
        purpose="How we keep the people safe who tell us what others would rather hide.",
        hue=0,
        picture=("waves", 14),
        visibility="secret",
        posting_policy="directly",
        comment_policy="members",
        leads=("carmen",),
        editors=("imani",),
        members=("elena", "dalia"),
    ),
)


def team_named(slug: str) -> TeamPlan:
    return next(team for team in TEAMS if team.slug == slug)


def person_named(username: str) -> Person:
    return next(person for person in PEOPLE if person.username == username)


def usernames_in(slug: str) -> frozenset[str]:
    return frozenset(person for person, _role in team_named(slug).roles())
