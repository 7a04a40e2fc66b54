"""Who reads what is looked for in vain, and puts pages on top of a search."""

from teams.house import is_communications_or_administrator

may_tend_search = is_communications_or_administrator
