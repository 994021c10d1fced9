"""The essays' claims put to the test: one file per claim, paired experiments in plausible worlds, verdicts.

`try_claims` runs them; `load_claims` reads their files.
"""

from experiments.claims.files import ClaimFile, load_claims
from experiments.claims.judging import Tested
from experiments.claims.trial import Trials, try_claims

__all__ = ["ClaimFile", "Tested", "Trials", "load_claims", "try_claims"]
