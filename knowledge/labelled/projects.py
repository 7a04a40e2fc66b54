"""Five hundred write-ups, the same ones every time: each told project at two places, and many others around them.

The others are told in the same words as the projects and are about something else: they share the places, the tags,
half of a sentence, a lesson. Finding the right one among them is the task.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
SIZE = 500
PLACES = (
    "Leeds", "Ghent", "Lyon", "Bergen", "Poznan", "Turin", "Bremen", "Cork", "Porto", "Graz", "Malmo", "Brno",
)  # fmt: skip
THINGS = (
    "coffee machine", "front desk", "car park", "bicycle shed", "company choir", "summer party", "uniform",
    "noticeboard", "telephone system", "post room", "lift", "first aid kit", "loading ramp", "garden", "reception",
    "company car", "printer paper", "sports day", "display cabinet", "trade fair stand", "website photographs",
    "business cards",
    "changing room", "vending machine", "window cleaning", "snow clearing", "key cabinet", "lost property", "keyboard",
    "conveyor belt", "pallet wrapper", "weighbridge", "lunch break", "anniversary book", "charity run", "phone list",
)  # fmt: skip
DONE = (
    "New rules for the {thing}", "The {thing} moved", "A cheaper {thing}", "Who looks after the {thing}",
    "The {thing} repaired for good", "A second {thing}", "Doing without the {thing}", "The {thing}, two years later",
)  # fmt: skip
ABOUT = (
    "We changed how the {thing} is run and asked everybody who uses it.",
    "The {thing} had been a nuisance for years. A small group took it on and finished in a month.",
    "What began as a complaint about the {thing} became a project of its own.",
    "Three offers, two visits, one decision about the {thing}.",
)
WANTED = (
    "People should use the {thing} without having to ask how.",
    "The {thing} costs less time and less money than before.",
    "Everybody at the site knows who is responsible for the {thing}.",
    "Colleagues, visitors and drivers are content with the {thing}.",
)


@dataclass(frozen=True)
class Told:
    """One write-up. ``key`` names the project it tells, or is "" for what only stands around."""

    key: str
    title: str
    summary: str
    goal: str
    would_repeat: str
    would_avoid: str
    tags: tuple[str, ...]
    result: str


@dataclass(frozen=True)
class Goal:
    """What somebody types, and the projects of which one at least should be among the first."""

    wanted: str
    right: frozenset[str]
    is_afterwards: bool = False


def goals() -> list[Goal]:
    rows = tomllib.loads((HERE / "goals.toml").read_text())
    return [
        Goal(row["wanted"], frozenset(row["right"]), is_afterwards=part == "afterwards")
        for part in ("goals", "afterwards")
        for row in rows[part]
    ]


def write_ups() -> list[Told]:
    rows = tomllib.loads((HERE / "projects.toml").read_text())["project"]
    random = Random("labelled")
    told = [_at(row, place) for row in rows for place in random.sample(PLACES, 2)]
    told += [_around(number, rows) for number in range(SIZE - len(told))]
    random.shuffle(told)
    return told


def _at(row: dict[str, object], place: str) -> Told:
    return Told(
        key=str(row["key"]),
        title=f"{row['title']} ({place})",
        summary=str(row["summary"]),
        goal=str(row["goal"]),
        would_repeat=str(row["repeat"]),
        would_avoid=str(row["avoid"]),
        tags=tuple(row["tags"]),  # type: ignore[arg-type]  # a list of texts, as the file is written
        result=str(row["result"]),
    )


def _around(number: int, rows: list[dict[str, object]]) -> Told:
    """Something else, with the lessons and the tags of projects it has nothing to do with."""
    random = Random(f"around {number}")
    thing, place = THINGS[number % len(THINGS)], random.choice(PLACES)
    first, second = random.sample(rows, 2)
    return Told(
        key="",
        title=f"{random.choice(DONE).format(thing=thing)} in {place}",
        summary=random.choice(ABOUT).format(thing=thing),
        goal=random.choice(WANTED).format(thing=thing),
        would_repeat=str(first["repeat"]),
        would_avoid=str(second["avoid"]),
        tags=(*tuple(first["tags"])[:1], *tuple(second["tags"])[:1]),  # type: ignore[arg-type]  # see above
        result=random.choice(("worked", "worked", "partly", "failed")),
    )
