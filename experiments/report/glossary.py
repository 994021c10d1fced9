"""The longer texts of the report: the method, hints at single words, column heads and the facts of a computation."""

from __future__ import annotations

METHOD = (
    "A simulated market of customers and firms runs week by week; one firm follows each strategy in turn, and "
    "everything "
    "else about the market stays the same.",
    "Nobody knows some of the numbers in it exactly; a world is one draw of all of them from what is plausible, "
    "together with one course of chance.",
    "Only worlds in which today's figures come out right are kept.",
    "In each world every strategy meets the same customers with the same luck, so that the difference within a "
    "world is "
    "due to the strategy; only these differences are judged.",
    "The range over worlds holds the middle 8 of 10 worlds: it shows how much depends on what nobody knows, and no "
    "longer computation makes it smaller.",
    "The precision of the computation shows how exactly the mean difference is known: more worlds make it smaller.",
    "The margin is the smallest difference that matters; ahead and behind mean more than the margin, level means "
    "within it.",
    "Better and worse are said only if the precision of the computation leaves no doubt about the direction; level "
    "if it "
    "leaves no doubt that the difference is within the margin; otherwise the outcome is open.",
    "Trust is measured among the customers of the first week, wherever they are now, because a firm that drives off "
    "the "
    "distrustful would otherwise look trusted.",
    "Before the comparison starts the market runs for a warm-up, so that no strategy profits from an artificial "
    "beginning.",
)

# A word that needs a hint, with the hint that is shown when one points at it.
HINTS: dict[str, str] = {
    "trust": "Mean trust of the customers of the first week, wherever they are now, in points of 100, at the end.",
    "churn": "Share of the customers who leave within a year, in the last 52 weeks.",
    "precision": "How exactly the mean difference is known. More simulated worlds make it smaller.",
    "range": "The middle 8 of 10 worlds. It shows what depends on numbers that nobody knows.",
    "margin": "The smallest difference that matters, fixed beforehand for each outcome.",
    "world": "One draw of all uncertain numbers from what is plausible, with one course of chance.",
    "present_value": "Later money counts for less: it is discounted to the start.",
    "purse": "To keep to the budget, levers that buy things (campaigns, adverts, analytics, innovation) run "
             "at this share of what the strategy plans, mean over the weeks.",
    "regret": "The most that choosing this strategy can cost in any world, against the best one of that world.",
    "worst_tenth": "In 1 of 10 worlds the value is below this.",
    "reference": "The strategy that all others are compared with.",
    "cohort": "The customers of the first week, whether they have stayed or not.",
    "seed": "The number from which all chance in the computation is drawn.",
    "digest": "A fingerprint: the same input and the same version give the same one.",
}

# The hints again as a list, for readers on paper and on phones, who cannot point at a word.
TERMS: dict[str, str] = {
    "World": HINTS["world"],
    "Range over worlds": HINTS["range"],
    "Precision of the computation": HINTS["precision"],
    "Margin": HINTS["margin"],
    "Reference": HINTS["reference"],
    "Present value": HINTS["present_value"],
    "Worst tenth": HINTS["worst_tenth"],
    "Largest regret": HINTS["regret"],
}

HEADS: dict[str, str] = {
    "outcome": "Outcome",
    "strategy": "Strategy",
    "with_it": "With the strategy",
    "difference": "Difference",
    "precision": "Precision of the computation",
    "range": "Range over worlds (8 of 10)",
    "counts": "Ahead · level · behind",
    "state": "State",
    "cause": "Cause",
    "department": "Department",
    "channel": "Channel",
    "actor": "By",
    "line": "Line",
    "group": "Group",
    "share": "Share of customers",
    "persons": "Simulated persons",
    "when": "When",
    "ahead": "Ahead",
    "level": "Level",
    "behind": "Behind",
    "lever": "Lever",
    "from": "From",
    "to": "To",
    "unit": "Unit",
    "cost": "What it costs",
    "not_beaten": "Not beaten",
    "best_share": "Best, worlds",
    "worst_tenth": "Worst tenth",
    "largest_regret": "Largest regret",
    "number": "Number",
    "value": "Value",
    "source": "Source",
    "margin": "Margin",
}

FACTS: dict[str, str] = {
    "worlds": "Worlds that fit today's figures",
    "luck": "Share of chance in the range ({outcome})",
    "correlation": "Agreement between strategies over worlds ({outcome})",
    "customers": "Simulated people",
    "horizon": "Horizon",
    "rivals": "Rivals",
    "without": "Switched off for this comparison",
    "established": "Strategies already in force before the first week",
    "seed": "Seed",
    "version": "goodwill",
    "software": "Software",
    "platform": "Machine",
    "created": "Made on",
    "duration_s": "Time taken",
    "scenario_digest": "Fingerprint of the input",
    "result_digest": "Fingerprint of the result",
    "command": "To repeat it",
}

RIVALS: dict[str, str] = {
    "fixed": "keep doing what they do today",
    "follow": "copy the strategy after a year",
    "price_cut": "cut their prices",
    "adaptive": "follow prices, copy who does best and answer churn",
}
