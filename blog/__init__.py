"""What people publish: posts and project write-ups."""
