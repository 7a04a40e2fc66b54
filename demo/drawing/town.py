"""What people built: the town at night, the harbour, the mast on the hill."""

import math
from random import Random

from PIL import Image, ImageFilter

from demo.drawing.canvas import OVERSIZE, Canvas, Point
from demo.drawing.colour import Palette, Rgb, mix, night_palette_for, palette_for
from demo.drawing.curves import rolling
from demo.drawing.outdoors import _stars as draw_stars


def draw_city(canvas: Canvas, random: Random) -> str:
    palette = night_palette_for(random)
    width, height = canvas.width, canvas.height
    shore = height * random.uniform(0.68, 0.78)
    sky_top, sky_low = palette.tone(0.2, 0.07), palette.beside(0.62, 0.1)
    canvas.gradient(sky_top, sky_low, (0, 0, width, shore))
    draw_stars(canvas, random, shore * 0.55, mix(sky_top, (255, 255, 255), 0.75))
    moon_x, moon_y = width * random.uniform(0.15, 0.85), height * random.uniform(0.13, 0.26)
    moon = palette.light(0.95, 0.04)
    canvas.glow(moon_x, moon_y, 190, moon, 0.35)
    canvas.disc(moon_x, moon_y, 38, moon)
    if random.random() < 0.6:
        canvas.disc(moon_x + 16, moon_y - 10, 34, mix(sky_top, sky_low, moon_y / shore))
    lit = (palette.light(0.9, 0.12), palette.light(0.82, 0.14), palette.light(0.96, 0.05))
    for layer, (share, tone) in enumerate(((0.62, 0.46), (0.44, 0.33), (0.29, 0.22))):
        _skyline(canvas, random, shore, height * share, palette.tone(tone, 0.07), lit, layer)
    _reflect(canvas, random, shore, palette.tone(0.16, 0.05))
    _lamps(canvas, random, shore, palette)
    return f"The town at night across the water, in {palette.name}, some windows still lit"


def _skyline(
    canvas: Canvas, random: Random, ground: float, tallest: float, colour: Rgb, lit: tuple[Rgb, ...], layer: int
) -> None:
    x = -random.random() * 60
    while x < canvas.width:
        wide = random.uniform(46, 120)
        tall = tallest * random.uniform(0.45, 1.0)
        roof = ground - tall
        shade = mix(colour, (0, 0, 0), random.uniform(0, 0.16))
        canvas.box(x, roof, x + wide, ground, shade)
        kind = random.random()
        if kind < 0.25:
            canvas.polygon([(x - 4, roof), (x + wide / 2, roof - wide * 0.42), (x + wide + 4, roof)], shade)
        elif kind < 0.4:
            canvas.box(x + wide * 0.25, roof - 22, x + wide * 0.75, roof, shade)
            canvas.line([(x + wide / 2, roof - 22), (x + wide / 2, roof - 64)], shade, 2)
        elif kind < 0.5:
            canvas.pieslice(x + wide / 2, roof, wide * 0.36, 180, 360, shade)
        elif kind < 0.62:
            canvas.box(x + wide * 0.68, roof - 26, x + wide * 0.82, roof, shade)
        _windows(canvas, random, x, roof, wide, tall, shade, lit, 0.1 + 0.11 * layer)
        x += wide + random.choice((0, 0, 2, 14))


