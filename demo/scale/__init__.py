"""A large organisation, the same every time: for measuring, and for seeing what ten thousand posts do to a page.

What is a rule (a team, its groups, rights and route) is made by the action that everybody uses. What is mass (pages,
revisions, memberships, comments) is written table by table, because one by one it would take hours.
"""
