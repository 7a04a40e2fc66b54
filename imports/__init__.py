"""Bringing an old blog in: WordPress and Blogger, read, tried out, and written as pages of a team."""
