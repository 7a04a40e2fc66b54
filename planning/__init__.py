"""What is to come: the editorial calendar, on the site and in people's own calendar programs."""
