"""A part that is included with nothing but its inputs is handed the token of its forms, or nobody can send them."""

import re
from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.ROOT) / "templates"
INCLUDE = re.compile(r'{% include "([^"]+)"([^%]*)%}')


def test_every_form_in_an_isolated_part_is_handed_its_token():
    texts = {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.html")}
    sends = {name for name, text in texts.items() if "{% csrf_token %}" in text}
    before: set[str] = set()
    while sends != before:
        before = sends
        sends = before | {
            name for name, text in texts.items() if any(part in before for part, _inputs in INCLUDE.findall(text))
        }
    forgotten = [
        f"{name} includes {part}"
        for name, text in texts.items()
        for part, inputs in INCLUDE.findall(text)
        if part in sends and inputs.rstrip().endswith(" only") and "csrf_token=" not in inputs
    ]
    assert forgotten == []
