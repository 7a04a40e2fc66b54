"""Land, trees and water: hills, forest, waves."""

import math
from random import Random

from PIL import ImageDraw

from demo.drawing.canvas import Canvas, Point
from demo.drawing.colour import Palette, Rgb, mix, palette_for
from demo.drawing.curves import rolling

COUNT_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def draw_hills(canvas: Canvas, random: Random) -> str:
    palette = palette_for(random)
    night = random.random() < 0.25
    top = palette.tone(0.3 if night else 0.78, 0.075)
    low = palette.beside(0.6 if night else 0.95, 0.06 if night else 0.045)
    width, height = canvas.width, canvas.height
    canvas.gradient(top, low, (0, 0, width, height * 0.75))
    if night:
        _stars(canvas, random, height * 0.5, mix(top, (255, 255, 255), 0.8))
    sun_x, sun_y = width * random.uniform(0.2, 0.8), height * random.uniform(0.2, 0.36)
    radius = height * random.uniform(0.06, 0.13)
    light = palette.light(0.93, 0.05) if night else palette.light(0.88, 0.13)
    canvas.glow(sun_x, sun_y, radius * 4, light, 0.5)
    canvas.disc(sun_x, sun_y, radius, light)
    count = random.randint(5, 7)
    roughness = random.uniform(0.35, 0.58)
    dark = palette.tone(0.2 if night else 0.31, 0.09)
    middle = palette.beside(0.42 if night else 0.62, 0.1)
    for layer in range(count):
        nearness = (layer + 1) / count
        base = height * (0.42 + 0.5 * nearness**1.15)
        swing = height * (0.07 + 0.07 * nearness)
        heights = rolling(random, 0.8 + 0.5 * (1 - nearness), 220, roughness)
        edge: list[Point] = [(step / 220 * width, base - swing * h) for step, h in enumerate(heights)]
        share = 0.16 + 0.84 * nearness**1.2
        colour = mix(low, middle, share * 2) if share < 0.5 else mix(middle, dark, share * 2 - 1)
        canvas.polygon([*edge, (width, height), (0, height)], colour)
        _mist(canvas, base + swing * 1.1, height * 0.12, mix(colour, low, 0.55), 0.5 * (1 - nearness))
        if 0.55 < nearness < 0.95:
            _copse(canvas, random, edge, mix(colour, dark, 0.6), 4 + 10 * nearness)
    _birds(canvas, random, mix(top, dark, 0.7))
    time = "under a night sky with a moon" if night else "in morning haze under a low sun"
    return f"{COUNT_WORDS[count].capitalize()} ranges of {palette.name} hills, one behind the other, {time}"


def _mist(canvas: Canvas, y: float, depth: float, colour: Rgb, strength: float) -> None:
    if strength <= 0.02:
        return

    def band(pen: ImageDraw.ImageDraw, factor: float) -> None:
        pen.rectangle((0, (y - depth * 0.2) * factor, canvas.width * factor, (y + depth) * factor), fill=255)

    canvas.shade(canvas.soft(band, depth * 0.5), colour, strength)


def _stars(canvas: Canvas, random: Random, depth: float, colour: Rgb) -> None:
    for _ in range(90):
        size = random.choice((0.8, 0.8, 1.1, 1.7))
        canvas.disc(random.random() * canvas.width, random.random() ** 1.4 * depth, size, colour)


def _copse(canvas: Canvas, random: Random, edge: list[Point], colour: Rgb, size: float) -> None:
    """Small groups of trees on a ridge, which tell how far away it is."""
    for _ in range(random.randint(2, 4)):
        middle = random.randrange(10, len(edge) - 10)
        for _ in range(random.randint(2, 7)):
            x, y = edge[min(max(middle + random.randint(-6, 6), 0), len(edge) - 1)]
            x += random.uniform(-6, 6)
            tall = size * random.uniform(0.7, 1.3)
            canvas.polygon([(x - tall * 0.32, y + 2), (x, y - tall * 1.7), (x + tall * 0.32, y + 2)], colour)


