"""Departments: a file here is a department, with its levers, what it publishes, and how it decides."""

from importlib import import_module
from pkgutil import iter_modules

from agents.departments.base import DEPARTMENTS, Department

for _module in sorted(found.name for found in iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")

__all__ = ["DEPARTMENTS", "Department"]
