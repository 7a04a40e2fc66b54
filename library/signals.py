"""Word sent up from the library. Receivers run inside the sender's transaction: if one fails, nothing happened."""

from django.dispatch import Signal

documents_changed = Signal()  # pks; their words are known, or they came to another collection
