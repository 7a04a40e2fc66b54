"""The press: inked cylinders seen from the front, and the paper that runs over and behind them."""

import math
from random import Random

from demo.drawing.canvas import Canvas
from demo.drawing.colour import Palette, Rgb, mix, palette_for


def draw_rollers(canvas: Canvas, random: Random) -> str:
    palette = palette_for(random)
    width, height = canvas.width, canvas.height
    canvas.gradient(palette.tone(0.33, 0.05), palette.tone(0.19, 0.05))
    canvas.glow(width * random.uniform(0.3, 0.7), 0, 700, palette.light(0.85, 0.08), 0.35)
    _housing(canvas, palette)
    count = random.randint(4, 5)
    inks = [palette.accent(0.62, 0.15), palette.tone(0.52, 0.11), palette.beside(0.66, 0.1), palette.tone(0.42, 0.04)]
    random.shuffle(inks)
    cylinders: list[tuple[float, float, bool]] = []
    for number in range(count):
        y = height * (number + 0.5) / count + random.uniform(-12, 12)
        cylinders.append((y, random.uniform(46, 84), bool(number % 2)))
    left, right = 285.0, width - 285.0
    for number, (y, radius, behind) in enumerate(cylinders):
        if not behind:
            _cylinder(canvas, 150, width - 150, y, radius, inks[number % len(inks)])
    _printed_web(canvas, random, left, right, cylinders, palette)
    for number, (y, radius, behind) in enumerate(cylinders):
        if behind:
            _cylinder(canvas, 150, width - 150, y, radius, inks[number % len(inks)])
    words = {4: "Four", 5: "Five"}[count]
    return f"{words} inked cylinders of a press with a newspaper page running between them, in {palette.name}"


def _housing(canvas: Canvas, palette: Palette) -> None:
    metal = palette.tone(0.27, 0.05)
    for left in (0, canvas.width - 170):
        canvas.gradient(
            mix(metal, (255, 255, 255), 0.08), mix(metal, (0, 0, 0), 0.25), (left, 0, left + 170, canvas.height)
        )
        edge = left + 164 if left == 0 else left
        canvas.box(edge, 0, edge + 6, canvas.height, mix(metal, (255, 255, 255), 0.22))
        for y in range(40, canvas.height, 92):
            for x in (left + 26, left + 142):
                canvas.disc(x, y, 8, mix(metal, (0, 0, 0), 0.35))
                canvas.disc(x - 1, y - 1, 5.5, mix(metal, (255, 255, 255), 0.3))


def _cylinder(canvas: Canvas, left: float, right: float, y: float, radius: float, ink: Rgb) -> None:
    steps = round(radius)
    dark, bright = mix(ink, (0, 0, 0), 0.68), mix(ink, (255, 255, 255), 0.62)
    for step in range(steps):
        height = -radius + 2 * radius * step / steps
        around = math.asin(height / radius)
        lit = max(0.0, math.cos(around + 0.62))
        colour = mix(dark, ink, min(1.0, lit * 1.25)) if lit < 0.8 else mix(ink, bright, (lit - 0.8) / 0.2 * 0.75)
        canvas.box(left, y + height, right, y + height + 2 * radius / steps + 0.5, colour)
    canvas.box(left - 46, y - radius * 0.34, left, y + radius * 0.34, mix(ink, (60, 60, 60), 0.75))
    canvas.box(right, y - radius * 0.34, right + 46, y + radius * 0.34, mix(ink, (60, 60, 60), 0.75))
    for x in (left, right - 9):
        canvas.box(x, y - radius - 3, x + 9, y + radius + 3, mix(ink, (0, 0, 0), 0.6))


def _printed_web(
    canvas: Canvas,
    random: Random,
    left: float,
    right: float,
    cylinders: list[tuple[float, float, bool]],
    palette: Palette,
) -> None:
    """A page of columns and pictures, lighter where it bends towards us and darker where it turns away."""
    paper = palette.paper()
    canvas.shadow([(left, 0), (right, 0), (right, canvas.height), (left, canvas.height)], (0, 0, 0), 16, 0.5, (10, 4))
    canvas.box(left, 0, right, canvas.height, paper)
    _columns(canvas, random, left + 34, right - 34, paper, palette)
    for y in range(0, canvas.height, 3):
        shade = 0.0
        for middle, radius, behind in cylinders:
            away = (y - middle) / radius
            if abs(away) < 1.5:
                bow = math.cos(min(abs(away), 1.0) * math.pi / 2)
                shade += -0.5 * bow if behind else (0.1 - 0.34 * max(0.0, away) if abs(away) < 1 else 0.0)
                shade -= 0.22 * math.exp(-((abs(away) - 1.1) ** 2) * 18)
        _tint_row(canvas, left, right, y, shade)


def _tint_row(canvas: Canvas, left: float, right: float, y: int, shade: float) -> None:
    if abs(shade) < 0.015:
        return
    box = (round(left * 2), y * 2, round(right * 2), y * 2 + 6)
    factor = max(0.25, 1 + shade)
    row = canvas.image.crop(box)
    canvas.image.paste(row.point([min(255, round(level * factor)) for level in range(256)] * 3), box)


def _columns(canvas: Canvas, random: Random, left: float, right: float, paper: Rgb, palette: Palette) -> None:
    ink, pale = mix(paper, palette.tone(0.2, 0.04), 0.85), mix(paper, palette.tone(0.3, 0.03), 0.42)
    columns = 5
    gap = 20
    wide = (right - left - gap * (columns - 1)) / columns
    y = -random.uniform(40, 240)
    while y < canvas.height:
        canvas.box(left, y, left + (right - left) * random.uniform(0.55, 0.8), y + 30, ink)
        canvas.box(left, y + 42, left + (right - left) * random.uniform(0.3, 0.5), y + 54, pale)
        picture = random.randrange(columns - 1)
        top, deep = y + 78, random.uniform(330, 400)
        for column in range(columns):
            x = left + column * (wide + gap)
            start = top
            if column in (picture, picture + 1):
                if column == picture:
                    _picture(canvas, random, x, top, x + 2 * wide + gap, top + deep * 0.56, palette)
                start = top + deep * 0.56 + 14
            line = start
            while line < top + deep:
                canvas.box(x, line, x + wide * random.choice((1, 1, 1, 1, 0.96, 0.55)), line + 4.5, pale)
                line += 11
        canvas.box(left, y + deep + 100, right, y + deep + 102, pale)
        y += deep + 124


def _picture(
    canvas: Canvas, random: Random, left: float, top: float, right: float, bottom: float, palette: Palette
) -> None:
    canvas.box(left, top, right, bottom, palette.tone(0.78, 0.06))
    middle = left + (right - left) * random.uniform(0.3, 0.7)
    canvas.disc(middle, top + (bottom - top) * 0.38, (bottom - top) * 0.19, palette.light(0.86, 0.13))
    for layer in range(3):
        base = top + (bottom - top) * (0.55 + 0.15 * layer)
        peak = left + (right - left) * random.uniform(0.2, 0.8)
        colour = palette.tone(0.62 - 0.13 * layer, 0.08)
        canvas.polygon(
            [(left, bottom), (left, base), (peak, base - (bottom - top) * 0.2), (right, base), (right, bottom)], colour
        )
