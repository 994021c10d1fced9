"""The words of a customer's story in English and German: sentences per cause and move from the YAML, and the rest.

A cause that has no sentence of its own gets one from what its route declares (label, or the title of its mechanism,
department, channel, actor), so that a new route needs nothing here. No adjective praises or blames a side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from agents.books import MOVES, Route
from experiments.phrases import ENGLISH, Voice
from sim.mechanisms import MECHANISMS

GERMAN = Voice(language="de", decimal=",", thousands=".")
VOICES: Mapping[str, Voice] = {"en": ENGLISH, "de": GERMAN}
SEASONS = ("Winter", "Frühjahr", "Sommer", "Herbst")
QUARTER, YEAR = 13, 52

SAID = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
CAUSES: Mapping[str, Mapping[str, str]] = SAID["causes"]
STEPS: Mapping[str, Mapping[str, Any]] = SAID["moves"]

GENERIC = {
    "en": "Something happens at {firm} that is booked as ‹{label}› ({where}).",
    "de": "Bei {firm} geschieht etwas zum Thema ‹{label}› ({where}).",
}
GENERIC_MOVE = {"en": "They do something with {firm}: ‹{label}›.", "de": "Sie tut etwas bei {firm}: ‹{label}›."}
WHERE = {
    "en": ("department", "channel", "by"),
    "de": ("Bereich", "Kanal", "durch"),
}
NAMES_DE = {
    "product": "Sparte", "service": "Service", "billing": "Abrechnung", "data_office": "Datenstelle",
    "cx_unit": "zentrale Kundensteuerung", "loyalty": "Kundenkarte", "market": "Markt", "people": "Personal",
    "board": "Vorstand", "phone": "Telefon", "bot": "Bot", "outbound": "aktive Ansprache",
    "inbound": "Anfrage des Kunden", "bill": "Rechnung", "letter": "Brief", "card": "Kundenkarte", "talk": "Gespräch",
    "public_affairs": "Öffentlichkeitsarbeit", "written": "schriftlich", "branch": "Filiale",
    "self-service": "Self-Service", "press": "Presse", "advert": "Werbung", "consumer body": "Verbraucherschutz",
    "person": "Mensch", "firm's bot": "Bot des Unternehmens", "customer's bot": "KI-Assistent des Kunden",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    en: str
    de: str

    def __call__(self, voice: Voice, **values: object) -> str:
        """Return the text in a voice's language with its values."""
        return (self.de if voice.language == "de" else self.en).format(**values)


