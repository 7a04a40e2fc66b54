"""What became of what was asked: the trail of approvals in one report, and how long approval took."""
