"""Rooms where work is done: a desk by the window, racks of parcels, the press."""

import math
from random import Random

from demo.drawing.canvas import Canvas, Point
from demo.drawing.colour import Palette, Rgb, mix, palette_for
from demo.drawing.curves import leaf, rolling


def draw_desk(canvas: Canvas, random: Random) -> str:
    palette = palette_for(random)
    width, height = canvas.width, canvas.height
    evening = random.random() < 0.5
    wall = palette.tone(0.42, 0.06) if evening else palette.tone(0.87, 0.045)
    canvas.gradient(wall, mix(wall, palette.beside(0.7), 0.25))
    table = height * 0.78
    window_x = width * random.uniform(0.08, 0.3)
    _window(canvas, random, window_x, palette, evening)
    wood = mix(palette.light(0.52, 0.08), palette.tone(0.4, 0.06), 0.25)
    canvas.gradient(wood, mix(wood, (0, 0, 0), 0.28), (0, table, width, height))
    canvas.box(0, table, width, table + 9, mix(wood, (255, 255, 255), 0.22))
    things = [_books, _mug, _plant, _notebook, _pencils]
    random.shuffle(things)
    slots = [width * (0.13 + 0.17 * place) for place in range(5)]
    lamp_x = width * random.uniform(0.66, 0.8)
    _lamp(canvas, lamp_x, table, palette, evening)
    names = []
    for slot, thing in zip(slots, things, strict=True):
        if abs(slot - lamp_x) > width * 0.06:
            names.append(thing(canvas, random, slot + random.uniform(-20, 20), table, palette))
    when = "in the evening" if evening else "by day"
    return f"A desk by a window {when}, with a lamp, {', '.join(names[:-1])} and {names[-1]}, in {palette.name}"


def _window(canvas: Canvas, random: Random, x: float, palette: Palette, evening: bool) -> None:
    wide, tall, y = 400, 330, 46
    frame = palette.paper() if not evening else palette.tone(0.6, 0.04)
    canvas.box(x - 14, y - 14, x + wide + 14, y + tall + 14, frame, 6)
    top, low = (
        (palette.tone(0.2, 0.06), palette.light(0.66, 0.11))
        if evening
        else (palette.tone(0.78, 0.07), palette.beside(0.95, 0.03))
    )
    canvas.gradient(top, low, (x, y, x + wide, y + tall))
    if evening:
        for _ in range(24):
            canvas.disc(
                x + random.random() * wide, y + random.random() ** 1.5 * tall * 0.6, 1.3, mix(top, (255, 255, 255), 0.8)
            )
    else:
        canvas.disc(x + wide * random.uniform(0.25, 0.75), y + tall * 0.3, 36, palette.light(0.9, 0.11))
    for layer in range(3):
        heights = rolling(random, 0.5, 40, 0.4)
        base = y + tall * (0.7 + 0.1 * layer)
        edge: list[Point] = [(x + step / 40 * wide, base - 28 * h) for step, h in enumerate(heights)]
        canvas.polygon(
            [*edge, (x + wide, y + tall), (x, y + tall)], mix(low, palette.tone(0.25, 0.06), 0.3 + 0.25 * layer)
        )
    canvas.box(x + wide / 2 - 6, y, x + wide / 2 + 6, y + tall, frame)
    canvas.box(x, y + tall * 0.45 - 6, x + wide, y + tall * 0.45 + 6, frame)
    canvas.box(x - 34, y + tall + 8, x + wide + 34, y + tall + 26, mix(frame, (0, 0, 0), 0.1), 4)


