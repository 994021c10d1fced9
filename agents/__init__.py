"""Who acts: customers as columns, firms and their departments as Mesa agents.

Everything is declared in one order, whatever is imported first: rules are compiled with the numbers of lines and slots.
"""

from agents import declarations  # noqa: F401
