"""Who decides on a step, who may not because they wrote it, and what being asked opens to somebody."""