def _lamp(canvas: Canvas, x: float, table: float, palette: Palette, evening: bool) -> None:
    metal, shade = palette.tone(0.25, 0.05), palette.accent(0.62, 0.15)
    if evening:
        canvas.glow(x - 110, table - 150, 420, palette.light(0.92, 0.09), 0.55)
    canvas.ellipse(x + 60, table + 2, 74, 13, metal)
    canvas.line([(x + 60, table), (x + 96, table - 210), (x - 30, table - 362)], metal, 8)
    canvas.disc(x + 96, table - 210, 11, metal)
    if evening:
        canvas.glow(x - 112, table - 262, 120, palette.light(0.97, 0.05), 0.9)
    canvas.polygon([(x - 62, table - 392), (x - 8, table - 352), (x - 66, table - 246), (x - 176, table - 322)], shade)
    canvas.polygon(
        [(x - 62, table - 392), (x - 44, table - 379), (x - 156, table - 308), (x - 176, table - 322)],
        mix(shade, (255, 255, 255), 0.25),
    )
    canvas.polygon(
        [(x - 66, table - 246), (x - 176, table - 322), (x - 168, table - 332), (x - 58, table - 258)],
        mix(shade, (255, 255, 255), 0.65),
    )


def _books(canvas: Canvas, random: Random, x: float, table: float, palette: Palette) -> str:
    colours = [
        palette.tone(0.45, 0.1),
        palette.accent(0.6, 0.14),
        palette.beside(0.66, 0.08),
        palette.paper(),
        palette.tone(0.3, 0.07),
    ]
    random.shuffle(colours)
    level = table
    for number in range(random.randint(3, 5)):
        thick, wide, shift = random.uniform(20, 34), random.uniform(150, 200), random.uniform(-14, 14)
        colour = colours[number]
        canvas.box(x - wide / 2 + shift, level - thick, x + wide / 2 + shift, level, colour, 4)
        canvas.box(
            x + wide / 2 + shift - 10,
            level - thick + 4,
            x + wide / 2 + shift,
            level - 4,
            mix(colour, (255, 255, 255), 0.75),
        )
        band = mix(colour, (255, 255, 255), 0.4)
        canvas.box(x - wide / 2 + shift + 22, level - thick, x - wide / 2 + shift + 30, level, band)
        level -= thick
    return "a pile of books"


def _mug(canvas: Canvas, random: Random, x: float, table: float, palette: Palette) -> str:
    colour = random.choice((palette.accent(0.66, 0.14), palette.paper(), palette.tone(0.5, 0.1)))
    dark = mix(colour, (0, 0, 0), 0.16)
    canvas.ring(x + 50, table - 52, 29, dark, 10)
    canvas.box(x - 48, table - 102, x + 48, table, colour, 16)
    canvas.box(x - 48, table - 102, x + 48, table - 60, colour)
    canvas.box(x + 26, table - 98, x + 48, table - 4, dark, 12)
    canvas.ellipse(x, table - 102, 48, 10, mix(colour, (0, 0, 0), 0.35))
    steam = mix(palette.paper(), palette.tone(0.7), 0.2)
    for offset in (-16, 6, 26):
        trail = [(x + offset + 9 * math.sin(step / 4 + offset), table - 122 - step * 5) for step in range(15)]
        canvas.line(trail, steam, 2.6)
    return "a steaming mug"


def _plant(canvas: Canvas, random: Random, x: float, table: float, palette: Palette) -> str:
    pot = palette.accent(0.6, 0.11)
    for number in range(11):
        angle = -math.pi / 2 + (number - 5) * 0.21 + random.uniform(-0.08, 0.08)
        green = palette.green(random.uniform(0.42, 0.6), 0.1)
        length = random.uniform(120, 205) * (1.05 - abs(number - 5) * 0.05)
        shape = leaf(x, table - 84, length, random.uniform(15, 24), angle)
        canvas.polygon(shape, green)
        canvas.line(
            [(x, table - 84), (x + length * 0.9 * math.cos(angle), table - 84 + length * 0.9 * math.sin(angle))],
            mix(green, (255, 255, 255), 0.22),
            1.6,
        )
    canvas.polygon([(x - 56, table - 98), (x + 56, table - 98), (x + 40, table), (x - 40, table)], pot)
    canvas.polygon(
        [(x + 20, table - 98), (x + 56, table - 98), (x + 40, table), (x + 16, table)], mix(pot, (0, 0, 0), 0.14)
    )
    canvas.box(x - 62, table - 110, x + 62, table - 88, mix(pot, (255, 255, 255), 0.12), 5)
    return "a plant in a pot"


