"""The figures as JSON and as a Markdown table."""

import json
import os
from pathlib import Path

from .measuring import Figure

HEADINGS = (
    "database", "posts", "page", "requests/s", "p50 ms", "p95 ms", "alone ms", "CPU ms", "floor ms", "× floor",
    "queries", "kB", "failed", "load",
)  # fmt: skip

ALONE = "alone: the 95th percentile of one person who asks; p50 and p95 are those of eight who ask without a pause."
LOAD = (
    f"load: how many processes wanted one of this machine's {os.cpu_count()} processors, on average over the last "
    "minute. The measurement itself accounts for two to four; with more, trust CPU and multiples and no times."
)


def as_markdown(figures: list[Figure]) -> str:
    lines = ["| " + " | ".join(HEADINGS) + " |", "|" + "---|" * len(HEADINGS)]
    for f in figures:
        cells = (
            f.database, f.posts, f.page, f.per_second, f.p50, f.p95, f.alone, f.cpu, f.floor_cpu, f.times_floor,
            f.queries or "–", round(f.size / 1024, 1), f.failures, f.load,
        )  # fmt: skip
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join([*lines, "", ALONE, LOAD])


def write(figures: list[Figure], folder: Path) -> None:
    """``bench.json`` and ``bench.md`` in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bench.json").write_text(json.dumps([figure.as_dict() for figure in figures], indent=2) + "\n")
    (folder / "bench.md").write_text(as_markdown(figures) + "\n")