TEXTS = {
    "week": Text("year {year}, quarter {quarter} (week {week})", "{year}. Jahr, {season} (Woche {week})"),
    "short": Text("Q{quarter}, week {week}", "{season}, Woche {week}"),
    "year": Text("Year {year}", "{year}. Jahr"),
    "part_of_year": Text("Year {year}, up to week {week}", "{year}. Jahr, bis Woche {week}"),
    "rest_of_year": Text("Year {year}, from week {week} on", "{year}. Jahr, ab Woche {week}"),
    "person": Text("Customer {row}", "Person {row}"),
    "headline_two": Text("One customer, two lives", "Eine Person, zwei Leben"),
    "headline_one": Text("One customer, one life", "Eine Person, ein Leben"),
    "overline": Text("A customer's story", "Geschichte einer Kundenbeziehung"),
    "setting": Text(
        "{firm} in {market}, {weeks} weeks, the one world with the best value of every assumption, seed {seed}, "
        "{people} people simulated.",
        "{firm} in {market}, {weeks} Wochen, die eine Welt mit dem besten Wert jeder Annahme, Zufallsstart {seed}, "
        "{people} simulierte Personen.",
    ),
    "about": Text(
        "{person} belongs to ‹{segment}›, has been with {firm} for {tenure} and has: {products}. Trust in {firm} at "
        "the start: {trust} of 100.",
        "{person} gehört zu ‹{segment}›, ist seit {tenure} bei {firm} und hat: {products}. Vertrauen in {firm} zu "
        "Beginn: {trust} von 100.",
    ),
    "about_none": Text(
        "{person} belongs to ‹{segment}› and has no provider at the start.",
        "{person} gehört zu ‹{segment}› und hat zu Beginn keinen Anbieter.",
    ),
    "not_ours": Text(
        "At the start this person is no customer of {firm} and so not part of the cohort in the table.",
        "Zu Beginn ist diese Person nicht Kundin von {firm} und gehört daher nicht zu den Kunden der Tabelle.",
    ),
    "years": Text("{n} years", "{n} Jahren"),
    "one_year": Text("one year", "einem Jahr"),
    "weeks": Text("{n} weeks", "{n} Wochen"),
    "one_week": Text("one week", "einer Woche"),
    "nothing": Text("no product", "kein Produkt"),
    "and": Text(" and ", " und "),
    "felt": Text("Experienced as {x} of 100.", "Erlebt als {x} von 100."),
    "trust": Text("Trust in {firm} {change} to {level}.", "Vertrauen in {firm} {change} auf {level}."),
    "also": Text("Besides: {items}.", "Außerdem: {items}."),
    "also_item": Text("{label}, {n} times ({change})", "{label}, {n}-mal ({change})"),
    "also_once": Text("{label}, once ({change})", "{label}, einmal ({change})"),
    "also_more": Text("other touchpoints, {n} in all ({change})", "andere Kontaktpunkte, zusammen {n} ({change})"),
    "elsewhere": Text("of other firms something was noticed {n} times", "von anderen Anbietern {n}-mal etwas bemerkt"),
    "quiet": Text("Nothing is noted.", "Nichts ist verzeichnet."),
    "same_until": Text(
        "Up to here both lives are the same. From {week} on they differ.",
        "Bis hierher sind beide Leben gleich. Ab hier, {week}, unterscheiden sie sich.",
    ),
    "differ_at_once": Text(
        "The two lives differ from the first week on.", "Die beiden Leben unterscheiden sich von der ersten Woche an."
    ),
    "never": Text(
        "The two lives do not differ within {weeks} weeks.",
        "Die beiden Leben unterscheiden sich in {weeks} Wochen nicht.",
    ),
    "nothing_then": Text("Nothing of that in this week.", "In dieser Woche nichts davon."),
    "parting": Text("The first difference ({week})", "Der erste Unterschied ({week})"),
    "marked": Text("= marks what happens in both lives.", "= steht vor dem, was in beiden Leben geschieht."),
    "faint": Text("Pale: what happens in both lives.", "Blass: was in beiden Leben geschieht."),
    "both": Text("Under either strategy", "Unter beiden Strategien"),
    "end_here": Text(
        "In the last week a customer of {firm}; trust in {firm} {trust} of 100.",
        "In der letzten Woche bei {firm}; Vertrauen in {firm} {trust} von 100.",
    ),
    "end_elsewhere": Text(
        "In the last week a customer of {provider}; trust in {firm} {trust} of 100.",
        "In der letzten Woche bei {provider}; Vertrauen in {firm} {trust} von 100.",
    ),
    "end_none": Text(
        "In the last week without a provider; trust in {firm} {trust} of 100.",
        "In der letzten Woche ohne Anbieter; Vertrauen in {firm} {trust} von 100.",
    ),
    "table": Text(
        "All {n} customers that {firm} had in the first week, by who is with {firm} in the last one",
        "Alle {n} Kunden, die {firm} in der ersten Woche hatte, danach, wer in der letzten bei {firm} ist",
    ),
    "stayed": Text("stayed", "geblieben"),
    "left": Text("left", "gegangen"),
    "stays_under": Text("stayed under ‹{arm}›", "geblieben unter ‹{arm}›"),
    "leaves_under": Text("left under ‹{arm}›", "gegangen unter ‹{arm}›"),
    "percent": Text("{x} %", "{x} %"),
    "luck": Text(
        "Both lives have the same luck: the same needs, occasions and chances, week by week. Whom a campaign picks "
        "depends on everybody's rank, though, and may differ for that reason alone.",
        "Beide Leben haben denselben Zufall: dieselben Bedarfe, Anlässe und Chancen, Woche für Woche. Wen eine "
        "Kampagne auswählt, hängt aber vom Rang aller ab und kann sich schon deshalb unterscheiden.",
    ),
    "spent": Text(
        "On what its budget holds {firm} spends (present value, million {currency}): {amounts}.",
        "Für das, was das Budget umfasst, gibt {firm} aus (Barwert, Mio. {currency}): {amounts}.",
    ),
    "spent_unequal": Text(
        "Not at equal cost. On what its budget holds {firm} spends (present value, million {currency}): {amounts}.",
        "Nicht zu gleichen Kosten. Für das, was das Budget umfasst, gibt {firm} aus (Barwert, Mio. {currency}): "
        "{amounts}.",
    ),
    "selected": Text(
        "Both people were chosen by how it ended, so they show what can happen, not how often: the table does that. "
        "Each is from the middle of its cell, the one with the most kinds of events.",
        "Beide Personen sind danach ausgewählt, wie es ausging: Sie zeigen, was vorkommt, nicht wie oft; das zeigt "
        "die Tabelle. Jede stammt aus der Mitte ihres Feldes und hat dort die meisten Arten von Ereignissen.",
    ),
    "selected_one": Text(
        "The person was chosen by how it ended and shows what can happen, not how often: the table does that.",
        "Die Person ist danach ausgewählt, wie es ausging: Sie zeigt, was vorkommt, nicht wie oft; das zeigt die "
        "Tabelle.",
    ),
    "empty": Text("Nobody of the cohort: {cell}.", "Niemand von diesen Kunden: {cell}."),
    "farthest": Text(
        "Nobody left under one strategy and stayed under the other. This is the person whose trust differs most.",
        "Niemand ging unter der einen und blieb unter der anderen Strategie. Dies ist eine Person, deren Vertrauen "
        "sich am meisten unterscheidet.",
    ),
    "example": Text("An example", "Ein Beispiel"),
    "counter": Text("A counter-example", "Ein Gegenbeispiel"),
    "asked": Text("The person asked for", "Die gewünschte Person"),
    "chart": Text("Trust in {firm}, week by week, 0 to 100", "Vertrauen in {firm}, Woche für Woche, 0 bis 100"),
    "chart_label": Text("Trust in {firm}: {ends}.", "Vertrauen in {firm}: {ends}."),
    "chart_end": Text("‹{arm}› from {start} to {end} of 100", "‹{arm}› von {start} auf {end} von 100"),
    "apart": Text("the lives part", "ab hier verschieden"),
    "again": Text("To repeat it", "So lässt es sich wiederholen"),
    "footer": Text(
        "Made with goodwill {version}. A simulation is an argument worked out, not a forecast.",
        "Erstellt mit goodwill {version}. Eine Simulation ist ein durchgerechnetes Argument, keine Vorhersage.",
    ),
    "skip": Text("Skip to the story", "Zur Geschichte springen"),
}  # fmt: skip