def _birds(canvas: Canvas, random: Random, colour: Rgb) -> None:
    x, y = canvas.width * random.uniform(0.2, 0.8), canvas.height * random.uniform(0.12, 0.3)
    for _ in range(random.randint(0, 6)):
        span = random.uniform(5, 10)
        canvas.line([(x - span, y - span * 0.35), (x, y), (x + span, y - span * 0.4)], colour, 1.5)
        x, y = x + random.uniform(18, 46), y + random.uniform(-16, 18)


def draw_forest(canvas: Canvas, random: Random) -> str:
    palette = palette_for(random)
    fog = palette.beside(0.93, 0.03)
    dark = palette.tone(0.26, 0.06)
    width, height = canvas.width, canvas.height
    canvas.gradient(palette.tone(0.86, 0.05), fog)
    light_x = width * random.uniform(0.25, 0.75)
    canvas.glow(light_x, height * 0.34, height * 0.5, palette.light(0.95, 0.06), 0.8)
    conifers = random.random() < 0.6
    layers = 5
    for layer in range(layers):
        nearness = layer / (layers - 1)
        ground = height * (0.6 + 0.34 * nearness)
        colour = mix(fog, dark, 0.14 + 0.86 * nearness**1.5)
        heights = rolling(random, 0.8, 120, 0.4)
        floor: list[Point] = [(step / 120 * width, ground - 18 * h) for step, h in enumerate(heights)]
        spacing = 46 + 95 * nearness
        x = -random.random() * spacing
        while x < width + spacing:
            in_clearing = abs(x - light_x) < width * (0.06 + 0.15 * nearness)
            if not in_clearing:
                tall = height * (0.26 + 0.62 * nearness) * random.uniform(0.75, 1.15)
                tree = _conifer if conifers else _trunk
                tree(canvas, random, x, ground + 8, tall, colour, palette, nearness)
            x += spacing * random.uniform(0.5, 1.3)
        canvas.polygon([*floor, (width, height), (0, height)], colour)
        _mist(canvas, ground - height * 0.03, height * 0.13, mix(colour, fog, 0.75), 0.55 * (1 - nearness))
    _path(canvas, random, light_x, height * 0.62, mix(dark, fog, 0.4), mix(dark, fog, 0.62))
    kind = "Firs" if conifers else "Bare trunks"
    return f"{kind} in {palette.name} fog, with a path that leads into the light"


def _conifer(
    canvas: Canvas, random: Random, x: float, y: float, tall: float, colour: Rgb, palette: Palette, nearness: float
) -> None:
    tiers = 7
    wide = tall * 0.2
    canvas.box(x - tall * 0.012, y - tall * 0.2, x + tall * 0.012, y, mix(colour, palette.tone(0.2), 0.3))
    left: list[Point] = []
    right: list[Point] = []
    for tier in range(tiers):
        share = (tier + 1) / tiers
        level = y - tall * (1 - share * 0.88)
        reach = wide * share * random.uniform(0.85, 1.1)
        left += [(x - reach, level), (x - reach * 0.52, level - tall * 0.012)]
        right += [(x + reach * random.uniform(0.9, 1.1), level), (x + reach * 0.5, level - tall * 0.012)]
    canvas.polygon([(x, y - tall), *right, *reversed(left)], colour)


def _trunk(
    canvas: Canvas, random: Random, x: float, y: float, tall: float, colour: Rgb, palette: Palette, nearness: float
) -> None:
    thick = 3 + 15 * nearness * random.uniform(0.7, 1.2)
    lean = random.uniform(-18, 18)
    top = y - max(tall * 1.7, y + 30)
    canvas.polygon(
        [(x - thick, y), (x + thick, y), (x + lean + thick * 0.6, top), (x + lean - thick * 0.6, top)], colour
    )
    lit = mix(colour, palette.beside(0.95, 0.04), 0.16)
    canvas.polygon(
        [(x - thick, y), (x - thick * 0.5, y), (x + lean - thick * 0.4, top), (x + lean - thick * 0.6, top)], lit
    )
    for _ in range(3):
        share = random.uniform(0.3, 0.85)
        start = (x + lean * share, y + (top - y) * share)
        side = random.choice((-1, 1))
        reach = 30 + 110 * nearness
        canvas.line(
            [
                start,
                (start[0] + side * reach * 0.5, start[1] - reach * 0.4),
                (start[0] + side * reach, start[1] - reach),
            ],
            colour,
            1 + thick * 0.25,
        )


