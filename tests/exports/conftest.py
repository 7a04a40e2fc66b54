import pytest

from .world import House, empty_the_house


@pytest.fixture
def media(settings, tmp_path):
    """A folder for files of its own, which another installation would have."""

    def at(name):
        settings.MEDIA_ROOT = str(tmp_path / name)

    at("media-before")
    return at


@pytest.fixture
def house(db, media):
    return House()


@pytest.fixture
def another_installation(media):
    """From here on, tests are somewhere else: an empty house with its own disk."""

    def move():
        empty_the_house()
        media("media-after")

    return move
