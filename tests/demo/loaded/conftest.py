"""One loaded demo for all that is said of it: the modules of this folder stay together, in one worker, one after the
other."""

from pathlib import Path

import pytest

from tests.demo.conftest import loading_frame

HERE = Path(__file__).parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Whatever order the modules were shuffled into, those of this folder follow the first of them. Within each, and
    among them, the order stays as it was drawn."""
    ours = [item for item in items if item.path.parent == HERE]
    if ours:
        first = items.index(ours[0])
        others = [item for item in items if item.path.parent != HERE]
        items[:] = others[:first] + ours + others[first:]


@pytest.fixture(scope="package")
def demo(django_db_setup, django_db_blocker):
    with loading_frame(django_db_blocker) as load:
        load()
        yield


@pytest.fixture(autouse=True)
def _in_the_demo(demo, db):
    """Every test of this folder finds it loaded."""
