"""Titles, bodies and remarks without end, put together from the sentences of the demo's own texts."""

import json
import re
from dataclasses import dataclass, field
from html import escape, unescape
from random import Random
from typing import Any

from demo.texts_format import Text, read_all

COMMON_WORD = "estuary"  # nine of ten posts say it, which is what a search has to bear
_STARTS = (
    "What we learned from", "How we changed", "A second look at", "Who still needs", "The case for", "Before we touch",
    "One year of", "Notes on", "Why we stopped", "A question about", "Less work with", "What nobody told us about",
    "Measured:", "The trouble with", "In praise of", "A better way to do",
)  # fmt: skip
_THINGS = (
    "the loading order", "late editions", "return slips", "scanner batteries", "the tide table", "shift swaps",
    "the night desk", "delivery notes", "roll cages", "the picture archive", "duty phones", "price labels",
    "the quiet hour", "paper deliveries", "court reports", "the morning call", "cargo bikes", "cold storage",
    "the map of rounds", "handover sheets", "letters to readers", "the budget round", "noise on the docks",
    "training days", "spare keys", "the status page", "old passwords", "bundle sizes", "the Sunday supplement",
    "loading ramps", "call recordings", "election tables", "the harbour gate", "press maintenance", "lost parcels",
    "the summer timetable", "winter tyres", "the reading room", "house rules", "second screens",
)  # fmt: skip
_PLACES = (
    "at Harbour", "at Millfield", "at Depot North", "at Depot South", "in Quarry Lane", "in the old town",
    "after midnight", "in peak week", "on the hill rounds", "across eight time zones", "before breakfast", "in winter",
    "for newcomers", "without a network", "on a Tuesday", "with half the people",
)  # fmt: skip
_HEADINGS = (
    "What happened", "What we tried", "What it cost", "What we know now", "What we do differently", "Who helped",
    "In numbers", "What is still open", "Why it matters", "Before and after",
)  # fmt: skip
TAGS = (
    "safety", "night work", "measuring", "plain language", "handover", "asking", "paper", "energy", "scanners",
    "archive", "privacy", "learning", "queues", "pilot", "decisions", "readers", "forms", "charts", "returns", "tides",
    "courts", "sound", "rotas", "winter", "buses", "maps", "kitchens", "keys", "labels", "meetings",
)  # fmt: skip
_TAG = re.compile(r"<[^>]+>")
_END = re.compile(r"(?<=[.!?])\s+")


def _sentences_of(text: Text) -> list[str]:
    prose = " ".join(str(block.value["html"]) for block in text.blocks if block.kind == "text")
    plain = unescape(_TAG.sub(" ", prose))
    return [" ".join(sentence.split()) for sentence in _END.split(plain) if 6 <= len(sentence.split()) <= 32]


@dataclass
class Words:
    """Everything is decided by the number that is asked for, so that two runs write the same."""

    sentences: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @classmethod
    def from_the_demo(cls) -> "Words":
        words = cls()
        for text in read_all():
            words.sentences += _sentences_of(text)
            words.remarks += [remark.text for remark in text.comments]
        return words

    def title(self, number: int) -> str:
        random = Random(f"title {number}")
        return f"{random.choice(_STARTS)} {random.choice(_THINGS)} {random.choice(_PLACES)}"

    def summary(self, number: int) -> str:
        random = Random(f"summary {number}")
        said = min(random.sample(self.sentences, 3), key=len)
        return f"{said} A report from the {COMMON_WORD}." if number % 10 else said

    def paragraph(self, random: Random) -> str:
        return f"<p>{escape(' '.join(random.sample(self.sentences, random.randint(3, 5))), quote=False)}</p>"

    def prose(self, number: int, part: str) -> str:
        return self.paragraph(Random(f"{part} {number}"))

    def remark(self, number: int) -> str:
        random = Random(number)
        if random.random() < 0.3:
            return random.choice(self.remarks)
        return " ".join(random.sample(self.sentences, random.randint(1, 3)))

    def long_body(self, number: int, pictures: list[Any]) -> str:
        """About three thousand words in the stored form of a body."""
        blocks: list[Any] = []
        for part in range(8):
            blocks += json.loads(self.body(number * 100 + part, pictures))
        return json.dumps(blocks)

    def changed(self, body: str, random: Random) -> str:
        """The same with another paragraph in every third text."""
        blocks = json.loads(body)
        for block in [block for block in blocks if block["type"] == "text"][::3]:
            block["value"] = self.paragraph(random)
        return json.dumps(blocks)

    def body(self, number: int, pictures: list[Any]) -> str:
        """About four hundred words in the stored form of a body; every tenth has a gallery."""
        random = Random(f"body {number}")
        blocks: list[tuple[str, Any]] = []
        headings = random.sample(_HEADINGS, 3)
        for part in range(4):
            if part:
                blocks.append(("heading", {"text": headings[part - 1], "level": "2"}))
            blocks.append(("text", "".join(self.paragraph(random) for _ in range(random.randint(1, 2)))))
            if part == 1 and random.random() < 0.3:
                blocks.append(("quote", {"text": random.choice(self.sentences)[:800], "source": ""}))
            if part == 2 and random.random() < 0.25:
                blocks.append(("callout", {"kind": "tip", "text": self.paragraph(random)}))
            if part == 2 and random.random() < 0.2:
                blocks.append(("table", {"table": self._table(random)}))
        if number % 10 == 0:
            chosen = random.sample(pictures, 3)
            items = [
                {"type": "item", "value": _placed(picture), "id": _id(number, 900 + i)}
                for i, picture in enumerate(chosen)
            ]
            blocks.append(("gallery", {"pictures": items}))
        elif number % 3 == 0:
            blocks.insert(2, ("picture", _placed(random.choice(pictures))))
        rows = [{"type": kind, "value": value, "id": _id(number, place)} for place, (kind, value) in enumerate(blocks)]
        return json.dumps(rows)

    def _table(self, random: Random) -> dict[str, Any]:
        rows = [{"values": [place, str(random.randint(5, 900))]} for place in random.sample(_PLACES, 4)]
        columns = [{"type": "text", "heading": "Where"}, {"type": "text", "heading": "How many"}]
        return {"columns": columns, "rows": rows, "caption": random.choice(_HEADINGS)}


def _placed(picture: Any) -> dict[str, Any]:
    image = {"image": picture.pk, "alt_text": picture.description, "decorative": False}
    return {"image": image, "caption": picture.title}


def _id(number: int, place: int) -> str:
    return f"{number:08x}-0000-4000-8000-{place:012x}"
