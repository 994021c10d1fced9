"""The sentences of the claims' report in English and German."""

from __future__ import annotations

from experiments.phrases import Voice

WORDS: dict[str, dict[str, str]] = {
    "title": {"en": "Claims put to the test", "de": "Thesen auf dem Prüfstand"},
    "document": {"en": "Verdicts on claims", "de": "Urteile über Thesen"},
    "skip": {"en": "Skip to the verdicts", "de": "Zu den Urteilen"},
    "contents": {"en": "On this page", "de": "Auf dieser Seite"},
    "lead": {
        "en": "Each claim is a hypothesis about companies and their customers. It is tried in paired experiments: in "
              "every world all arms meet the same customers with the same luck. A world is one draw of everything "
              "that nobody knows exactly, from what is plausible.",
        "de": "Jede These ist eine Vermutung über Unternehmen und ihre Kundschaft. Geprüft wird sie in gepaarten "
              "Versuchen: In jeder Welt treffen alle Arme auf dieselben Kunden mit demselben Zufall. Eine Welt ist "
              "eine Ziehung von allem, was niemand genau weiß, aus dem Plausiblen.",
    },
    "setting": {
        "en": "Claims: {claims}. Worlds: {worlds} in each of {markets}, with {customers} simulated people each.",
        "de": "Thesen: {claims}. Welten: je {worlds} in {markets}, mit je {customers} simulierten Menschen.",
    },
    "verdicts": {"en": "Verdicts", "de": "Urteile"},
    "claim": {"en": "Claim", "de": "These"},
    "verdict": {"en": "Verdict", "de": "Urteil"},
    "worlds": {"en": "Worlds", "de": "Welten"},
    "legend_hit": {"en": "claim holds", "de": "These trifft zu"},
    "legend_level": {"en": "neither", "de": "weder noch"},
    "legend_opposite": {"en": "opposite holds", "de": "Gegenteil trifft zu"},
    "legend_none": {"en": "does not apply", "de": "nicht anwendbar"},
    "bar": {
        "en": "{k} of {n} worlds: claim holds; {level} neither; {opposite} opposite; {none} does not apply",
        "de": "{k} von {n} Welten: These trifft zu; {level} weder noch; {opposite} Gegenteil; {none} nicht anwendbar",
    },
    "usually": {"en": "said to hold usually", "de": "soll meist gelten"},
    "can": {"en": "said to be possible", "de": "soll möglich sein"},
    "never": {"en": "said never to happen", "de": "soll nie vorkommen"},
    "source": {"en": "Source: {source}", "de": "Quelle: {source}"},
    "by_market": {"en": "By market", "de": "Nach Märkten"},
    "compared": {"en": "What was compared", "de": "Was verglichen wurde"},
    "applies": {"en": "For a world to count", "de": "Damit eine Welt zählt"},
    "hit": {"en": "For the claim to hold, all of these", "de": "Damit die These zutrifft, alle diese"},
    "opposite": {"en": "For the opposite to hold, all of these", "de": "Damit das Gegenteil zutrifft, alle diese"},
    "also": {"en": "Shown beside it; decides nothing", "de": "Daneben gezeigt; entscheidet nichts"},
    "must_be": {"en": "must be {way}", "de": "muss {way} sein"},
    "expected": {"en": "{way}", "de": "{way}"},
    "holds_in": {"en": "holds in {k} of {n}", "de": "gilt in {k} von {n}"},
    "middle": {
        "en": "mean {mean}; 8 of 10 worlds {low} to {high}; margin {margin}",
        "de": "Mittel {mean}; 8 von 10 Welten {low} bis {high}; Schwelle {margin}",
    },
    "strip": {
        "en": "One dot per world, one row per market; 0 means no difference; grey: too small to matter.",
        "de": "Ein Punkt je Welt, eine Zeile je Markt; 0 heißt kein Unterschied; grau: zu klein, um zu zählen.",
    },
    "arms": {"en": "The arms", "de": "Die Arme"},
    "conditions": {
        "en": "Declared beforehand as what it may depend on: {what}.",
        "de": "Vorab angemeldet als das, worauf es ankommen kann: {what}.",
    },
    "checks": {"en": "What would be no evidence", "de": "Was kein Beleg wäre"},
    "checks_none": {
        "en": "Placebo, knock-outs and the search for a world where it fails are run for supported and reversed claims "
              "only.",
        "de": "Placebo, Ausschaltungen und die Suche nach einer Welt, in der sie scheitert, gibt es nur bei gestützten "
              "und umgekehrten Thesen.",
    },
    "runs": {"en": "Every world of this claim", "de": "Jede Welt dieser These"},
    "market": {"en": "Market", "de": "Markt"},
    "world": {"en": "World", "de": "Welt"},
    "draw": {"en": "Draw", "de": "Ziehung"},
    "seed": {"en": "Seed", "de": "Zufallsstart"},
    "says": {"en": "Says", "de": "Sagt"},
    "outcome_1": {"en": "holds", "de": "trifft zu"},
    "outcome_0": {"en": "neither", "de": "weder noch"},
    "outcome_-1": {"en": "opposite", "de": "Gegenteil"},
    "outcome_None": {"en": "does not apply", "de": "nicht anwendbar"},
    "file": {"en": "Claim file {file}, SHA-256 {digest}", "de": "Datei der These {file}, SHA-256 {digest}"},
    "best": {"en": "Best in (worlds of {n})", "de": "Am besten in (von {n} Welten)"},
    "strategy": {"en": "Strategy", "de": "Strategie"},
    "method": {"en": "How verdicts are reached", "de": "Wie Urteile zustande kommen"},
    "provenance": {"en": "How this page was made", "de": "Wie diese Seite entstand"},
    "in_money": {"en": "{x} million {currency}", "de": "{x} Mio. {currency}"},
    "in_rate": {"en": "{x} points a year", "de": "{x} Punkte im Jahr"},
    "in_points": {"en": "{x} points", "de": "{x} Punkte"},
    "footer": {
        "en": "Made with goodwill {version}. A simulation is an argument worked out, not a forecast.",
        "de": "Erstellt mit goodwill {version}. Eine Simulation ist ein durchgerechnetes Argument, keine Vorhersage.",
    },
    "fact_version": {"en": "Version", "de": "Version"},
    "fact_seed": {"en": "Seed", "de": "Zufallsstart"},
    "fact_created": {"en": "Computed", "de": "Gerechnet"},
    "fact_seconds": {"en": "Seconds", "de": "Sekunden"},
    "fact_code": {"en": "Digest of the rules", "de": "Prüfsumme der Regeln"},
    "fact_market": {"en": "Digest of {market}", "de": "Prüfsumme von {market}"},
}

