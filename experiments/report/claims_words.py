"""The sentences of the claims' report, by key."""

from __future__ import annotations

from experiments.phrases import Voice

WORDS: dict[str, str] = {
    "title": "Claims put to the test",
    "document": "Verdicts on claims",
    "skip": "Skip to the verdicts",
    "contents": "On this page",
    "lead": "Each claim is a hypothesis about companies and their customers. It is tried in paired experiments: in "
    "every world all arms meet the same customers with the same luck. A world is one draw of everything that nobody "
    "knows exactly, from what is plausible.",
    "setting": "Claims: {claims}. Worlds: {worlds} in each of {markets}, with {customers} simulated people each.",
    "verdicts": "Verdicts",
    "claim": "Claim",
    "verdict": "Verdict",
    "worlds": "Worlds",
    "legend_hit": "claim holds",
    "legend_level": "neither",
    "legend_opposite": "opposite holds",
    "legend_none": "does not apply",
    "bar": "{k} of {n} worlds: claim holds; {level} neither; {opposite} opposite; {none} does not apply",
    "usually": "said to hold usually",
    "can": "said to be possible",
    "never": "said never to happen",
    "source": "Source: {source}",
    "by_market": "By market",
    "compared": "What was compared",
    "applies": "For a world to count",
    "hit": "For the claim to hold, all of these",
    "opposite": "For the opposite to hold, all of these",
    "also": "Shown beside it; decides nothing",
    "must_be": "must be {way}",
    "expected": "{way}",
    "holds_in": "holds in {k} of {n}",
    "middle": "mean {mean}; 8 of 10 worlds {low} to {high}; margin {margin}",
    "strip": "One dot per world, one row per market; 0 means no difference; grey: too small to matter.",
    "arms": "The arms",
    "conditions": "Declared beforehand as what it may depend on: {what}.",
    "checks": "What would be no evidence",
    "checks_none": "Placebo, knock-outs and the search for a world where it fails are run for supported and reversed "
    "claims only.",
    "runs": "Every world of this claim",
    "market": "Market",
    "world": "World",
    "draw": "Draw",
    "seed": "Seed",
    "says": "Says",
    "outcome_1": "holds",
    "outcome_0": "neither",
    "outcome_-1": "opposite",
    "outcome_None": "does not apply",
    "file": "Claim file {file}, SHA-256 {digest}",
    "best": "Best in (worlds of {n})",
    "strategy": "Strategy",
    "method": "How verdicts are reached",
    "provenance": "How this page was made",
    "in_money": "{x} million {currency}",
    "in_rate": "{x} points a year",
    "in_points": "{x} points",
    "footer": "Made with goodwill {version}. A simulation is an argument worked out, not a forecast.",
    "fact_version": "Version",
    "fact_seed": "Seed",
    "fact_created": "Computed",
    "fact_seconds": "Seconds",
    "fact_code": "Digest of the rules",
    "fact_market": "Digest of {market}",
}

METHOD: tuple[str, ...] = (
    "The claim file says beforehand which arms are compared, what has to be found in a world for the claim to hold "
    "there, and what for the opposite.",
    "A difference counts only beyond the margin, the smallest difference that matters, fixed for each measure in one "
    "place for all claims.",
    "Usually: supported if the share of worlds in which it holds is at least three quarters (99 % limits) and in no "
    "market clearly less; contradicted if it is at most a quarter. Can: supported from a tenth on.",
    "It depends on the market if it usually holds in one and usually fails in another; on a condition if one of those "
    "declared parts the odd worlds and the even worlds confirm it.",
    "Everything else is not settled, and the reason is given. All claims of a call are shown.",
    "Worlds in which a claim does not apply are counted apart; if they are more than a quarter, there is no verdict.",
    "Placebo: the claim's own mechanism is made neutral; then the verdict must not stand. Knock-out: the same with "
    "each rule that comes close to containing the claim.",
    "Can it fail here: worlds are drawn from all that is allowed instead of what is plausible; if the claim holds in "
    "every one, the model cannot say otherwise, and the verdict says nothing about the world outside.",
)


def say(voice: Voice, key: str, **values: object) -> str:
    """Return a sentence in a voice's language with its values."""
    return voice.text(WORDS[key]).format(**values)
