"""Which of the waiting background tasks goes first, and which may keep a worker for minutes.

For ``@task(priority=…)``. One worker leaves the long ones to the others, so that mail, search and what happens by the
clock never wait behind an import: see docs/operations/background-work.md.
"""

SOON = 20  # somebody looks for what it brings
USUAL = 0
LONG = -20