METHOD: dict[str, tuple[str, ...]] = {
    "en": (
        "The claim file says beforehand which arms are compared, what has to be found in a world for the claim to hold "
        "there, and what for the opposite.",
        "A difference counts only beyond the margin, the smallest difference that matters, fixed for each measure in "
        "one place for all claims.",
        "Usually: supported if the share of worlds in which it holds is at least three quarters (99 % limits) and in "
        "no market clearly less; contradicted if it is at most a quarter. Can: supported from a tenth on.",
        "It depends on the market if it usually holds in one and usually fails in another; on a condition if one of "
        "those declared parts the odd worlds and the even worlds confirm it.",
        "Everything else is not settled, and the reason is given. All claims of a call are shown.",
        "Worlds in which a claim does not apply are counted apart; if they are more than a quarter, there is no "
        "verdict.",
        "Placebo: the claim's own mechanism is made neutral; then the verdict must not stand. Knock-out: the same with "
        "each rule that comes close to containing the claim.",
        "Can it fail here: worlds are drawn from all that is allowed instead of what is plausible; if the claim holds "
        "in every one, the model cannot say otherwise, and the verdict says nothing about the world outside.",
    ),
    "de": (
        "Die Datei der These sagt vorab, welche Arme verglichen werden, was in einer Welt gefunden werden muss, damit "
        "die These dort zutrifft, und was für das Gegenteil.",
        "Ein Unterschied zählt nur jenseits der Erheblichkeitsschwelle, des kleinsten Unterschieds von Belang, die je "
        "Größe an einer Stelle für alle Thesen festgelegt ist.",
        "Meist: gestützt, wenn die These in mindestens drei Vierteln der Welten zutrifft (99-%-Grenzen) und in keinem "
        "Markt klar seltener; es spricht dagegen, wenn es höchstens ein Viertel ist. Kann: gestützt ab einem Zehntel.",
        "Es kommt auf den Markt an, wenn sie in einem meist zutrifft und in einem anderen meist nicht; auf eine "
        "Bedingung, wenn eine der angemeldeten die ungeraden Welten trennt und die geraden es bestätigen.",
        "Alles andere ist offen, mit Angabe des Grundes. Alle Thesen eines Aufrufs werden gezeigt.",
        "Welten, in denen eine These nicht anwendbar ist, werden getrennt gezählt; sind es mehr als ein Viertel, gibt "
        "es kein Urteil.",
        "Placebo: Der eigene Mechanismus der These wird neutral gestellt; dann darf das Urteil nicht stehen. "
        "Ausschaltung: dasselbe mit jeder Regel, die der These nahekommt.",
        "Kann es hier scheitern: Welten werden aus allem Erlaubten statt aus dem Plausiblen gezogen; trifft die These "
        "in jeder zu, kann das Modell nichts anderes sagen, und das Urteil sagt nichts über die Welt draußen.",
    ),
}


def say(voice: Voice, key: str, **values: object) -> str:
    """Return a sentence in a voice's language with its values."""
    return voice.text(WORDS[key]).format(**values)
