"""What a server needs: it refuses to start without a key and an address."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403 - a settings module is its base plus what differs
from .base import BASE_URL, SECRET_KEY

if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY: a long random value that stays the same from start to start.")
if not BASE_URL:
    raise ImproperlyConfigured("Set BASE_URL to the address people type, such as https://intramural.example.org.")
