"""Every sentence about claims, in English and German, and how their numbers are written."""

from __future__ import annotations

from collections.abc import Mapping

from experiments.phrases import ENGLISH, Voice

GERMAN = Voice("de", decimal=",", thousands=".")
VOICES = {"en": ENGLISH, "de": GERMAN}

SENTENCES: dict[str, dict[str, str]] = {
    # words of verdicts
    "supported": {"en": "supported", "de": "gestützt"},
    "contradicted": {"en": "contradicted", "de": "spricht dagegen"},
    "reversed": {"en": "reversed", "de": "umgekehrt"},
    "depends": {"en": "depends on {what}", "de": "kommt an auf: {what}"},
    "not settled": {"en": "not settled", "de": "offen"},
    "the market": {"en": "the market", "de": "den Markt"},
    # verdicts in a sentence
    "say.supported": {
        "en": "Holds in {k} of {n} worlds; further worlds would put the share between {low} and {high} (99 %).",
        "de": "Trifft in {k} von {n} Welten zu; weitere Welten lägen mit 99 % zwischen {low} und {high}.",
    },
    "say.contradicted.no relevant effect": {
        "en": "Holds in {k} of {n} worlds only; the opposite holds in {opposites}. No relevant effect either way.",
        "de": "Trifft nur in {k} von {n} Welten zu; das Gegenteil in {opposites}. Keine erhebliche Wirkung, weder so "
              "noch so.",
    },
    "say.contradicted.reversed": {
        "en": "The opposite holds in {opposites} of {n} worlds, the claim in {k}.",
        "de": "Das Gegenteil trifft in {opposites} von {n} Welten zu, die These in {k}.",
    },
    "say.contradicted": {
        "en": "Holds in {k} of {n} worlds, which is too seldom for it to be called possible.",
        "de": "Trifft in {k} von {n} Welten zu; das ist zu selten, um es möglich zu nennen.",
    },
    "say.contradicted.never": {
        "en": "What is said never to happen happens in {k} of {n} worlds.",
        "de": "Was nie vorkommen soll, kommt in {k} von {n} Welten vor.",
    },
    "say.supported.never": {
        "en": "What is said never to happen happens in {k} of {n} worlds, at most in {high} of all (99 %).",
        "de": "Was nie vorkommen soll, kommt in {k} von {n} Welten vor, höchstens in {high} aller Welten (99 %).",
    },
    "say.depends.market": {
        "en": "Usually holds in one market and usually fails in another: {markets}.",
        "de": "Trifft in einem Markt meist zu und in einem anderen meist nicht: {markets}.",
    },
    "say.depends.condition": {
        "en": "Where {label} lies {side} {cut}, it holds in {k} of {n} worlds, elsewhere in {k_out} of {n_out}. "
              "(Found on the odd worlds, confirmed on the even: {k_even} of {n_even} and {k_even_out} of "
              "{n_even_out}.)",
        "de": "Wo {label} {side} {cut} liegt, trifft es in {k} von {n} Welten zu, sonst in {k_out} von {n_out}. "
              "(Gefunden an den ungeraden Welten, bestätigt an den geraden: {k_even} von {n_even} und {k_even_out} "
              "von {n_even_out}.)",
    },
    "above": {"en": "above", "de": "über"},
    "below": {"en": "at or below", "de": "höchstens bei"},
    "the middle": {"en": "the middle of its plausible range", "de": "der Mitte seiner plausiblen Spanne"},
    "say.not settled.does not apply": {
        "en": "Does not apply in {missing} of {all} worlds, which is more than a quarter; where it applies it holds in "
              "{k} of {n}.",
        "de": "In {missing} von {all} Welten nicht anwendbar, mehr als ein Viertel; wo anwendbar, trifft es in {k} von "
              "{n} zu.",
    },
    "say.not settled.too few worlds": {
        "en": "Holds in {k} of {n} worlds, the opposite in {opposites}. Too few worlds: with 384 it could be settled.",
        "de": "Trifft in {k} von {n} Welten zu, das Gegenteil in {opposites}. Zu wenige Welten: mit 384 könnte es sich "
              "klären.",
    },
    "say.not settled.no condition": {
        "en": "Holds in {k} of {n} worlds, the opposite in {opposites}. No declared condition separates them.",
        "de": "Trifft in {k} von {n} Welten zu, das Gegenteil in {opposites}. Keine der angemeldeten Bedingungen "
              "trennt sie.",
    },
    "say.ranking.apart": {
        "en": "In {a} and {b} no strategy is unbeaten in both. Best in most worlds: {best}, in {share} of {n}.",
        "de": "In {a} und {b} ist keine Strategie beide Male ungeschlagen. Am häufigsten die beste: {best}, in {share} "
              "von {n} Welten.",
    },
    "say.ranking.none": {
        "en": "No strategy is best in more than three of four worlds: most often {best}, in {share} of {n}.",
        "de": "Keine Strategie ist in mehr als drei von vier Welten die beste: am häufigsten {best}, in {share} von "
              "{n}.",
    },
    "say.ranking.one": {
        "en": "One strategy is best in more than three of four worlds, {best} in {share} of {n}, and some strategy is "
              "unbeaten in every pair of markets.",
        "de": "Eine Strategie ist in mehr als drei von vier Welten die beste, {best} in {share} von {n}, und in je "
              "zwei Märkten bleibt eine ungeschlagen.",
    },
    "say.ranking.few": {
        "en": "Too few worlds: at least 20 in each market are needed to say who is beaten. Most often best so far: "
              "{best}, in {share} of {n}.",
        "de": "Zu wenige Welten: Je Markt sind mindestens 20 nötig, um zu sagen, wer geschlagen ist. Bisher am "
              "häufigsten die beste: {best}, in {share} von {n}.",
    },
    "unbeaten": {"en": "Not beaten in {market}: {arms}.", "de": "Ungeschlagen in {market}: {arms}."},
    "of": {"en": "{k} of {n}", "de": "{k} von {n}"},
    "before": {
        "en": "With {n} worlds the verdict was: {word}.", "de": "Mit {n} Welten hieß das Urteil: {word}.",
    },
    "luck": {
        "en": "Some worlds suffice for this claim, so luck must not: each difference has to exceed its margin by 1.6 "
              "standard deviations of luck, known from worlds played twice (in margins: {sizes}).",
        "de": "Dieser These genügen einige Welten, darum darf Zufall nicht genügen: Jeder Unterschied muss seine "
              "Schwelle um 1,6 Standardabweichungen des Zufalls übertreffen, bekannt aus doppelt gerechneten Welten "
              "(in Schwellen: {sizes}).",
    },
    # the terminal
    "head.claim": {"en": "claim", "de": "These"},
    "head.verdict": {"en": "verdict", "de": "Urteil"},
    "head.worlds": {"en": "worlds", "de": "Welten"},
    "foot": {
        "en": "{worlds} worlds in each of {markets}; {customers} people per world; seed {seed}. The worlds column "
              "counts those in which the claim holds, of those in which it applies.",
        "de": "Je {worlds} Welten in {markets}; {customers} Menschen je Welt; Zufallsstart {seed}. Die Spalte Welten "
              "zählt die, in denen die These zutrifft, von denen, in denen sie anwendbar ist.",
    },
    # checks
    "check.placebo": {"en": "Placebo", "de": "Placebo"},
    "check.near": {"en": "Without a rule that comes close", "de": "Ohne eine Regel, die nahekommt"},
    "check.bounds": {"en": "Can it fail here?", "de": "Kann es hier scheitern?"},
    "check.falls": {
        "en": "Without it the verdict does not stand: {k} of {n} worlds run.",
        "de": "Ohne sie fällt das Urteil: {k} von {n} gerechneten Welten.",
    },
    "check.stands": {
        "en": "The verdict stands without it: {k} of {n} worlds. The effect does not come from this rule alone.",
        "de": "Das Urteil steht auch ohne sie: {k} von {n} Welten. Die Wirkung kommt nicht allein von dieser Regel.",
    },
    "check.placebo.falls": {
        "en": "With the claim's own mechanism neutral the verdict does not stand: {k} of {n} worlds run.",
        "de": "Mit neutralem Mechanismus der These fällt das Urteil: {k} von {n} gerechneten Welten.",
    },
    "check.placebo.stands": {
        "en": "The verdict stands although the claim's own mechanism is neutral: {k} of {n} worlds. The result has "
              "another cause.",
        "de": "Das Urteil steht, obwohl der Mechanismus der These neutral ist: {k} von {n} Welten. Das Ergebnis hat "
              "eine andere Ursache.",
    },
    "check.bounds.falls": {
        "en": "Yes: in world {n} of those drawn from all that is allowed it does not hold.",
        "de": "Ja: In Welt {n} von denen aus allem Erlaubten trifft es nicht zu.",
    },
    "check.bounds.stands": {
        "en": "No: it holds in all {n} worlds drawn from all that is allowed. The model cannot say otherwise.",
        "de": "Nein: Es trifft in allen {n} Welten aus allem Erlaubten zu. Das Modell kann nichts anderes sagen.",
    },
    "unequal": {"en": "not at equal cost: {arms}", "de": "nicht zu gleichen Kosten: {arms}"},
    "built_in": {"en": "the model cannot say otherwise", "de": "das Modell kann nichts anderes sagen"},
    "other_cause": {"en": "another cause", "de": "andere Ursache"},
    # contrasts and arms
    "higher": {"en": "higher", "de": "höher"},
    "lower": {"en": "lower", "de": "niedriger"},
    "level": {"en": "level", "de": "gleichauf"},
    "not higher": {"en": "not higher", "de": "nicht höher"},
    "not lower": {"en": "not lower", "de": "nicht niedriger"},
    "window.all": {"en": "over {years}", "de": "über {years}"},
    "window.end": {"en": "at the end", "de": "am Ende"},
    "window.year": {"en": "year {n}", "de": "{n}. Jahr"},
    "window.years": {"en": "years {a} to {b}", "de": "{a}. bis {b}. Jahr"},
    "window.week": {"en": "week {n}", "de": "Woche {n}"},
    "window.weeks": {"en": "weeks {a} to {b}", "de": "Woche {a} bis {b}"},
    "years": {"en": "{n} years", "de": "{n} Jahre"},
    "weeks": {"en": "{n} weeks", "de": "{n} Wochen"},
    "does.strategy": {"en": "strategy: {name}", "de": "Strategie: {name}"},
    "does.quo": {"en": "status quo", "de": "weiter wie bisher"},
    "does.from": {"en": "from week {week}", "de": "ab Woche {week}"},
    "does.levers": {"en": "levers: {levers}", "de": "Stellhebel: {levers}"},
    "does.rivals": {"en": "rivals: {what}", "de": "Wettbewerber: {what}"},
    "does.other": {"en": "{firm}: {what}", "de": "{firm}: {what}"},
    "does.nature": {"en": "from week 0: {what}", "de": "ab Woche 0: {what}"},
    "does.people": {"en": "people in week 0, mean: {what}", "de": "Menschen in Woche 0, Mittel: {what}"},
    "does.before": {
        "en": "in the whole market, warm-up included: {what}", "de": "im ganzen Markt, schon vorher: {what}",
    },
    "does.off": {"en": "neutral: {what}", "de": "neutral: {what}"},
    "does.event": {"en": "week {week}: {what}", "de": "Woche {week}: {what}"},
}


def say(voice: Voice, key: str, **values: object) -> str:
    """Return a sentence in a voice's language with its values."""
    return voice.text(SENTENCES[key]).format(**values)


def counted(voice: Voice, one: Mapping[str, object]) -> str:
    """Return k of n."""
    return say(voice, "of", k=one["k"], n=one["n"])
