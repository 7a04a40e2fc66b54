"""What every page owes whoever looks at it, whatever they see it with."""

from axe_playwright_python.base import AXE_SCRIPT

NARROWEST = {"width": 320, "height": 640}

_FOCUS_IS_SEEN = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return "";
  const marked = (each) => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  /* A field without a frame of its own is marked by the box that it fills. */
  const seen = marked(here) || (here.matches("input, textarea") && marked(here.parentElement));
  const box = here.getBoundingClientRect();
  const inView = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
  return seen && inView ? "" : `${here.outerHTML.slice(0, 120)}: ${seen ? "out of view" : "no mark of focus"}`;
}"""
_WIDER_THAN_THE_SCREEN = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= innerWidth) return [];
  return Array.from(document.querySelectorAll("body *"))
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 5)
    .map((each) => each.outerHTML.slice(0, 120));
}"""


def complaints_of_axe(page):
    """What axe-core finds with all that it looks for by itself, a line for each place."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)  # by the debugger, so that the page's policy is left as it is
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'], elementRef: false })")
    return [
        f"{violation['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for violation in found["violations"]
        for node in violation["nodes"][:4]
    ]


def is_whole(page):
    """One title, one h1, one main part, a language."""
    missing = []
    if page.get_by_role("heading", level=1).count() != 1:
        missing.append(f"{page.get_by_role('heading', level=1).count()} headings of the first level")
    if page.get_by_role("main").count() != 1:
        missing.append("not one main part")
    if page.title().startswith(" ·") or not page.title():
        missing.append(f"title {page.title()!r}")
    return missing


def focus_is_seen(page, steps=6):
    """Going through by key: the way past the header comes first, and every stop is marked."""
    lost = []
    starts_in_a_field = page.evaluate("() => document.activeElement !== document.body")
    for step in range(steps):
        page.keyboard.press("Tab")
        if step == 0 and not starts_in_a_field and not page.evaluate("() => document.activeElement.matches('.skip')"):
            lost.append("the first stop does not lead past the header")
        trouble = page.evaluate(_FOCUS_IS_SEEN)
        if trouble:
            lost.append(trouble)
    return lost


def fits(page):
    """Nothing has to be pushed sideways."""
    return [f"wider than the screen: {each}" for each in page.evaluate(_WIDER_THAN_THE_SCREEN)]


def complaints_about(page):
    """Everything above: by key and in the light as it is, then in the dark on the narrowest screen."""
    found = []

    def note(how, complaints):
        found.extend(f"{how}: {each}" for each in complaints)

    note("whole", is_whole(page))
    note("by key", focus_is_seen(page))
    page.evaluate("() => document.activeElement.blur()")
    note("light", complaints_of_axe(page))
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROWEST)
    note("dark and narrow", complaints_of_axe(page))
    note("narrow", fits(page))
    return found
