"""Who reads reports. What stands in them is each reader's own question."""

from teams.house import is_communications_or_administrator

may_read_reports = is_communications_or_administrator
