"""Pictures of ideas: cut paper, ridges of figures, a map, a plan."""

import math
from random import Random

from demo.drawing.canvas import Canvas, Point
from demo.drawing.colour import Palette, Rgb, mix, palette_for
from demo.drawing.curves import blob, leaf, rolling, smooth


def draw_paper(canvas: Canvas, random: Random) -> str:
    palette = palette_for(random)
    width, height = canvas.width, canvas.height
    canvas.gradient(palette.paper(), mix(palette.paper(), palette.tone(0.75), 0.25))
    tones = [
        palette.tone(0.46, 0.1),
        palette.beside(0.62, 0.1),
        palette.accent(0.7, 0.15),
        palette.tone(0.3, 0.07),
        palette.beside(0.82, 0.06),
        palette.accent(0.84, 0.1),
    ]
    shade = palette.tone(0.22, 0.05)
    large = random.sample(tones, 5)
    places = [0.04, 0.28, 0.52, 0.76, 0.98]
    random.shuffle(places)
    for place, colour in zip(places, large, strict=True):
        x = width * place + random.uniform(-50, 50)
        y = height * random.choice((random.uniform(-0.05, 0.3), random.uniform(0.65, 1.05)))
        _cut(canvas, blob(random, x, y, random.uniform(250, 380), 0.34), colour, shade)
    kinds = random.sample(("leaves", "discs", "arches", "stripes"), 3)
    for kind in kinds:
        _PAPER[kind](canvas, random, tones, shade)
    return f"Sheets of cut paper laid over each other, with {kinds[0]}, {kinds[1]} and {kinds[2]}, in {palette.name}"


def _cut(canvas: Canvas, points: list[Point], colour: Rgb, shade: Rgb) -> None:
    canvas.shadow(points, shade, 13, 0.42, (7, 12))
    canvas.polygon(points, colour)
    canvas.line([*points, points[0]], mix(colour, (255, 255, 255), 0.18), 1.4)


def _leaves(canvas: Canvas, random: Random, tones: list[Rgb], shade: Rgb) -> None:
    x, y = canvas.width * random.uniform(0.2, 0.8), canvas.height * random.uniform(0.75, 1.0)
    colour = random.choice(tones)
    heading = -math.pi / 2 + random.uniform(-0.5, 0.5)
    for number in range(11):
        along = 60 + number * 58
        px, py = x + along * math.cos(heading), y + along * math.sin(heading)
        for side in (-1, 1):
            shape = leaf(px, py, 210 - number * 13, 40 - number * 2.4, heading + side * (0.95 - number * 0.04))
            canvas.polygon([(a + 5, b + 8) for a, b in shape], mix(colour, shade, 0.55))
            canvas.polygon(shape, colour)


def _discs(canvas: Canvas, random: Random, tones: list[Rgb], shade: Rgb) -> None:
    for _ in range(random.randint(3, 5)):
        x, y = canvas.width * random.random(), canvas.height * random.random()
        _cut(canvas, blob(random, x, y, random.uniform(40, 120), 0.03), random.choice(tones), shade)


def _arches(canvas: Canvas, random: Random, tones: list[Rgb], shade: Rgb) -> None:
    x = canvas.width * random.uniform(0.2, 0.8)
    foot = canvas.height * random.uniform(0.8, 1.02)
    for number, colour in enumerate(random.sample(tones, 4)):
        reach = 260 - number * 58
        arch = [
            (x + reach * math.cos(a), foot - 120 - reach * math.sin(a))
            for a in (step / 40 * math.pi for step in range(41))
        ]
        shape = [(x + reach, foot), *arch, (x - reach, foot)]
        if number == 0:
            _cut(canvas, shape, colour, shade)
        else:
            canvas.polygon(shape, colour)