def say(key: str, voice: Voice, **values: object) -> str:
    """Return a text in a voice's language with its values."""
    return TEXTS[key](voice, **values)


def week_words(week: int, voice: Voice, key: str = "week") -> str:
    """Return a week as year and quarter (German: season), with its number."""
    quarter = week % YEAR // QUARTER
    return say(key, voice, year=week // YEAR + 1, quarter=quarter + 1, season=SEASONS[quarter], week=week)


def cause_sentence(route: Route, firm: str, voice: Voice) -> str:
    """Return what a touchpoint is, in one sentence."""
    if route.cause in CAUSES:
        return CAUSES[route.cause][voice.language].format(firm=firm)
    return GENERIC[voice.language].format(firm=firm, label=cause_label(route, voice), where=_where(route, voice))


def cause_label(route: Route, voice: Voice) -> str:
    """Return a short name of a cause; in German without a label of its own the title of its mechanism."""
    if voice.language != "de":
        return route.label
    if route.cause in CAUSES:
        return CAUSES[route.cause]["label_de"]
    return MECHANISMS[route.mechanism].title["de"] if route.mechanism in MECHANISMS else route.label


def _where(route: Route, voice: Voice) -> str:
    parts = zip(WHERE[voice.language], (route.department, route.channel, route.actor), strict=True)
    return ", ".join(f"{word} {_name(part, voice)}" for word, part in parts if part not in {"", "none"})


def _name(part: str, voice: Voice) -> str:
    plain = part.replace("_", " ")
    return NAMES_DE.get(part, plain) if voice.language == "de" else plain


def move_sentence(name: str, firm: str, detail: str, voice: Voice) -> str:
    """Return what a person did, in one sentence."""
    said = STEPS.get(name)
    if said is None:
        label = next((move.label for move in MOVES if move.name == name), name)
        return GENERIC_MOVE[voice.language].format(firm=firm, label=label)
    chosen = said if detail else said.get("alone", said)
    return str(chosen[voice.language]).format(firm=firm, detail=detail)
