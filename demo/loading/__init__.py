"""Building the demo organisation through the actions that people use, and dating it back afterwards."""