def _path(canvas: Canvas, random: Random, x: float, y: float, near: Rgb, far: Rgb) -> None:
    bends = [random.uniform(-1, 1) for _ in range(3)]
    left: list[Point] = []
    right: list[Point] = []
    for step in range(41):
        along = step / 40
        sway = 70 * along * sum(bend * math.sin((n + 1) * along * 3.2) for n, bend in enumerate(bends))
        level = y + (canvas.height - y) * along**1.3
        half = 3 + 150 * along**2
        left.append((x + sway - half, level))
        right.append((x + sway + half, level))
    for step in range(40):
        quad = [left[step], right[step], right[step + 1], left[step + 1]]
        canvas.polygon(quad, mix(far, near, step / 40))


def draw_waves(canvas: Canvas, random: Random) -> str:
    palette = palette_for(random)
    width, height = canvas.width, canvas.height
    canvas.gradient(palette.beside(0.96, 0.03), palette.tone(0.86, 0.06))
    sun_x = width * random.uniform(0.2, 0.8)
    radius = height * random.uniform(0.12, 0.2)
    canvas.glow(sun_x, height * 0.3, radius * 2.6, palette.light(0.92, 0.08), 0.5)
    canvas.disc(sun_x, height * 0.3, radius, palette.light(0.8, 0.15))
    bands = random.randint(10, 14)
    turns = random.uniform(1.2, 2.6)
    phase = random.random() * math.tau
    for band in range(bands):
        share = band / (bands - 1)
        base = height * (0.34 + 0.66 * share**1.1)
        swing = height * (0.03 + 0.055 * share)
        bend = random.uniform(0.25, 0.6)
        edge: list[Point] = []
        for step in range(181):
            along = step / 180
            angle = along * turns * math.tau * (1.15 - 0.35 * share) + phase + band * 0.85
            edge.append((along * width, base - swing * (math.sin(angle) + bend * math.sin(angle * 2.1 + band))))
        lightness = 0.8 - 0.5 * share
        colour = palette.tone(lightness, 0.09) if band % 2 else palette.beside(lightness + 0.03, 0.09)
        canvas.polygon([*edge, (width, height), (0, height)], colour)
        pale = mix(colour, (255, 255, 255), 0.38)
        canvas.line(edge, pale, 1.6 + 1.6 * share)
        for line in range(1, 3):
            drawn = [(x, y + line * (5 + 10 * share)) for x, y in edge]
            canvas.line(drawn, mix(colour, (255, 255, 255), 0.14 / line), 1.1 + share)
    if random.random() < 0.6:
        boat_x = width * random.uniform(0.2, 0.8)
        _paper_boat(canvas, boat_x, height * 0.47, height * 0.075, palette)
        return f"A paper boat on {palette.name} waves below a large round sun"
    return f"Bands of {palette.name} waves rolling in below a large round sun"


def _paper_boat(canvas: Canvas, x: float, y: float, size: float, palette: Palette) -> None:
    white, grey = palette.paper(), mix(palette.paper(), palette.tone(0.5), 0.3)
    canvas.polygon([(x, y - size * 1.25), (x - size * 0.62, y), (x, y)], white)
    canvas.polygon([(x, y - size * 1.25), (x + size * 0.62, y), (x, y)], grey)
    hull: list[Point] = [
        (x - size * 1.3, y - size * 0.3),
        (x + size * 1.3, y - size * 0.3),
        (x + size * 0.8, y + size * 0.4),
    ]
    canvas.polygon([*hull, (x - size * 0.8, y + size * 0.4)], white)
    canvas.polygon([(x, y - size * 0.3), *hull[1:], (x, y + size * 0.4)], grey)
