"""Every sentence of a fit to a sheet, in English and German, and its tables."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from typing import Any

from experiments.aligned import Column, table
from experiments.phrases import spoken
from experiments.report.formats import number, plain

WORDS: dict[str, tuple[str, str]] = {
    "document": ("Eigene Zahlen", "Own numbers"),
    "question": ("Passt der simulierte Markt zu Ihren Zahlen?", "Does the simulated market fit your figures?"),
    "setting": (
        "{sheet}, Vorlage {market}; Ausgangszustand, bevor jemand etwas ändert; alle Anbieter zusammen",
        "{sheet}, market taken: {market}; status quo, before anybody changes anything; all providers together"),
    "met": ("{k} von {n} Zahlen zeigt der simulierte Markt innerhalb der Toleranz.",
            "The simulated market shows {k} of {n} figures within their tolerance."),
    "crowd": ("{n} von {drawn} plausiblen Welten sehen aus wie Ihr Haus; sie stehen in worlds.parquet.",
              "{n} of {drawn} plausible worlds look like your firm; they are in worlds.parquet."),
    "short": ("Es sollten mehr werden: Diese Zahlen gehen selten zusammen. Geben Sie Spannen an, wo Sie unsicher sind.",
              "There should be more: these figures seldom go together. Give ranges where you are unsure."),
    "missed": ("Nicht getroffen: {label} – Ihre Zahl {value} {unit}, simuliert {p10} bis {p90}.",
               "Not met: {label} – your figure {value} {unit}, simulated {p10} to {p90}."),
    "unmet": ("Nach {labels} wurden die Welten nicht ausgewählt: Der Markt kann diese Zahl so nicht zeigen.",
              "Worlds were not selected by {labels}: the market cannot show that figure."),
    "pinned": ("Ihre Zahlen legen fest: {names}.", "Your figures pin down: {names}."),
    "partly": ("Ihre Zahlen engen ein wenig ein: {names}.", "Your figures narrow a little: {names}."),
    "open": ("Nicht festgelegt, die Spanne bleibt: {names}.", "Not pinned down, the range stays: {names}."),
    "untouched": ("Über {n} weitere unsichere Annahmen sagen Ihre Zahlen nichts; sie bleiben so unsicher wie zuvor.",
                  "Of {n} further uncertainties your figures say nothing; they stay as uncertain as before."),
    "beside": ("{label}: Die Monate zeigen {value}, das Blatt ‹Unternehmen› sagt {other} ({cell}). Gerechnet wird mit "
               "den Monaten.",
               "{label}: the months show {value}, the sheet ‹Company› says {other} ({cell}). The months count."),
    "better": ("{label}: im Mittel {error} daneben; ‹wie im Vorjahr› läge {naive} daneben.",
               "{label}: off by {error} on average; ‘same as last year’ would be off by {naive}."),
    "forecast_sum": ("Vorhersage von {n} zurückgehaltenen Monaten: in {k} von {all} Reihen näher als ‹wie im Vorjahr›.",
                     "Forecast of {n} months kept back: closer than ‘same as last year’ in {k} of {all} series."),
    "season": ("Das Modell kennt keine Jahreszeiten: Wo es ‹wie im Vorjahr› unterliegt, liegt es meist daran.",
               "The model knows no seasons: where it loses to ‘same as last year’, that is mostly why."),
    "programme": (
        "Ihr Programm kostet {yearly} im Jahr, {share} dessen, was heute für Service, Vertrieb und Daten ausgegeben "
        "wird ({spent}). Vergleichen Sie mit ‹--set budget.envelope={envelope}›.",
        "Your programme costs {yearly} a year, {share} of what is spent on service, selling and data today ({spent}). "
        "Compare with ‹--set budget.envelope={envelope}›."),
    "alike": ("Verglichen wird mit allen Anbietern zusammen, die vor jeder Änderung alle gleich handeln (Annahme).",
              "Figures are compared with all providers together, who all act alike before any change (assumption)."),
    "figures": ("Ihre Zahl neben der simulierten", "Your figure beside the simulated one"),
    "figures_lead": (
        "Jede Zeile ist eine Zahl; ihre Mitte ist Ihr Wert, das graue Band die Toleranz. Was darüber hinausgeht, steht "
        "am Rand.",
        "Each row is a figure; its middle is your value, the grey band its tolerance. What lies beyond is drawn at the "
        "edge."),
    "figures_axis": ("Abstand von Ihrer Zahl, in Toleranzen", "off your figure, in tolerances"),
    "figures_caption": ("Wie weit die Welten von Ihren Zahlen entfernt sind",
                        "How far the worlds are off your figures"),
    "figures_label": ("Abstand von Ihrer Zahl, in Toleranzen: {rows}.", "Off your figure, in tolerances: {rows}."),
    "worlds": ("8 von 10 Welten", "8 of 10 worlds"), "middle": ("die mittlere Welt", "the middle world"),
    "yours": ("Ihre Zahl", "your figure"), "figure": ("Kennzahl", "figure"), "unit": ("Einheit", "unit"),
    "cell": ("Zelle", "cell"), "simulated": ("simuliert, 8 von 10 Welten", "simulated, 8 of 10 worlds"),
    "tolerance": ("Toleranz", "tolerance"), "within": ("innerhalb der Toleranz", "within tolerance"),
    "use": ("wie verwendet", "how used"),
    "use_fitted": ("angepasst", "fitted"), "use_tried": ("eingestellt", "set by trial"),
    "use_compared": ("nur verglichen", "only compared"),
    "identified": ("Was Ihre Zahlen festlegen – und was nicht", "What your figures pin down – and what not"),
    "identified_lead": (
        "Jede unsichere Annahme zwischen den Enden dessen, was plausibel ist. Kurzer Balken: Ihre Zahlen legen sie "
        "fest. Balken so lang wie die Zeile: Sie sagen nichts darüber.",
        "Each uncertainty between the ends of what is plausible. A short bar: your figures pin it down. A bar as long "
        "as the row: they say nothing about it."),
    "silent": ("Dazu sagen Ihre Zahlen nichts", "Of this your figures say nothing"),
    "silent_lead": (
        "Wie viele unsichere Annahmen je Wirkungsweise so bleiben, wie die Vorlage sie hat. In jedem Vergleich werden "
        "sie in ihrer ganzen Spanne gezogen.",
        "How many uncertainties of each mechanism stay as the market taken has them. Every comparison draws them from "
        "their whole range."),
    "mechanism": ("Wirkungsweise", "mechanism"), "count": ("Annahmen", "uncertainties"),
    "unanswered": ("Zahlen, mit denen das Modell nichts anfangen kann", "Figures that the model cannot answer"),
    "unanswered_lead": ("Sie wurden gelesen und nicht verwendet.", "They were read and not used."),
    "why": ("warum", "why"),
    "given": ("Unverändert übernommen", "Taken as they are"),
    "given_lead": ("Diese Zahlen stehen so im neuen Markt, mit ihrer Zelle als Quelle.",
                   "These figures stand in the new market, with their cell as the source."),
    "forecast": ("Vorhersage der zurückgehaltenen Monate", "Forecast of the months kept back"),
    "forecast_lead": (
        "Angepasst an die ersten {fitted} Monate, vorhergesagt wird ab {first}. Fehler: mittlere Abweichung, bezogen "
        "auf den Mittelwert der wirklichen Zahlen.",
        "Fitted to the first {fitted} months, forecast from {first} on. Error: mean deviation over the mean of the "
        "actual figures."),
    "series": ("Reihe", "series"), "error": ("Fehler der Simulation", "error of the simulation"),
    "naive": ("Fehler von ‹wie im Vorjahr›", "error of ‘same as last year’"),
    "inside": ("Monate innerhalb von 8 von 10 Welten", "months within 8 of 10 worlds"),
    "of": ("{k} von {n}", "{k} of {n}"), "yes": ("ja", "yes"), "no": ("nein", "no"), "and": (" und ", " and "),
    "between": ("{low} bis {high}", "{low} to {high}"),
    "series_customers": ("Kunden", "customers"), "series_gained": ("Neukunden", "customers won"),
    "series_lost": ("Abgänge", "customers lost"), "series_revenue": ("Umsatz", "revenue"),
    "series_contacts": ("Anfragen", "contacts"), "series_campaigns": ("Werbekontakte", "sales contacts"),
    "nothing_left": ("keine", "none"),
    "uncertainty": ("Annahme", "uncertainty"), "value": ("angepasster Wert", "fitted value"),
    "plausible": ("plausibel", "plausible"), "likely": ("wahrscheinlich (90 %)", "likely (90 %)"),
    "was": ("Wert vorher", "value before"), "state": ("festgelegt?", "pinned down?"),
    "state_pinned": ("ja", "yes"), "state_partly": ("ein wenig", "a little"), "state_open": ("nein", "no"),
    "identified_axis": ("vom kleinsten zum größten plausiblen Wert", "from the least to the most that is plausible"),
    "identified_caption": ("Wahrscheinliche Werte der angepassten Annahmen", "Likely values of what was fitted"),
    "identified_label": ("Wahrscheinliche Werte: {rows}.", "Likely values: {rows}."),
    "market_file": ("Markt", "market"), "next": ("weiter mit", "go on with"),
}


def say(key: str, **values: Any) -> str:
    """Return a sentence in the language that is spoken, with its values."""
    return WORDS[key][0 if spoken().language == "de" else 1].format(**values)


def sentences(data: Mapping[str, Any]) -> list[str]:
    """Return what a fit to a sheet says, the most important first."""
    figures, crowd, word = data["figures"], data["crowd"], spoken().text
    found = [say("met", k=sum(one["within"] for one in figures), n=len(figures)),
             say("crowd", n=crowd["n"], drawn=crowd["drawn"])]
    found += [say("short")] if crowd["n"] < min(data["provenance"]["worlds"], 0.2 * crowd["drawn"]) else []
    found += [
        say("missed", label=word(one["label"]), unit=word(one["unit"]),
            **{key: plain(one[key]) for key in ("value", "p10", "p90")})
        for one in figures if not one["within"]
    ]
    if crowd["unmet"]:
        labels = {one["id"]: word(one["label"]) for one in figures}
        found.append(say("unmet", labels=", ".join(labels[name] for name in crowd["unmet"])))
    for state in ("pinned", "partly", "open"):
        names = [word(one["about"]) for one in data["fit"]["uncertainties"].values() if one["state"] == state]
        found += [say(state, names="; ".join(names))] if names else []
    found.append(say("untouched", n=sum(one["n"] for one in data["untouched"])))
    found += [
        say("beside", label=word(one["label"]), value=plain(one["value"]), other=plain(one["beside"][0]),
            cell=one["beside"][1])
        for one in figures if one["beside"]
    ]
    return [*found, *_of_forecast(data["forecast"]), *_of_programme(data), say("alike")]


def _of_forecast(it: Mapping[str, Any] | None) -> list[str]:
    if it is None:
        return []
    series = it["series"].values()
    closer = sum(one["error"] < one["naive_error"] for one in series)
    found = [say("forecast_sum", n=len(it["months"]), k=closer, all=len(series))]
    return found if closer == len(series) else [*found, say("season")]


def _of_programme(data: Mapping[str, Any]) -> list[str]:
    one, voice = data["programme"], spoken()
    if one is None:
        return []
    money = {key: voice.money(one[key], data["currency"]) for key in ("yearly", "spent")}
    share = f"{number(100 * one['yearly'] / one['spent'], 1)} %"
    return [say("programme", **money, share=share, envelope=f"{one['envelope']:g}")]


Rows = tuple[list[str], list[list[str]]]


def figure_rows(data: Mapping[str, Any]) -> Rows:
    """Return the table of figures: yours, simulated, whether they agree."""
    word = spoken().text
    heads = [say(key) for key in ("figure", "unit", "cell", "use", "yours", "tolerance", "simulated", "within")]
    rows = [
        [
            word(one["label"]), word(one["unit"]), one["cell"], say(f"use_{one['use']}"), plain(one["value"]),
            f"± {plain(one['tolerance'])}", say("between", low=plain(one["p10"]), high=plain(one["p90"])),
            say("yes" if one["within"] else "no"),
        ]
        for one in data["figures"]
    ]
    return heads, rows


def uncertainty_rows(data: Mapping[str, Any]) -> Rows:
    """Return the table of what was fitted."""
    word = spoken().text
    heads = [say(key) for key in ("uncertainty", "unit", "was", "value", "plausible", "likely", "state")]
    rows = [
        [
            word(one["about"]), word(one["unit"]), plain(one["before"]), plain(one["value"]),
            say("between", low=plain(one["plausible"][0]), high=plain(one["plausible"][1])),
            say("between", low=plain(one["likely"][0]), high=plain(one["likely"][2])), say(f"state_{one['state']}"),
        ]
        for one in data["fit"]["uncertainties"].values()
    ]
    return heads, rows


def forecast_rows(it: Mapping[str, Any]) -> Rows:
    """Return the table of forecasts: the errors of the simulation and of last year's figures."""
    heads = [say(key) for key in ("series", "error", "naive", "inside")]
    rows = [
        [say(f"series_{name}"), *(f"{number(100 * one[key], 1)} %" for key in ("error", "naive_error")),
         say("of", k=one["inside"], n=len(it["months"]))]
        for name, one in it["series"].items()
    ]
    return heads, rows


