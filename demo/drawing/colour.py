"""Colours that sit well together, chosen by hue instead of by luck.

OKLCH keeps lightness and strength apart from hue, so a palette turned to another hue stays as light and as quiet.
"""

import math
from dataclasses import dataclass
from random import Random

Rgb = tuple[int, int, int]


def oklch(lightness: float, chroma: float, hue: float) -> Rgb:
    """Lightness 0-1, chroma about 0-0.3, hue in degrees; what the screen cannot show is cut off."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return _to_byte(linear[0]), _to_byte(linear[1]), _to_byte(linear[2])


def _to_byte(value: float) -> int:
    value = min(max(value, 0.0), 1.0)
    value = 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return round(value * 255)


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`share` of the other one in the first."""
    return (
        round(one[0] + (other[0] - one[0]) * share),
        round(one[1] + (other[1] - one[1]) * share),
        round(one[2] + (other[2] - one[2]) * share),
    )


@dataclass(frozen=True)
class Palette:
    """A main hue, its neighbour and one accent from across the wheel; `name` is what a person would call it."""

    hue: float
    neighbour: float
    accent_hue: float
    name: str

    def tone(self, lightness: float, chroma: float = 0.08) -> Rgb:
        return oklch(lightness, chroma, self.hue)

    def beside(self, lightness: float, chroma: float = 0.08) -> Rgb:
        return oklch(lightness, chroma, self.neighbour)

    def accent(self, lightness: float = 0.72, chroma: float = 0.15) -> Rgb:
        return oklch(lightness, chroma, self.accent_hue)

    def light(self, lightness: float = 0.86, chroma: float = 0.13) -> Rgb:
        """Suns and lamps are warm, whatever the accent is."""
        return oklch(lightness, chroma, self.accent_hue if self.accent_hue <= 90 else 68)

    def green(self, lightness: float, chroma: float = 0.09) -> Rgb:
        """Leaves and parks lean towards the main hue, but stay green."""
        return oklch(lightness, chroma, 145 + max(-25.0, min(30.0, (self.hue - 145) * 0.2)))

    def water(self, lightness: float = 0.6, chroma: float = 0.08) -> Rgb:
        """Rivers on a map stay between green and blue."""
        return oklch(lightness, chroma, 220 + max(-35.0, min(30.0, (self.hue - 220) * 0.25)))

    def paper(self) -> Rgb:
        return oklch(0.95, 0.018, self.neighbour)


PALETTES = (
    Palette(232, 200, 55, "slate blue"),
    Palette(165, 140, 40, "sea green"),
    Palette(285, 320, 75, "violet"),
    Palette(28, 60, 220, "terracotta"),
    Palette(205, 175, 25, "teal"),
    Palette(90, 120, 15, "olive"),
    Palette(350, 20, 190, "dusty rose"),
    Palette(258, 235, 85, "ink blue"),
    Palette(70, 40, 240, "amber"),
    Palette(130, 165, 60, "moss green"),
)


NIGHTS = tuple(palette for palette in PALETTES if 160 <= palette.hue <= 300)


def night_palette_for(random: Random) -> Palette:
    """The warm ones turn to mud in the dark."""
    return random.choice(NIGHTS)


def palette_for(random: Random) -> Palette:
    return random.choice(PALETTES)
