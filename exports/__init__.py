"""Taking everything out, and bringing it into an empty house: the whole site, a team, or what belongs to one person."""
