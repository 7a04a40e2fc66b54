"""Teams, memberships and roles, and the team's place in the tree."""
