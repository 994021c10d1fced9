"""Own numbers: a sheet of what a company knows of itself, and a market fitted to it."""

from experiments.company.fit import CompanyFit, fit_company
from experiments.company.sheet import Sheet, read_sheet
from experiments.company.template import write_template

__all__ = ["CompanyFit", "Sheet", "fit_company", "read_sheet", "write_template"]
