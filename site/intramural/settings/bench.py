"""For measuring: production, plus one address that does nothing and is the floor."""

from .production import *  # noqa: F403 - a settings module is its base plus what differs

ROOT_URLCONF = "intramural.bench_urls"
