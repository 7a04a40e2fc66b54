"""What published pages are about, and which of them resemble each other or what somebody asks."""