def _windows(
    canvas: Canvas,
    random: Random,
    x: float,
    roof: float,
    wide: float,
    tall: float,
    wall: Rgb,
    lit: tuple[Rgb, ...],
    awake: float,
) -> None:
    across, down = random.choice(((7, 10), (9, 9), (6, 13), (12, 8)))
    step_x, step_y = across + random.uniform(6, 9), down + random.uniform(8, 12)
    columns = int((wide - 12) // step_x)
    margin = (wide - columns * step_x + (step_x - across)) / 2
    dim = mix(wall, lit[0], 0.08)
    for row in range(int((tall - 16) // step_y)):
        for column in range(columns):
            left, upper = x + margin + column * step_x, roof + 12 + row * step_y
            colour = random.choice(lit) if random.random() < awake else dim
            canvas.box(left, upper, left + across, upper + down, colour)


def _reflect(canvas: Canvas, random: Random, shore: float, water: Rgb) -> None:
    """The water shows what stands above it, broken into slowly swaying strips."""
    width, bottom = canvas.image.width, canvas.image.height
    edge = round(shore * OVERSIZE)
    depth = bottom - edge
    mirrored = canvas.image.crop((0, edge - depth, width, edge)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    small = mirrored.reduce(4).filter(ImageFilter.GaussianBlur(2))
    mirrored = small.resize(mirrored.size, Image.Resampling.BILINEAR)
    mirrored = Image.blend(mirrored, Image.new("RGB", mirrored.size, water), 0.35)
    strip, shift = 6, random.random() * math.tau
    for upper in range(0, depth, strip):
        nearness = upper / depth
        sway = round((4 + 26 * nearness) * math.sin(upper * 0.07 * (1.3 - nearness) + shift))
        piece = mirrored.crop((0, upper, width, min(upper + strip, depth)))
        canvas.image.paste(piece, (sway, edge + upper))
        if sway > 0:
            canvas.image.paste(piece.crop((0, 0, sway, piece.height)), (0, edge + upper))
        elif sway < 0:
            canvas.image.paste(piece.crop((width + sway, 0, width, piece.height)), (width + sway, edge + upper))


def _lamps(canvas: Canvas, random: Random, shore: float, palette: Palette) -> None:
    quay = palette.tone(0.14, 0.04)
    canvas.box(0, shore - 7, canvas.width, shore + 3, quay)
    light = palette.light(0.94, 0.1)
    x = random.uniform(30, 90)
    while x < canvas.width:
        canvas.line([(x, shore - 6), (x, shore - 40)], quay, 2.4)
        canvas.disc(x, shore - 43, 4.5, light)
        x += random.uniform(120, 190)


def draw_harbour(canvas: Canvas, random: Random) -> str:
    palette = palette_for(random)
    width, height = canvas.width, canvas.height
    shore = height * random.uniform(0.62, 0.7)
    sky_low = palette.light(0.94, 0.05)
    canvas.gradient(palette.tone(0.74, 0.08), sky_low, (0, 0, width, shore))
    sun_x = width * random.uniform(0.25, 0.75)
    canvas.glow(sun_x, shore - 60, 330, palette.light(0.92, 0.1), 0.75)
    canvas.disc(sun_x, shore - 70, 62, palette.light(0.86, 0.14))
    far = mix(palette.tone(0.55, 0.06), sky_low, 0.5)
    heights = rolling(random, 1.2, 160, 0.45)
    coast: list[Point] = [(step / 160 * width, shore - 34 - 26 * h) for step, h in enumerate(heights)]
    canvas.polygon([*coast, (width, shore), (0, shore)], far)
    dark = palette.tone(0.29, 0.06)
    cranes = random.randint(2, 4)
    x = width * random.uniform(0.06, 0.18)
    for number in range(cranes):
        tone = mix(dark, far, 0.28 * (number % 2))
        _crane(canvas, random, x, shore, height * random.uniform(0.34, 0.46), tone, 1 if number % 2 else -1)
        x += width * random.uniform(0.2, 0.28)
    _containers(canvas, random, shore, palette)
    _ship(canvas, random, width * random.uniform(0.3, 0.62), shore, palette)
    _reflect(canvas, random, shore, palette.tone(0.45, 0.08))
    _shimmer(canvas, random, sun_x, shore, palette.light(0.95, 0.07))
    count = {2: "Two", 3: "Three", 4: "Four"}[cranes]
    return f"{count} cranes and stacked containers in the harbour at sunrise, in {palette.name}"


def _crane(canvas: Canvas, random: Random, x: float, ground: float, tall: float, colour: Rgb, side: int) -> None:
    top = ground - tall
    for leg in (-34, 34):
        canvas.line([(x + leg, ground), (x + leg * 0.55, top)], colour, 6)
    for step in range(5):
        upper, lower = ground - tall * (step + 1) / 5, ground - tall * step / 5
        near, far = 34 - 15 * step / 5, 34 - 15 * (step + 1) / 5
        canvas.line([(x - near, lower), (x + far, upper)], colour, 2)
        canvas.line([(x - far, upper), (x + far, upper)], colour, 2.5)
    reach = tall * random.uniform(0.6, 0.85) * side
    canvas.box(x - 26, top - 26, x + 26, top + 2, colour)
    canvas.line([(x - reach * 0.35, top - 10), (x + reach, top - 10)], colour, 6)
    canvas.line([(x, top - 70), (x + reach * 0.9, top - 10)], colour, 2)
    canvas.line([(x, top - 70), (x - reach * 0.33, top - 10)], colour, 2)
    canvas.line([(x, top - 20), (x, top - 72)], colour, 5)
    hook = x + reach * random.uniform(0.5, 0.85)
    drop = top + tall * random.uniform(0.15, 0.4)
    canvas.line([(hook, top - 10), (hook, drop)], colour, 1.6)
    canvas.box(hook - 22, drop, hook + 22, drop + 17, colour)


def _containers(canvas: Canvas, random: Random, ground: float, palette: Palette) -> None:
    colours = (
        palette.tone(0.42, 0.09),
        palette.beside(0.5, 0.09),
        palette.accent(0.6, 0.14),
        palette.tone(0.34, 0.06),
        palette.beside(0.62, 0.07),
    )
    x = -random.uniform(0, 80)
    while x < canvas.width:
        for level in range(random.choice((0, 1, 2, 2, 3, 4))):
            colour = random.choice(colours)
            upper = ground - 27 * (level + 1)
            canvas.box(x, upper, x + 74, upper + 25.5, colour)
            for rib in range(1, 9):
                canvas.line(
                    [(x + rib * 8.2, upper + 3), (x + rib * 8.2, upper + 22)], mix(colour, (0, 0, 0), 0.13), 1.2
                )
        x += 77


def _ship(canvas: Canvas, random: Random, x: float, ground: float, palette: Palette) -> None:
    hull, white = palette.tone(0.25, 0.07), palette.paper()
    base = ground + 4
    canvas.polygon([(x, base - 50), (x + 400, base - 50), (x + 376, base), (x + 26, base)], hull)
    canvas.polygon(
        [(x + 12, base - 18), (x + 386, base - 18), (x + 376, base), (x + 26, base)], palette.accent(0.52, 0.15)
    )
    canvas.box(x + 26, base - 104, x + 92, base - 50, white)
    canvas.box(x + 34, base - 132, x + 80, base - 104, white)
    canvas.box(x + 48, base - 164, x + 66, base - 132, palette.accent(0.58, 0.15))
    for column in range(4):
        canvas.box(x + 34 + column * 14, base - 94, x + 42 + column * 14, base - 84, hull)
        canvas.box(x + 34 + column * 14, base - 74, x + 42 + column * 14, base - 64, hull)
    for column in range(5):
        for level in range(random.randint(1, 3)):
            colour = random.choice((palette.beside(0.55, 0.09), palette.accent(0.66, 0.13), palette.tone(0.45, 0.09)))
            upper = base - 50 - 24 * (level + 1)
            canvas.box(x + 108 + column * 54, upper, x + 158 + column * 54, upper + 22.5, colour)


def _shimmer(canvas: Canvas, random: Random, x: float, shore: float, colour: Rgb) -> None:
    for _ in range(90):
        depth = random.random()
        level = shore + 8 + (canvas.height - shore) * depth**1.2
        reach = random.uniform(6, 40) * (0.4 + depth)
        middle = x + random.gauss(0, 34 + 120 * depth)
        canvas.box(middle - reach, level, middle + reach, level + 1.2 + 2 * depth, colour)


def draw_signal(canvas: Canvas, random: Random) -> str:
    palette = palette_for(random)
    width, height = canvas.width, canvas.height
    dusk = random.random() < 0.5
    top = palette.tone(0.26, 0.07) if dusk else palette.tone(0.9, 0.04)
    low = palette.light(0.74, 0.11) if dusk else palette.beside(0.97, 0.02)
    canvas.gradient(top, low, (0, 0, width, height * 0.95))
    mast_x, head = width * random.uniform(0.28, 0.72), height * random.uniform(0.28, 0.38)
    ring = palette.light(0.88, 0.1) if dusk else palette.tone(0.6, 0.1)
    reach = 54.0
    number = 0
    while reach < width * 0.85:
        faded = mix(ring, mix(top, low, 0.4), min(0.92, reach / (width * 0.62)))
        canvas.ring(mast_x, head, reach, faded, max(1.4, 11 - number * 0.55))
        reach += 26 + number * 4.5
        number += 1
    ground = palette.tone(0.2 if dusk else 0.4, 0.06)
    for layer in range(3):
        heights = rolling(random, 0.7 + layer * 0.3, 160, 0.38)
        base = height * (0.76 + 0.085 * layer)
        edge: list[Point] = [(step / 160 * width, base - 46 * h) for step, h in enumerate(heights)]
        colour = mix(low, ground, 0.45 + 0.275 * layer)
        if layer == 1:
            foot = edge[round(mast_x / width * 160)][1] + 8
            _mast(canvas, mast_x, head, foot, ground)
        canvas.polygon([*edge, (width, height), (0, height)], colour)
        if layer == 1:
            _houses(canvas, random, edge, ground, palette.light(0.9, 0.13))
    canvas.glow(mast_x, head, 60, palette.light(0.85, 0.16), 0.9)
    canvas.disc(mast_x, head, 9, palette.light(0.95, 0.09))
    when = "at dusk" if dusk else "by day"
    return f"A radio mast on a hill {when}, its waves spreading over {palette.name} country as rings"


def _mast(canvas: Canvas, x: float, head: float, foot: float, colour: Rgb) -> None:
    steps = 12
    for step in range(steps):
        lower, upper = foot + (head - foot) * step / steps, foot + (head - foot) * (step + 1) / steps
        wide, narrow = 34 * (1 - step / steps) + 3, 34 * (1 - (step + 1) / steps) + 3
        canvas.line([(x - wide, lower), (x - narrow, upper)], colour, 3)
        canvas.line([(x + wide, lower), (x + narrow, upper)], colour, 3)
        canvas.line([(x - wide, lower), (x + narrow, upper)], colour, 1.5)
        canvas.line([(x + wide, lower), (x - narrow, upper)], colour, 1.5)
    for side in (-1, 1):
        canvas.line([(x, head + 40), (x + side * 190, foot + 30)], colour, 1)


def _houses(canvas: Canvas, random: Random, edge: list[Point], wall: Rgb, lit: Rgb) -> None:
    for _ in range(random.randint(7, 12)):
        x, y = edge[random.randrange(6, len(edge) - 6)]
        wide = random.uniform(18, 34)
        canvas.box(x, y - wide * 0.5, x + wide, y + 12, wall)
        canvas.polygon([(x - 3, y - wide * 0.5), (x + wide / 2, y - wide * 0.95), (x + wide + 3, y - wide * 0.5)], wall)
        if random.random() < 0.7:
            canvas.box(x + wide * 0.3, y - wide * 0.32, x + wide * 0.52, y - wide * 0.06, lit)
