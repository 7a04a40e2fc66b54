"""The front door and the personal feed."""
