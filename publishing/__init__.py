"""The Article: what everything published shares, and who may see it."""
