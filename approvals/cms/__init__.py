"""What approvals changes in Wagtail's editor: its screens, its menu and what it tells before a page is submitted."""