def _stripes(canvas: Canvas, random: Random, tones: list[Rgb], shade: Rgb) -> None:
    x, y = canvas.width * random.uniform(0.05, 0.6), canvas.height * random.uniform(0.1, 0.7)
    colours = random.sample(tones, 3)
    for number in range(6):
        level = y + number * 40
        sway = random.uniform(-10, 10)
        shape: list[Point] = [
            (x + sway, level),
            (x + 560 + sway, level - 20),
            (x + 564 + sway, level + 4),
            (x + 4 + sway, level + 26),
        ]
        canvas.polygon([(a + 4, b + 6) for a, b in shape], mix(colours[number % 3], shade, 0.55))
        canvas.polygon(shape, colours[number % 3])


_PAPER = {"leaves": _leaves, "discs": _discs, "arches": _arches, "stripes": _stripes}


def draw_ridges(canvas: Canvas, random: Random) -> str:
    palette = palette_for(random)
    width, height = canvas.width, canvas.height
    dark = random.random() < 0.55
    ground = palette.tone(0.19, 0.05) if dark else palette.paper()
    canvas.gradient(ground, mix(ground, palette.beside(0.3 if dark else 0.85, 0.07), 0.5))
    lines = random.randint(18, 26)
    left, right = width * 0.08, width * 0.92
    peaks = [(random.uniform(0.2, 0.8), random.uniform(0.05, 0.16)) for _ in range(3)]
    warm, cool = palette.light(0.8 if dark else 0.66, 0.15), palette.tone(0.62 if dark else 0.5, 0.12)
    for number in range(lines):
        share = number / (lines - 1)
        base = height * (0.3 + 0.6 * share)
        noise = rolling(random, 6, 260, 0.6, 4)
        wave: list[Point] = []
        for step, jitter in enumerate(noise):
            along = step / 260
            lift = 0.0
            for index, (middle, spread) in enumerate(peaks):
                drift = middle + 0.16 * math.sin(share * 4 + index * 2)
                lift += math.exp(-(((along - drift) / spread) ** 2)) * (0.55 + 0.45 * math.sin(share * 6 + index))
            wave.append(
                (left + (right - left) * along, base - height * 0.17 * max(0.0, lift + 0.1 * jitter * (0.3 + lift)))
            )
        canvas.polygon(
            [*wave, (right, base + 16), (left, base + 16)], mix(ground, mix(cool, warm, share), 0.1 + 0.3 * share)
        )
        canvas.line(wave, mix(cool, warm, share), 3.2)
    canvas.line([(left, height * 0.93), (right, height * 0.93)], mix(ground, cool, 0.5), 1.5)
    for tick in range(13):
        x = left + (right - left) * tick / 12
        canvas.line([(x, height * 0.93), (x, height * 0.945)], mix(ground, cool, 0.6), 1.5)
    return f"{lines} measured curves, one behind the other like mountain ridges, from {palette.name} to a warm accent"


