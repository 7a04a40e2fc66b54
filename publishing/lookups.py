"""How a column is asked where Django's own words for it lead a database astray."""

from typing import Any

from django.db.models import Lookup


class IsForEverybodyOr(Lookup):  # type: ignore[type-arg]  # of whatever names an audience
    """``audience__for_everybody_or=groups``: no audience, which means everybody, or one of these groups.

    Most readers read most articles. SQLite knows no shares: it takes the index of audiences for the way in, and then
    reads and sorts all that is readable for the newest twenty. The plus keeps it from that; PostgreSQL knows better.
    """

    lookup_name = "for_everybody_or"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return self._condition(compiler, "")

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return self._condition(compiler, "+")

    def _condition(self, compiler: Any, sign: str) -> tuple[str, Any]:
        column, params = compiler.compile(self.lhs)
        groups = list(self.rhs)
        asked = f"{sign}{column} IS NULL"
        if not groups:
            return f"({asked})", list(params)
        places = ", ".join(["%s"] * len(groups))
        return f"({asked} OR {sign}{column} IN ({places}))", [*params, *params, *groups]
