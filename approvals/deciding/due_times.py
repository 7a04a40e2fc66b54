"""When an answer to a step is due, in working time."""

from datetime import datetime

from teams.working_time import Calendar, NoWorkingTime

from ..models import RequestStep
from ..steps import Asks


def due_for(step: RequestStep, calendar: Calendar) -> datetime | None:
    """When an answer is due, counted from the moment it was asked for: in the working time of the one person whom the
    step names, else in the house's. None where nobody ever works."""
    people = list(step.people.all()[:2]) if step.asks == Asks.PEOPLE else []
    if len(people) == 1:
        calendar = calendar.of_person(people[0])
    try:
        return calendar.after(step.started_at, step.working_hours) if step.started_at else None
    except NoWorkingTime:
        return None
