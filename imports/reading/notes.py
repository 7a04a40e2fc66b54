"""What had to be mended to read a file: each kind once, with the first place and how often."""

from dataclasses import dataclass, field

MOST = 200


@dataclass
class Notes:
    found: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, sentence: str, line: int, times: int = 1) -> None:
        if sentence not in self.found and len(self.found) >= MOST:
            return
        first, count = self.found.get(sentence, (line, 0))
        self.found[sentence] = (first, count + times)
