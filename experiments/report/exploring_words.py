"""Every word of the pages of sensitivity and discovery in one place, so that a catalogue can translate them."""

from __future__ import annotations

from experiments.languages import sayer

TEXTS = {
    "kind_sensitivity": "sensitivity", "kind_discovery": "conditions",
    "title_sensitivity": "What decides by how much ‹{arm}› differs from ‹{reference}› in {outcome}?",
    "title_discovery": "Under which conditions does ‹{arm}› differ from ‹{reference}› in {outcome}?",
    "title_column": "Under which conditions is ‹{outcome}› out of the ordinary?",
    "setting": "{firm}, {market}, {span} after the warm-up",
    "answer": "What was found", "more": "What belongs to it", "method": "How it was done",
    "effects_title": "What moves the difference", "screening_title": "The screening before",
    "effects_lead": "How far the difference moves when an input goes from one end of its plausible range to the "
                    "other, on "
                    "average over where all others stand. What lies in the grey ribbon is too small to matter.",
    "screening_lead": "All inputs by Morris; Sobol looked at the first ones.",
    "effects_lead_sobol": "What share of the variance goes back to an input, together with all it does with others.",
    "effects_caption": "The {n} inputs with most effect on the difference in {outcome}",
    "screening_caption": "The {n} inputs with most effect in the screening, {outcome}",
    "effects_label": "Bars with intervals. The largest: {rows}.",
    "axis_effect": "effect on the difference in {outcome}, {unit}", "axis_share": "share of the variance, {unit}",
    "legend_interval": "interval (95 %)", "legend_margin": "too small to matter ({margin})",
    "legend_higher": "higher values favour {arm}", "legend_mixed": "direction depends on the others",
    "legend_groups": "several inputs moved together",
    "head_input": "input", "head_range": "plausible range", "head_low": "from", "head_high": "to",
    "head_luck": "by luck alone", "head_own": "on its own", "head_direction": "direction", "head_verdict": "it",
    "box_title": "Box {n}",
    "box_lead": "The box holds {coverage} of all such cases (coverage) in {mass} of all rows (mass); {density} of "
                "what lies "
                "in it are such cases (density).",
    "limits_caption": "Where each restricted input lies within its range",
    "limits_label": "Ranges: {conditions}.",
    "dots_caption": "All rows over the inputs that are restricted most",
    "dots_label": "Dots; the box is where {conditions}.",
    "legend_whole": "whole range", "legend_box": "in the box", "legend_case": "such a case", "legend_other": "other",
    "lowest": "lowest", "middle": "middle", "highest": "highest", "axis_range": "place within the range",
    "difference_in": "difference in {outcome}, + as good",
    "trajectory": "What each restriction brings and costs",
    "trajectory_lead": "From right to left, one peel after the other: fewer of all cases are held, and what is held "
                       "are "
                       "more often cases. Choose another point with --density.",
    "trajectory_label": "Line of density over coverage, and the box that was taken.",
    "legend_peeled": "peeling", "legend_taken": "box taken, after dropping and pasting",
    "axis_coverage": "coverage, % of all cases", "axis_density": "density, % of the rows in the box",
    "step": "{restricted} inputs restricted, {mass} % of all rows",
    "head_restriction": "restriction", "head_quasi_p": "quasi-p", "head_again": "found again in halves",
    "head_step": "peel", "head_coverage": "coverage", "head_density": "density", "head_mass": "mass",
    "head_restricted": "inputs restricted",
    "fact_runs": "Runs", "fact_points": "Trajectories or base points", "fact_seeds": "Seeds per point",
    "fact_rows": "Rows looked at", "fact_inputs": "Inputs looked at",
    "fact_of": "{n} of {all}", "fact_customers": "Customers simulated",
    "fact_warm_up": "Warm-up", "fact_seed": "Seed", "fact_software": "Software",
}  # fmt: skip
_PAIRED = "Both strategies meet the same people and the same luck; what is looked at is their difference, run by run."
METHODS = {
    "morris": (
        _PAIRED,
        "All points meet the same seeds, so that what differs between points is the point.",
        "A trajectory moves one input (or one mechanism's) after the other by two thirds of its plausible range; the "
        "mean "
        "size of these moves, per whole range, is the effect (Morris 1991; Campolongo et al. 2007).",
        "The interval is a bootstrap over trajectories (95 %). Few trajectories make rough intervals.",
        "What luck alone would feign is had from the difference between two seeds at the same points.",
        "An input matters if its interval lies beyond the margin of relevance and beyond luck; it does not if the "
        "whole "
        "interval lies within the margin; else it is open.",
        "Points lie on a grid over the plausible ranges; they are not sifted by whether they look like the market, and "
        "are no sample of worlds: nothing here is a probability.",
    ),
    "sobol": (
        _PAIRED,
        "All points meet the same seeds, so that what differs between points is the point.",
        "Inputs that are not looked at have their best values.",
        "Shares of the variance by Saltelli's design (Saltelli et al. 2010): the total share counts all that an input "
        "does, on its own and with others, so that shares may add up to more than 100 %.",
        "The interval is a bootstrap (95 %); an estimate may lie below 0 or above 100 %.",
        "Directions are those of the rank correlation over the design.",
    ),
    "discovery": (
        "A row is a case where the difference lies beyond the margin of relevance (or the limit that was given).",
        "Looked at are the inputs that go most with the cases (rank correlation), one for ten rows of the rarer kind, "
        "or those that were named.",
        "PRIM peels a twentieth of the rows off one side of one input, again and again, where the share of cases in "
        "the "
        "rest rises most per row lost (Friedman & Fisher 1999).",
        "Taken is the box whose coverage exceeds its mass by most; restrictions that chance explains (quasi-p above 5"
        " %, "
        "Bryant & Lempert 2010) are dropped, and the box is grown where its density does not fall.",
        "The search as a whole is tried against chance: cases are shuffled over the rows, and the same search is made.",
        "It is made again in random halves, to see which restrictions come back.",
        "A further box is looked for among the rows that the ones before leave.",
        "A box says where cases crowd, not why; inputs that go together can stand for each other.",
    ),
}

say = sayer(TEXTS)
