"""Departments: a file here is a department, with its levers, what it publishes, and how it decides."""

from agents.departments.base import DEPARTMENTS, Department
from agents.departments import billing, board, cx_unit, data_office, people, product, service  # noqa: F401  # isort: skip

__all__ = ["DEPARTMENTS", "Department"]
