"""The words of the report's last page, which is for those who check."""

from __future__ import annotations

AUDIT: dict[str, str] = {
    "audit": "For those who check",
    "audit_changes": "Changed against the shipped market",
    "audit_no_base": "The scenario stands on none of the shipped markets, so there is nothing to hold it against.",
    "audit_unchanged": "Nothing: the market is ‹{base}› as it is shipped.",
    "audit_changed": "Values that differ from ‹{base}› as it is shipped: {n} ({counts}).",
    "audit_count": "{kind}: {n}",
    "audit_list": ", ",
    "audit_shipped": "As shipped",
    "audit_here": "Here",
    "audit_backed": "Backed by",
    "audit_backing": "What backs all numbers of this page",
    "backed_own": "own figure",
    "backed_fact": "published fact",
    "backed_fitted": "fitted to figures",
    "backed_assumption": "assumption",
    "backed_option": "set on the command line",
    "backed_file": "a scenario's file",
    "backed_reference": "another source",
    "backed_none": "no source",
    "carrying": "The numbers that carry the answer",
    "carrying_lead": "Of all numbers that nobody knows exactly, these move ‹{outcome}› of {arm} against {reference} "
    "most over the {n} worlds. Where the expected difference changes its sign within what is plausible, the value is "
    "given.",
    "carrying_none": "Too few worlds to say which numbers carry the answer: there are {n}, at least 20 are needed.",
    "carrying_honest": "Read from a straight line through the {n} worlds of this page, in {k} numbers at once; nothing "
    "was run anew. The limits ({level}) come from drawing these worlds again and again, with the same {k} numbers. As "
    "they were chosen for moving the difference most, they look stronger than they are, and a curve would be missed. "
    "To be surer, compare again with the number set to the value at which it turns.",
    "carrying_range": "Plausible",
    "carrying_low": "Expected difference at the low end",
    "carrying_high": "At the high end",
    "carrying_turns": "Turns at",
    "carrying_beyond": "Beyond chance",
    "turns_at": "{value} ({level}: {low} to {high})",
    "turns_beyond_low": "below the range",
    "turns_beyond_high": "above the range",
    "turns_not": "does not turn within its range",
    "turns_seldom": " (in {share} of the redrawn worlds it would)",
}
