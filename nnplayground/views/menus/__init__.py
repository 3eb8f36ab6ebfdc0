"""One table of actions a menu; `views/action_table.py` puts them together."""