def draw_map(canvas: Canvas, random: Random) -> str:
    palette = palette_for(random)
    width, height = canvas.width, canvas.height
    street = palette.paper()
    canvas.gradient(street, street)
    bend_x, bend_y = random.random() * math.tau, random.random() * math.tau
    turn = random.uniform(-0.35, 0.35)

    def place(column: float, row: float) -> Point:
        x = column * 62 - 260 + 34 * math.sin(row * 0.42 + bend_x) + 20 * math.sin(column * 0.3)
        y = row * 56 - 260 + 30 * math.sin(column * 0.37 + bend_y) + 16 * math.sin(row * 0.5)
        cos, sin = math.cos(turn), math.sin(turn)
        dx, dy = x - width / 2, y - height / 2
        return width / 2 + dx * cos - dy * sin, height / 2 + dx * sin + dy * cos

    blocks = [mix(palette.tone(lightness, 0.045), street, 0.12) for lightness in (0.78, 0.82, 0.86, 0.9)]
    park, accent = palette.green(0.78, 0.1), palette.accent(0.62, 0.17)
    parks = {(random.randint(6, 26), random.randint(6, 18)) for _ in range(7)}
    for row in range(-2, 26):
        for column in range(-2, 36):
            gap_x = 0.16 if column % 4 == 0 else 0.07
            gap_y = 0.17 if row % 4 == 0 else 0.08
            corners = (
                (column + gap_x, row + gap_y),
                (column + 0.95, row + gap_y),
                (column + 0.95, row + 0.95),
                (column + gap_x, row + 0.95),
            )
            near_park = any(abs(column - px) <= 1 and abs(row - py) <= 1 for px, py in parks)
            colour = park if near_park else random.choice(blocks)
            canvas.polygon([place(a, b) for a, b in corners], colour)
            if near_park:
                for _ in range(3):
                    x, y = place(column + random.uniform(0.2, 0.8), row + random.uniform(0.2, 0.8))
                    canvas.disc(x, y, random.uniform(4, 8), mix(park, palette.green(0.4, 0.08), 0.45))
    _river(canvas, random, palette, street)
    route = smooth([place(random.uniform(5, 8) + n * 3.6, random.uniform(6, 16)) for n in range(6)], 2)
    canvas.line(route, mix(accent, (0, 0, 0), 0.25), 11)
    canvas.line(route, accent, 7)
    for x, y in (route[0], route[len(route) // 3], route[2 * len(route) // 3], route[-1]):
        canvas.disc(x, y, 15, palette.tone(0.25, 0.06))
        canvas.disc(x, y, 10, street)
    _pin(canvas, *route[-1], accent, street)
    return f"A map of streets, parks and a river in {palette.name}, with one route and its stops marked"


def _river(canvas: Canvas, random: Random, palette: Palette, bank: Rgb) -> None:
    heights = rolling(random, 0.9, 60, 0.45)
    middle = canvas.height * random.uniform(0.3, 0.7)
    course: list[Point] = [(-40 + step / 60 * (canvas.width + 80), middle + 150 * h) for step, h in enumerate(heights)]
    water = palette.water()
    canvas.line(course, bank, 108)
    canvas.line(course, mix(water, bank, 0.35), 92)
    canvas.line(course, water, 74)
    for shift in (-18, 4, 22):
        canvas.line([(x, y + shift) for x, y in course], mix(water, (255, 255, 255), 0.16), 1.6)
    for _ in range(4):
        step = random.randrange(8, 52)
        (ax, ay), (bx, by) = course[step], course[step + 1]
        length = math.hypot(bx - ax, by - ay)
        across_x, across_y = -(by - ay) / length * 72, (bx - ax) / length * 72
        canvas.line([(ax - across_x, ay - across_y), (ax + across_x, ay + across_y)], bank, 17)


def _pin(canvas: Canvas, x: float, y: float, colour: Rgb, hole: Rgb) -> None:
    top = y - 62
    canvas.ellipse(x, y + 3, 20, 7, mix(colour, (0, 0, 0), 0.6))
    canvas.polygon([(x - 26, top + 13), (x + 26, top + 13), (x, y)], colour)
    canvas.disc(x, top, 30, colour)
    canvas.disc(x, top, 12, hole)


def draw_blueprint(canvas: Canvas, random: Random) -> str:
    palette = palette_for(random)
    width, height = canvas.width, canvas.height
    ground = palette.tone(0.36, 0.09)
    canvas.gradient(palette.tone(0.41, 0.09), palette.tone(0.31, 0.08))
    fine, bold = mix(ground, (255, 255, 255), 0.1), mix(ground, (255, 255, 255), 0.2)
    for number in range(0, width, 25):
        canvas.line([(number, 0), (number, height)], bold if number % 125 == 0 else fine, 0.9)
    for number in range(0, height, 25):
        canvas.line([(0, number), (width, number)], bold if number % 125 == 0 else fine, 0.9)
    ink, pale = mix(ground, (255, 255, 255), 0.9), mix(ground, (255, 255, 255), 0.5)
    rooms = _divide(random, (225, 150, 1375, 750), 4)
    warm = palette.accent(0.78, 0.14)
    marked = random.randrange(len(rooms))
    for number, room in enumerate(rooms):
        _room(canvas, random, room, ink, pale, ground, warm if number == marked else None)
    left, top, right, bottom = 225, 150, 1375, 750
    canvas.line([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], ink, 9)
    _measure(canvas, (left, bottom + 60), (right, bottom + 60), pale)
    _measure(canvas, (left - 70, top), (left - 70, bottom), pale)
    _compass(canvas, width - 110, 110, pale, warm)
    return f"A floor plan of {len(rooms)} rooms, white on a {palette.name} grid, with one room marked in a warm colour"


def _divide(
    random: Random, room: tuple[float, float, float, float], depth: int
) -> list[tuple[float, float, float, float]]:
    left, top, right, bottom = room
    wide, tall = right - left, bottom - top
    if depth == 0 or max(wide, tall) < 260 or (depth < 3 and random.random() < 0.16):
        return [room]
    share = random.choice((0.35, 0.4, 0.5, 0.6, 0.65))
    if wide > tall:
        cut = left + 25 * round(wide * share / 25)
        return _divide(random, (left, top, cut, bottom), depth - 1) + _divide(
            random, (cut, top, right, bottom), depth - 1
        )
    cut = top + 25 * round(tall * share / 25)
    return _divide(random, (left, top, right, cut), depth - 1) + _divide(random, (left, cut, right, bottom), depth - 1)


def _room(
    canvas: Canvas,
    random: Random,
    room: tuple[float, float, float, float],
    ink: Rgb,
    pale: Rgb,
    ground: Rgb,
    fill: Rgb | None,
) -> None:
    left, top, right, bottom = room
    if fill:
        canvas.box(left, top, right, bottom, mix(ground, fill, 0.5))
        for line in range(int(left + top), int(right + bottom), 22):
            start = (max(left, line - bottom), min(bottom, line - left))
            end = (min(right, line - top), max(top, line - right))
            canvas.line([start, end], mix(ground, fill, 0.8), 1.6)
    canvas.line([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], ink, 5)
    door = 52
    if random.random() < 0.5 and right - left > 130:
        x = left + 25 + random.random() * (right - left - door - 50)
        canvas.line([(x, bottom), (x + door, bottom)], mix(ground, ink, 0.05), 7)
        canvas.line([(x, bottom), (x, bottom - door)], ink, 2.4)
        canvas.arc(x, bottom, door, -90, 0, pale, 1.4)
    elif bottom - top > 130:
        y = top + 25 + random.random() * (bottom - top - door - 50)
        canvas.line([(left, y), (left, y + door)], mix(ground, ink, 0.05), 7)
        canvas.line([(left, y), (left + door, y)], ink, 2.4)
        canvas.arc(left, y, door, 0, 90, pale, 1.4)
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    if random.random() < 0.4 and min(right - left, bottom - top) > 150:
        canvas.ring(middle_x, middle_y, 36, pale, 2.4)
        for seat in range(6):
            angle = seat / 6 * math.tau
            canvas.ring(middle_x + 56 * math.cos(angle), middle_y + 56 * math.sin(angle), 11, pale, 2)
    elif right - left > 190:
        for number in range(int((right - left - 70) // 62)):
            x = left + 38 + number * 62
            canvas.line([(x, top + 30), (x + 46, top + 30), (x + 46, top + 62), (x, top + 62), (x, top + 30)], pale, 2)
            canvas.ring(x + 23, top + 82, 10, pale, 2)


def _measure(canvas: Canvas, start: Point, end: Point, colour: Rgb) -> None:
    canvas.line([start, end], colour, 1.6)
    upright = start[0] == end[0]
    for step in range(11):
        x, y = start[0] + (end[0] - start[0]) * step / 10, start[1] + (end[1] - start[1]) * step / 10
        size = 12 if step in (0, 5, 10) else 6
        canvas.line([(x - size, y), (x + size, y)] if upright else [(x, y - size), (x, y + size)], colour, 1.6)


def _compass(canvas: Canvas, x: float, y: float, colour: Rgb, north: Rgb) -> None:
    canvas.ring(x, y, 46, colour, 2)
    canvas.polygon([(x, y - 62), (x - 13, y), (x + 13, y)], north)
    canvas.polygon([(x, y + 62), (x - 13, y), (x + 13, y)], colour)
