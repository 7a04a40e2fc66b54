"""Word sent up from teams. Receivers run inside the sender's transaction: if one fails, nothing happened."""

from django.dispatch import Signal

team_created = Signal()  # team, page, by
visibility_changed = Signal()  # team, by
policy_changed = Signal()  # team, by
team_archived = Signal()  # team, by
team_deleted = Signal()  # team, by; before the tree is removed
membership_changed = Signal()  # team, person, role (None: no longer a member), by
