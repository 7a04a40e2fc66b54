"""Health, background work that survives, the scheduler and the bench."""