def given_rows(entries: list[Mapping[str, Any]], *, why: bool) -> Rows:
    """Return the table of figures that were taken as they are, or not used."""
    word = spoken().text
    heads = [say(key) for key in ("figure", "cell", *(["why"] if why else []), "yours", "unit")]
    rows = [
        [word(one["label"]), one["cell"], *([word(one["why"])] if why else []), plain(one["value"]), word(one["unit"])]
        for one in entries
    ]
    return heads, rows


def silent_rows(data: Mapping[str, Any]) -> Rows:
    """Return the table of mechanisms of which the figures say nothing."""
    word = spoken().text
    return [say("mechanism"), say("count")], [[word(one["title"]), str(one["n"])] for one in data["untouched"]]


def lines(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a person wants to read first."""
    width = min(120, shutil.get_terminal_size().columns)
    yield from sentences(data)
    heads, rows = figure_rows(data)
    shown = [0, 1, 4, 6, 7]
    columns = [Column(heads[at], is_right=at >= 4, gives_way=at == 0) for at in shown]
    yield ""
    yield from table(columns, [[row[at] for at in shown] for row in rows], width)
    if data["forecast"]:
        heads, rows = forecast_rows(data["forecast"])
        yield ""
        columns = [Column(head, is_right=at > 0, gives_way=at == 0) for at, head in enumerate(heads)]
        yield from table(columns, rows, width)
