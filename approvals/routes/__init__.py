"""The steps that a page must pass: which they are, whom they will ask, and whether they can be passed at all."""