def _notebook(canvas: Canvas, random: Random, x: float, table: float, palette: Palette) -> str:
    paper, ink = palette.paper(), palette.tone(0.4, 0.05)
    canvas.polygon(
        [(x - 130, table + 96), (x - 84, table + 32), (x + 96, table + 32), (x + 130, table + 96)],
        mix(paper, (0, 0, 0), 0.35),
    )
    canvas.polygon([(x - 128, table + 90), (x - 84, table + 28), (x + 96, table + 28), (x + 128, table + 90)], paper)
    canvas.line([(x + 6, table + 28), (x, table + 90)], mix(paper, ink, 0.35), 2)
    for row in range(4):
        level = table + 40 + row * 12
        spread = 78 + row * 9
        canvas.line([(x - spread, level), (x - spread * random.uniform(0.15, 0.4), level)], mix(paper, ink, 0.6), 1.8)
        canvas.line([(x + 16, level), (x + spread * random.uniform(0.5, 0.95), level)], mix(paper, ink, 0.6), 1.8)
    pen = palette.accent(0.55, 0.16)
    canvas.line([(x + 60, table + 84), (x + 150, table + 40)], pen, 7)
    return "an open notebook"


def _pencils(canvas: Canvas, random: Random, x: float, table: float, palette: Palette) -> str:
    colours = (palette.accent(0.7, 0.15), palette.tone(0.5, 0.11), palette.beside(0.75, 0.1), palette.paper())
    for number in range(6):
        lean, tall = (number - 2.5) * 13 + random.uniform(-4, 4), random.uniform(150, 205)
        colour = colours[number % 4]
        foot, tip = (x + lean * 0.4, table - 60), (x + lean * 1.5, table - tall)
        canvas.line([foot, tip], colour, 9)
        canvas.polygon(
            [(tip[0] - 5, tip[1]), (tip[0] + 5, tip[1]), (tip[0] + lean * 0.12, tip[1] - 20)],
            mix(palette.paper(), palette.accent(0.6), 0.35),
        )
    cup = palette.tone(0.35, 0.06)
    canvas.box(x - 42, table - 108, x + 42, table, cup, 6)
    canvas.box(x + 18, table - 106, x + 42, table - 2, mix(cup, (0, 0, 0), 0.2), 6)
    canvas.box(x - 42, table - 78, x + 42, table - 66, mix(cup, (255, 255, 255), 0.3))
    return "a cup of pencils"


def draw_shelves(canvas: Canvas, random: Random) -> str:
    palette = palette_for(random)
    width, height = canvas.width, canvas.height
    canvas.gradient(palette.tone(0.9, 0.03), palette.tone(0.8, 0.05))
    light_x = width * random.uniform(0.3, 0.7)
    canvas.glow(light_x, 60, 620, palette.light(0.97, 0.04), 0.6)
    floor = height * 0.86
    steel, brace = palette.tone(0.36, 0.07), palette.accent(0.62, 0.15)
    boxes = [mix(palette.accent(lightness, 0.065), (188, 150, 108), 0.55) for lightness in (0.62, 0.7, 0.77, 0.83)]
    rows = random.randint(3, 4)
    tall = (floor - 60) / rows
    bay = random.choice((300, 340, 390))
    offset = -random.uniform(0, bay * 0.6)
    for row in range(rows):
        level = floor - row * tall
        x = offset
        while x < width:
            _row_of_parcels(canvas, random, x + 18, x + bay - 18, level - 12, tall - 34, boxes, palette)
            x += bay
        canvas.box(0, level - 12, width, level + 2, brace)
        canvas.box(0, level - 1, width, level + 4, mix(brace, (0, 0, 0), 0.3))
    x = offset
    while x < width + bay:
        canvas.box(x - 9, 40, x + 9, floor + 14, steel)
        canvas.box(x - 9, 40, x - 4, floor + 14, mix(steel, (255, 255, 255), 0.2))
        x += bay
    canvas.gradient(palette.tone(0.55, 0.04), palette.tone(0.42, 0.05), (0, floor + 8, width, height))
    canvas.line([(0, height - 42), (width, height - 42)], palette.accent(0.8, 0.14), 7)
    _trolley(canvas, random, width * random.uniform(0.2, 0.72), height - 52, boxes, palette)
    return f"Racks of parcels in a depot, {rows} shelves high, with a loaded trolley in front, in {palette.name}"


