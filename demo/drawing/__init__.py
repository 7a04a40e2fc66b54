"""Pictures for the demo, drawn by code: the same family and seed always give the same picture."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from random import Random

from PIL import Image

from demo.drawing.abstract import draw_blueprint, draw_map, draw_paper, draw_ridges
from demo.drawing.canvas import Canvas
from demo.drawing.indoors import draw_desk, draw_shelves
from demo.drawing.outdoors import draw_forest, draw_hills, draw_waves
from demo.drawing.press import draw_rollers
from demo.drawing.town import draw_city, draw_harbour, draw_signal

LEAD_SIZE = (1600, 900)
SHEETS = {"desk": (1200, 675)}
FAMILIES: Mapping[str, Callable[[Canvas, Random], str]] = {
    "blueprint": draw_blueprint,
    "city": draw_city,
    "desk": draw_desk,
    "forest": draw_forest,
    "harbour": draw_harbour,
    "hills": draw_hills,
    "map": draw_map,
    "paper": draw_paper,
    "ridges": draw_ridges,
    "rollers": draw_rollers,
    "shelves": draw_shelves,
    "signal": draw_signal,
    "waves": draw_waves,
}


@dataclass(frozen=True)
class Drawing:
    image: Image.Image
    description: str

    def as_jpeg(self, quality: int = 86) -> bytes:
        buffer = BytesIO()
        self.image.save(buffer, "JPEG", quality=quality)
        return buffer.getvalue()


def draw(family: str, seed: int, size: tuple[int, int] | None = None) -> Drawing:
    """A picture of that family; a smaller size shows the same, only smaller."""
    random = Random(f"{family} {seed}")
    canvas = Canvas(SHEETS.get(family, LEAD_SIZE), (255, 255, 255))
    description = FAMILIES[family](canvas, random)
    return Drawing(canvas.finish(random, size or LEAD_SIZE), description)
