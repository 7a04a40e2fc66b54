"""A sheet to draw on: twice as large as the picture, so that edges come out smooth, with light and grain at the end."""

import math
from collections.abc import Callable, Sequence
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from demo.drawing.colour import Rgb

Point = tuple[float, float]
OVERSIZE = 2
_COARSE = 8


class Canvas:
    """Coordinates are those of the finished picture; the sheet itself is `OVERSIZE` times larger."""

    def __init__(self, size: tuple[int, int], background: Rgb) -> None:
        self.width, self.height = size
        self.image = Image.new("RGB", (size[0] * OVERSIZE, size[1] * OVERSIZE), background)
        self.pen = ImageDraw.Draw(self.image)

    def _scaled(self, points: Sequence[Point]) -> list[Point]:
        return [(x * OVERSIZE, y * OVERSIZE) for x, y in points]

    def polygon(self, points: Sequence[Point], fill: Rgb) -> None:
        self.pen.polygon(self._scaled(points), fill=fill)

    def line(self, points: Sequence[Point], fill: Rgb, width: float = 1.0) -> None:
        self.pen.line(self._scaled(points), fill=fill, width=max(1, round(width * OVERSIZE)), joint="curve")

    def box(self, left: float, top: float, right: float, bottom: float, fill: Rgb, radius: float = 0) -> None:
        if right <= left or bottom <= top:
            return
        corners = (left * OVERSIZE, top * OVERSIZE, right * OVERSIZE - 1, bottom * OVERSIZE - 1)
        if radius:
            self.pen.rounded_rectangle(corners, radius * OVERSIZE, fill=fill)
        else:
            self.pen.rectangle(corners, fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: Rgb) -> None:
        self.ellipse(x, y, radius, radius, fill)

    def ellipse(self, x: float, y: float, across: float, down: float, fill: Rgb) -> None:
        self.pen.ellipse([v * OVERSIZE for v in (x - across, y - down, x + across, y + down)], fill=fill)

    def ring(self, x: float, y: float, radius: float, colour: Rgb, width: float) -> None:
        box = [v * OVERSIZE for v in (x - radius, y - radius, x + radius, y + radius)]
        self.pen.ellipse(box, outline=colour, width=round(width * OVERSIZE))

    def arc(self, x: float, y: float, radius: float, start: float, end: float, colour: Rgb, width: float) -> None:
        box = [v * OVERSIZE for v in (x - radius, y - radius, x + radius, y + radius)]
        self.pen.arc(box, start, end, fill=colour, width=round(width * OVERSIZE))

    def pieslice(self, x: float, y: float, radius: float, start: float, end: float, fill: Rgb) -> None:
        box = [v * OVERSIZE for v in (x - radius, y - radius, x + radius, y + radius)]
        self.pen.pieslice(box, start, end, fill=fill)

    def gradient(self, top: Rgb, bottom: Rgb, box: tuple[float, float, float, float] | None = None) -> None:
        """From one colour above to another below, over the whole sheet or a part of it."""
        left, upper, right, lower = box or (0, 0, self.width, self.height)
        size = (round((right - left) * OVERSIZE), round((lower - upper) * OVERSIZE))
        if min(size) <= 0:
            return
        height = size[1]
        share = Image.linear_gradient("L").resize((1, height))
        column = Image.composite(Image.new("RGB", (1, height), bottom), Image.new("RGB", (1, height), top), share)
        self.image.paste(
            column.resize(size, Image.Resampling.NEAREST), (round(left * OVERSIZE), round(upper * OVERSIZE))
        )

    def shade(self, mask: Image.Image, colour: Rgb, strength: float = 1.0) -> None:
        """Lay a colour over what a mask from `soft` shows. Only that part of the sheet is touched: sheets are large."""
        found = mask.getbbox()
        if found is None:
            return
        left, upper = max(found[0] - 2, 0), max(found[1] - 2, 0)
        part = mask.crop((left, upper, min(found[2] + 2, mask.width), min(found[3] + 2, mask.height)))
        if strength < 1.0:
            part = part.point([round(level * strength) for level in range(256)])
        part = part.resize((part.width * _COARSE, part.height * _COARSE), Image.Resampling.BILINEAR)
        self.image.paste(colour, (left * _COARSE, upper * _COARSE), part)

    def soft(self, draw: Callable[[ImageDraw.ImageDraw, float], None], blur: float) -> Image.Image:
        """A blurred mask, drawn coarsely because nobody sees the difference."""
        factor = OVERSIZE / _COARSE
        mask = Image.new("L", (math.ceil(self.width * factor), math.ceil(self.height * factor)), 0)
        draw(ImageDraw.Draw(mask), factor)
        return mask.filter(ImageFilter.GaussianBlur(blur * factor))

    def glow(self, x: float, y: float, radius: float, colour: Rgb, strength: float = 0.6) -> None:
        def disc(pen: ImageDraw.ImageDraw, factor: float) -> None:
            inner = radius * 0.5
            pen.ellipse([v * factor for v in (x - inner, y - inner, x + inner, y + inner)], fill=255)

        self.shade(self.soft(disc, radius * 0.45), colour, strength)

    def shadow(self, points: Sequence[Point], colour: Rgb, blur: float, strength: float, shift: Point) -> None:
        """What a shape throws on the sheet below it."""

        def shape(pen: ImageDraw.ImageDraw, factor: float) -> None:
            pen.polygon([((x + shift[0]) * factor, (y + shift[1]) * factor) for x, y in points], fill=255)

        self.shade(self.soft(shape, blur), colour, strength)

    def finish(self, random: Random, size: tuple[int, int], grain: int = 7) -> Image.Image:
        """The picture in the size that is wanted, with the grain of paper."""
        if (size[0] * OVERSIZE, size[1] * OVERSIZE) == self.image.size:
            picture = self.image.reduce(OVERSIZE)
        else:
            picture = self.image.resize(size, Image.Resampling.LANCZOS)
        return add_grain(picture, random, grain)


def add_grain(picture: Image.Image, random: Random, strength: int) -> Image.Image:
    size = (picture.width // 2 + 1, picture.height // 2 + 1)
    noise = Image.frombytes("L", size, random.randbytes(size[0] * size[1]))
    noise = noise.resize((picture.width, picture.height), Image.Resampling.BILINEAR)
    noise = noise.point([round(128 + (level - 127.5) / 127.5 * strength) for level in range(256)])
    return ImageChops.add(picture, Image.merge("RGB", (noise, noise, noise)), scale=1, offset=-128)