def _row_of_parcels(
    canvas: Canvas,
    random: Random,
    left: float,
    right: float,
    level: float,
    room: float,
    colours: list[Rgb],
    palette: Palette,
) -> None:
    x = left + random.uniform(0, 26)
    while True:
        wide = random.uniform(46, 118)
        if x + wide > right:
            return
        tall = min(room, random.uniform(0.35, 0.92) * room)
        if random.random() < 0.12:
            x += wide * 0.6
            continue
        _parcel(canvas, random, x, level, wide, tall, random.choice(colours), palette)
        spare = room - tall
        if spare > 46 and random.random() < 0.55:
            smaller = wide * random.uniform(0.5, 0.85)
            _parcel(
                canvas,
                random,
                x + (wide - smaller) * random.random(),
                level - tall,
                smaller,
                spare * random.uniform(0.5, 0.85),
                random.choice(colours),
                palette,
            )
        x += wide + random.uniform(3, 16)


def _parcel(
    canvas: Canvas, random: Random, x: float, level: float, wide: float, tall: float, colour: Rgb, palette: Palette
) -> None:
    colour = mix(
        colour, random.choice((palette.tone(0.6, 0.1), (255, 255, 255), (90, 60, 40))), random.choice((0, 0.08, 0.16))
    )
    canvas.box(x, level - tall, x + wide, level, colour, 2)
    canvas.box(x + wide * 0.82, level - tall, x + wide, level, mix(colour, (0, 0, 0), 0.12))
    kind = random.random()
    tape = mix(colour, (255, 255, 255), 0.38)
    if kind < 0.6:
        canvas.box(x + wide * 0.4, level - tall, x + wide * 0.4 + 8, level, tape)
    elif kind < 0.75:
        canvas.box(x, level - tall * 0.6, x + wide, level - tall * 0.6 + 7, palette.accent(0.6, 0.15))
    if wide > 62 and tall > 52:
        canvas.box(x + 9, level - tall + 12, x + 35, level - tall + 31, palette.paper(), 1)
        for line in range(3):
            canvas.box(
                x + 12,
                level - tall + 16 + line * 5,
                x + 30 - line * 4,
                level - tall + 18 + line * 5,
                mix(palette.paper(), (0, 0, 0), 0.6),
            )


def _trolley(canvas: Canvas, random: Random, x: float, floor: float, colours: list[Rgb], palette: Palette) -> None:
    metal = palette.tone(0.25, 0.05)
    level = floor - 30
    top = level
    for _ in range(3):
        wide, tall = random.uniform(150, 215), random.uniform(52, 92)
        shift = random.uniform(0, 215 - wide)
        _parcel(canvas, random, x + shift, top, wide, tall, random.choice(colours), palette)
        top -= tall
    canvas.line([(x - 20, level), (x - 20, level - 250), (x - 52, level - 268)], metal, 8)
    canvas.box(x - 24, level - 2, x + 236, level + 12, metal, 5)
    for wheel in (x + 10, x + 200):
        canvas.disc(wheel, floor, 21, metal)
        canvas.disc(wheel, floor, 8, mix(metal, (255, 255, 255), 0.5))
