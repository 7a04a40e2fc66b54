"""What every room of the house stands on: who may see, sections, effects, blocks. Imports nothing of ours."""
