"""Every sentence about claims, by key."""

from __future__ import annotations

from collections.abc import Mapping

from experiments.phrases import Voice

SENTENCES: dict[str, str] = {
    "supported": "supported",
    "contradicted": "contradicted",
    "reversed": "reversed",
    "depends": "depends on {what}",
    "not settled": "not settled",
    "the market": "the market",
    "say.supported": "Holds in {k} of {n} worlds; further worlds would put the share between {low} and {high} (99 %).",
    "say.contradicted.no relevant effect": "Holds in {k} of {n} worlds only; the opposite holds in {opposites}. No "
    "relevant effect either way.",
    "say.contradicted.reversed": "The opposite holds in {opposites} of {n} worlds, the claim in {k}.",
    "say.contradicted": "Holds in {k} of {n} worlds, which is too seldom for it to be called possible.",
    "say.contradicted.never": "What is said never to happen happens in {k} of {n} worlds.",
    "say.supported.never": "What is said never to happen happens in {k} of {n} worlds, at most in {high} of all (99 "
    "%).",
    "say.depends.market": "Usually holds in one market and usually fails in another: {markets}.",
    "say.depends.condition": "Where {label} lies {side} {cut}, it holds in {k} of {n} worlds, elsewhere in {k_out} "
    "of {n_out}. (Found on the odd worlds, confirmed on the even: {k_even} of {n_even} and {k_even_out} of "
    "{n_even_out}.)",
    "above": "above",
    "below": "at or below",
    "the middle": "the middle of its plausible range",
    "say.not settled.does not apply": "Does not apply in {missing} of {all} worlds, which is more than a quarter; "
    "where it applies it holds in {k} of {n}.",
    "say.not settled.too few worlds": "Holds in {k} of {n} worlds, the opposite in {opposites}. Too few worlds: with "
    "384 it could be settled.",
    "say.not settled.no condition": "Holds in {k} of {n} worlds, the opposite in {opposites}. No declared condition "
    "separates them.",
    "say.ranking.apart": "In {a} and {b} no strategy is unbeaten in both. Best in most worlds: {best}, in {share} of "
    "{n}.",
    "say.ranking.none": "No strategy is best in more than three of four worlds: most often {best}, in {share} of {n}.",
    "say.ranking.one": "One strategy is best in more than three of four worlds, {best} in {share} of {n}, and some "
    "strategy is unbeaten in every pair of markets.",
    "say.ranking.few": "Too few worlds: at least 20 in each market are needed to say who is beaten. Most often best "
    "so far: {best}, in {share} of {n}.",
    "unbeaten": "Not beaten in {market}: {arms}.",
    "of": "{k} of {n}",
    "before": "With {n} worlds the verdict was: {word}.",
    "luck": "Some worlds suffice for this claim, so luck must not: each difference has to exceed its margin by 1.6 "
    "standard deviations of luck, known from worlds played twice (in margins: {sizes}).",
    "head.claim": "claim",
    "head.verdict": "verdict",
    "head.worlds": "worlds",
    "foot": "{worlds} worlds in each of {markets}; {customers} people per world; seed {seed}. The worlds column "
    "counts those in which the claim holds, of those in which it applies.",
    "check.placebo": "Placebo",
    "check.near": "Without a rule that comes close",
    "check.bounds": "Can it fail here?",
    "check.falls": "Without it the verdict does not stand: {k} of {n} worlds run.",
    "check.stands": "The verdict stands without it: {k} of {n} worlds. The effect does not come from this rule alone.",
    "check.placebo.falls": "With the claim's own mechanism neutral the verdict does not stand: {k} of {n} worlds run.",
    "check.placebo.stands": "The verdict stands although the claim's own mechanism is neutral: {k} of {n} worlds. "
    "The result has another cause.",
    "check.bounds.falls": "Yes: in world {n} of those drawn from all that is allowed it does not hold.",
    "check.bounds.stands": "No: it holds in all {n} worlds drawn from all that is allowed. The model cannot say "
    "otherwise.",
    "unequal": "not at equal cost: {arms}",
    "built_in": "the model cannot say otherwise",
    "other_cause": "another cause",
    "higher": "higher",
    "lower": "lower",
    "level": "level",
    "not higher": "not higher",
    "not lower": "not lower",
    "window.all": "over {years}",
    "window.end": "at the end",
    "window.year": "year {n}",
    "window.years": "years {a} to {b}",
    "window.week": "week {n}",
    "window.weeks": "weeks {a} to {b}",
    "years": "{years} years",
    "weeks": "{n} weeks",
    "does.strategy": "strategy: {name}",
    "does.quo": "status quo",
    "does.from": "from week {week}",
    "does.levers": "levers: {levers}",
    "does.rivals": "rivals: {what}",
    "does.other": "{firm}: {what}",
    "does.nature": "from week 0: {what}",
    "does.people": "people in week 0, mean: {what}",
    "does.before": "in the whole market, warm-up included: {what}",
    "does.off": "neutral: {what}",
    "does.event": "week {week}: {what}",
}


def say(voice: Voice, key: str, **values: object) -> str:
    """Return a sentence in a voice's language with its values."""
    return voice.text(SENTENCES[key]).format(**values)


def counted(voice: Voice, one: Mapping[str, object]) -> str:
    """Return k of n."""
    return say(voice, "of", k=one["k"], n=one["n"])
