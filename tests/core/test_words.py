"""The house's own words for what Wagtail says."""

import re
from pathlib import Path

import pytest
from django.utils.translation import gettext

CATALOGUE = Path(__file__).resolve().parents[2] / "locale/en/LC_MESSAGES/django.po"
WORDS = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', CATALOGUE.read_text(), flags=re.M)


@pytest.mark.parametrize(("theirs", "ours"), WORDS)
def test_what_is_written_in_the_catalogue_is_what_is_said(theirs, ours):
    assert gettext(theirs) == ours


def test_wagtail_still_says_what_the_catalogue_gives_other_words_for():
    import wagtail

    said = "".join(
        path.read_text()
        for pattern in ("*.py", "*.html")
        for path in Path(wagtail.__file__).parent.rglob(pattern)
        if "migrations" not in path.parts and "tests" not in path.parts
    )
    assert [theirs for theirs, _ours in WORDS if theirs not in said] == []
