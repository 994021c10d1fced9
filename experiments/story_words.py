"""The sentences of a customer's story, English and German: one per cause of trust and per move, and what holds them.

A cause that has no sentence of its own gets one from what its route declares (label, or the title of its mechanism,
department, channel, actor), so that a new route needs nothing here. No adjective praises or blames a side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agents.books import MOVES, Route
from experiments.phrases import ENGLISH, Voice
from sim.mechanisms import MECHANISMS

GERMAN = Voice(language="de", decimal=",", thousands=".")
VOICES: Mapping[str, Voice] = {"en": ENGLISH, "de": GERMAN}
SEASONS = ("Winter", "Frühjahr", "Sommer", "Herbst")
QUARTER, YEAR = 13, 52

# cause: the sentence in English, in German, and the German label
CAUSES: dict[str, tuple[str, str, str]] = {
    "time": (
        "Time passes without dealings with {firm}; trust drifts towards what is usual in the market.",
        "Es vergeht Zeit ohne Kontakt zu {firm}; das Vertrauen nähert sich dem im Markt üblichen.",
        "Zeit ohne Kontakt",
    ),
    "product_in_use": (
        "They notice the product of {firm} in everyday use.",
        "Sie nimmt das Produkt von {firm} im Alltag wahr.",
        "das Produkt im Alltag",
    ),
    "helped": (
        "They reach a person at {firm}, and the problem is solved.",
        "Sie erreicht bei {firm} einen Menschen, und das Anliegen wird gelöst.",
        "von Menschen gelöste Anliegen",
    ),
    "not_helped": (
        "They reach a person at {firm}, and the problem is not solved.",
        "Sie erreicht bei {firm} einen Menschen, und das Anliegen wird nicht gelöst.",
        "von Menschen nicht gelöste Anliegen",
    ),
    "gave_up_waiting": (
        "They wait on the phone of {firm} and give up.",
        "Sie wartet am Telefon von {firm} und gibt auf.",
        "aufgegebenes Warten",
    ),
    "bot_helped": (
        "The bot of {firm} solves a problem.",
        "Der Bot von {firm} löst ein Anliegen.",
        "vom Bot gelöste Anliegen",
    ),
    "bot_dead_end": (
        "They get stuck with the bot of {firm}.",
        "Sie kommt beim Bot von {firm} nicht weiter (Bot-Sackgasse).",
        "Bot-Sackgassen",
    ),
    "bot_handed_on": (
        "The bot of {firm} hands them on to a person.",
        "Der Bot von {firm} gibt sie an einen Menschen weiter.",
        "Weitergaben durch den Bot",
    ),
    "goodwill_granted": (
        "They ask for something beyond the contract, and {firm} grants it.",
        "Sie bittet um etwas über den Vertrag hinaus, und {firm} zeigt Kulanz.",
        "Kulanz",
    ),
    "refused": (
        "They ask for something, and {firm} refuses it by the small print.",
        "Sie bittet um etwas, und {firm} lehnt mit Kleingedrucktem ab.",
        "Ablehnungen mit Kleingedrucktem",
    ),
    "left_unsolved": (
        "An issue has lain unsolved with {firm} for a month.",
        "Ein Anliegen liegt seit einem Monat ungelöst bei {firm}.",
        "ungelöst liegende Anliegen",
    ),
    "heard_good": (
        "Friends tell good things about {firm}.",
        "Im Bekanntenkreis wird Gutes über {firm} erzählt.",
        "Gutes vom Hörensagen",
    ),
    "heard_bad": (
        "Friends tell bad things about {firm}.",
        "Im Bekanntenkreis wird Schlechtes über {firm} erzählt.",
        "Schlechtes vom Hörensagen",
    ),
    "cancellation_hindered": (
        "They want to cancel, and {firm} makes it hard.",
        "Sie will kündigen und trifft bei {firm} auf eine Kündigungshürde.",
        "Kündigungshürden",
    ),
    "let_go": (
        "They cancel, and {firm} lets them go without fuss.",
        "Sie kündigt, und {firm} lässt sie ohne Umstände gehen.",
        "Kündigen ohne Umstände",
    ),
    "data_misuse": (
        "They find out that {firm} has used their data covertly.",
        "Sie erfährt, dass {firm} ihre Daten heimlich genutzt hat.",
        "heimliche Datennutzung, entdeckt",
    ),
    "data_openness": (
        "{firm} tells them openly what it does with their data.",
        "{firm} legt offen, was mit ihren Daten geschieht.",
        "offener Umgang mit Daten",
    ),
    "offer_fits": (
        "{firm} contacts them with an offer that fits their need.",
        "{firm} spricht sie mit einem Angebot an, das zum Bedarf passt.",
        "passende Angebote",
    ),
    "offer_unwanted": (
        "{firm} contacts them with an offer they do not need.",
        "{firm} spricht sie mit einem Angebot an, das sie nicht braucht.",
        "Angebote ohne Bedarf",
    ),
    "offer_collision": (
        "Several departments of {firm} contact them in one week.",
        "Mehrere Bereiche von {firm} sprechen sie in einer Woche an (Mehrfachansprache).",
        "Mehrfachansprache",
    ),
    "hidden_fee": (
        "They find a hidden fee on the bill of {firm}.",
        "Sie entdeckt ein verstecktes Entgelt auf der Rechnung von {firm}.",
        "entdeckte versteckte Entgelte",
    ),
    "price_rise": (
        "{firm} raises the price in mid-contract, and they notice.",
        "{firm} erhöht den Preis im laufenden Vertrag, und sie bemerkt es.",
        "Preiserhöhungen im laufenden Vertrag",
    ),
    "shrinking": (
        "They notice that {firm} gives less for the same price.",
        "Sie bemerkt, dass {firm} weniger Leistung zum alten Preis gibt.",
        "weniger Leistung zum alten Preis",
    ),
    "mis_sale": (
        "They find out that {firm} sold them something beyond their need.",
        "Sie merkt, dass {firm} ihr etwas am Bedarf vorbei verkauft hat.",
        "Verkäufe am Bedarf vorbei, entdeckt",
    ),
    "fitting_offer": (
        "They turn to {firm} and get an offer that fits their need.",
        "Sie wendet sich an {firm} und bekommt ein Angebot, das zum Bedarf passt.",
        "passende Angebote bei eigener Anfrage",
    ),
    "pitched": (
        "They ask {firm} for help and are offered a product instead.",
        "Sie bittet {firm} um Hilfe und soll dabei etwas kaufen.",
        "Verkaufsversuche bei eigener Anfrage",
    ),
    "better_plan": (
        "They turn to {firm} and are offered, unasked, a plan that costs them less.",
        "Sie wendet sich an {firm} und bekommt ungefragt einen für sie günstigeren Tarif angeboten.",
        "ungefragt angebotene günstigere Tarife",
    ),
    "cared_for": (
        "They turn to {firm} and get a gift, an instalment plan or an apology.",
        "Sie wendet sich an {firm} und bekommt ein Geschenk, eine Ratenzahlung oder eine Entschuldigung.",
        "Geschenke, Ratenzahlung, Entschuldigungen",
    ),
    "fixed": (
        "They turn to {firm}, and somebody takes extra time for their issue.",
        "Sie wendet sich an {firm}, und jemand nimmt sich zusätzlich Zeit für ihr Anliegen.",
        "zusätzliche Mühe um ein Anliegen",
    ),
    "card_effort": (
        "The card of {firm} asks forms and effort of them.",
        "Die Kundenkarte von {firm} verlangt ihr Formulare und Aufwand ab.",
        "Aufwand für die Kundenkarte",
    ),
    "reward_fits": (
        "The card of {firm} brings a reward that they can use.",
        "Die Kundenkarte von {firm} bringt eine Prämie, die sie brauchen kann.",
        "Prämien, die passen",
    ),
    "reward_misses": (
        "The card of {firm} brings a reward that they have no use for.",
        "Die Kundenkarte von {firm} bringt eine Prämie, die sie nicht brauchen kann.",
        "Prämien, die nicht passen",
    ),
    "bot_offer_fits": (
        "A bot of {firm} contacts them with an offer that fits their need.",
        "Ein Bot von {firm} spricht sie mit einem Angebot an, das zum Bedarf passt.",
        "passende Angebote durch einen Bot",
    ),
    "bot_offer_unwanted": (
        "A bot of {firm} contacts them with an offer they do not need.",
        "Ein Bot von {firm} spricht sie mit einem Angebot an, das sie nicht braucht.",
        "Angebote ohne Bedarf durch einen Bot",
    ),
    "bot_unmasked": (
        "They find out that a supposed person at {firm} was a bot.",
        "Sie merkt, dass ein vermeintlicher Mensch bei {firm} ein Bot war.",
        "Bots, die sich als Menschen ausgaben",
    ),
    "helped_in_writing": (
        "They write to {firm}, and the problem is solved.",
        "Sie schreibt an {firm}, und das Anliegen wird gelöst.",
        "schriftlich gelöste Anliegen",
    ),
    "not_helped_in_writing": (
        "They write to {firm}, and the problem is not solved.",
        "Sie schreibt an {firm}, und das Anliegen wird nicht gelöst.",
        "schriftlich nicht gelöste Anliegen",
    ),
    "helped_in_branch": (
        "They go to a branch of {firm}, and the problem is solved.",
        "Sie geht in eine Filiale von {firm}, und das Anliegen wird gelöst.",
        "in der Filiale gelöste Anliegen",
    ),
    "not_helped_in_branch": (
        "They go to a branch of {firm}, and the problem is not solved.",
        "Sie geht in eine Filiale von {firm}, und das Anliegen wird nicht gelöst.",
        "in der Filiale nicht gelöste Anliegen",
    ),
    "self_service": (
        "They solve a problem themselves in the self-service of {firm}.",
        "Sie löst ein Anliegen selbst im Self-Service von {firm}.",
        "im Self-Service gelöste Anliegen",
    ),
    "self_service_failed": (
        "They get nowhere in the self-service of {firm}.",
        "Sie kommt im Self-Service von {firm} nicht weiter.",
        "Self-Service ohne Ergebnis",
    ),
    "asked_after": (
        "Their own contact at {firm} asks how they are getting on.",
        "Ihre feste Ansprechperson bei {firm} fragt nach, wie es ihr geht.",
        "Nachfragen der festen Ansprechperson",
    ),
    "contact_left": (
        "Their own contact leaves {firm}.",
        "Ihre feste Ansprechperson verlässt {firm}.",
        "Weggang der festen Ansprechperson",
    ),
    "not_recognised": (
        "They turn to {firm} after years there and are not recognised.",
        "Sie wendet sich nach Jahren dort an {firm} und wird nicht erkannt.",
        "nach Jahren nicht erkannt",
    ),
    "refusal_ignored": (
        "{firm} contacts them although they have refused it.",
        "{firm} spricht sie trotz Werbewiderspruch an.",
        "Ansprache trotz Werbewiderspruch",
    ),
    "promise_kept": (
        "They find a promise of {firm} kept.",
        "Sie findet ein Versprechen von {firm} gehalten.",
        "gehaltene Versprechen",
    ),
    "promise_broken": (
        "They find a promise of {firm} not kept.",
        "Sie findet ein Versprechen von {firm} nicht gehalten.",
        "nicht gehaltene Versprechen",
    ),
    "years_not_valued": (
        "They learn that newcomers pay {firm} less than they do.",
        "Sie erfährt, dass neue Kunden bei {firm} weniger zahlen als sie.",
        "Neukunden zahlen weniger",
    ),
    "years_valued": (
        "{firm} rewards the years they have been there.",
        "{firm} belohnt die Jahre, die sie dort ist.",
        "belohnte Jahre",
    ),
    "own_bot_helped": (
        "Their own bot reaches a person at {firm}, and the problem is solved.",
        "Ihr KI-Assistent erreicht bei {firm} einen Menschen, und das Anliegen wird gelöst.",
        "für den eigenen KI-Assistenten gelöste Anliegen",
    ),
    "own_bot_not_helped": (
        "Their own bot reaches a person at {firm}, and the problem is not solved.",
        "Ihr KI-Assistent erreicht bei {firm} einen Menschen, und das Anliegen wird nicht gelöst.",
        "für den eigenen KI-Assistenten nicht gelöste Anliegen",
    ),
    "bots_agreed": (
        "Their own bot and that of {firm} settle a problem.",
        "Ihr KI-Assistent und der Bot von {firm} erledigen ein Anliegen.",
        "zwischen zwei Bots erledigte Anliegen",
    ),
    "bots_stuck": (
        "Their own bot and that of {firm} get stuck.",
        "Ihr KI-Assistent und der Bot von {firm} kommen nicht weiter.",
        "zwischen zwei Bots hängen gebliebene Anliegen",
    ),
    "request_denied": (
        "They ask for something beyond the contract, and {firm} denies it.",
        "Sie bittet um etwas über den Vertrag hinaus, und {firm} lehnt ab.",
        "abgelehnte Bitten um Kulanz",
    ),
    "data_return": (
        "{firm} gives them something visible in return for their data.",
        "{firm} gibt ihr eine sichtbare Gegenleistung für ihre Daten.",
        "sichtbare Gegenleistung für Daten",
    ),
    "called_unasked": (
        "{firm} calls them unasked because they are not content.",
        "{firm} ruft sie von sich aus an, weil sie unzufrieden ist.",
        "Anrufe bei Unzufriedenheit",
    ),
    "scandal": (
        "A scandal of {firm} becomes public.",
        "Ein Skandal von {firm} wird öffentlich.",
        "eigener Skandal",
    ),
    "scandal_of_rival": (
        "A scandal of another firm makes them think of {firm}, too.",
        "Der Skandal eines anderen Anbieters lässt sie auch an {firm} denken.",
        "Skandal eines ähnlichen Anbieters",
    ),
    "public_case": (
        "A consumer body warns of {firm} or sues it.",
        "Der Verbraucherschutz mahnt {firm} ab oder klagt.",
        "Abmahnungen und Klagen des Verbraucherschutzes",
    ),
    "terms_changed": (
        "{firm} changes the terms one-sidedly.",
        "{firm} ändert die Bedingungen einseitig.",
        "einseitig geänderte Bedingungen",
    ),
    "worn_out": (
        "A product of {firm} wears out early.",
        "Ein Produkt von {firm} geht früh kaputt.",
        "früh verschlissene Produkte",
    ),
    "newsletter": (
        "A newsletter of the card of {firm} arrives.",
        "Ein Newsletter zur Kundenkarte von {firm} kommt an.",
        "Newsletter der Kundenkarte",
    ),
    "left": (
        "They are now one of those who left {firm}.", "Sie gehört nun zu denen, die {firm} verlassen haben.",
        "Kunden, die gegangen sind",
    ),
    "joined": (
        "They are now one of those who joined {firm}.", "Sie gehört nun zu denen, die zu {firm} gekommen sind.",
        "Kunden, die gekommen sind",
    ),
}  # fmt: skip

# move: the sentence in English and in German; a second pair where the detail is "" (no provider)
STEPS: dict[str, tuple[tuple[str, str], ...]] = {
    "means_to_change": (
        ("They look around and mean to change from {firm} to {detail}.",
         "Sie sieht sich um und will von {firm} zu {detail} wechseln."),
        ("They look around and mean to leave {firm} and do without.",
         "Sie sieht sich um und will {firm} verlassen und ohne Anbieter auskommen."),
    ),
    "moved_away": (
        ("They move, and the contract with {firm} ends.", "Sie zieht um, und der Vertrag mit {firm} endet."),
    ),
    "left": (
        ("They change from {firm} to {detail}.", "Sie wechselt von {firm} zu {detail}."),
        ("They leave {firm} and have no provider now.", "Sie verlässt {firm} und hat nun keinen Anbieter."),
    ),
    "joined": (
        ("They become a customer of {firm}.", "Sie beginnt bei {firm}; zuvor: {detail}."),
        ("They become a customer of {firm}, having had no provider.",
         "Sie beginnt bei {firm}; zuvor hatte sie keinen Anbieter."),
    ),
    "gave_up_cancelling": (
        ("They give up cancelling and stay with {firm}.", "Sie gibt das Kündigen auf und bleibt bei {firm}."),
    ),
    "saved": (
        ("They cancel, {firm} makes an offer to hold them, and they stay.",
         "Sie kündigt, {firm} macht ein Rückholangebot, und sie bleibt."),
    ),
    "threat_paid": (
        ("They threaten to cancel, {firm} makes an offer to hold them, and they stay.",
         "Sie droht mit Kündigung, {firm} macht ein Rückholangebot, und sie bleibt."),
    ),
    "firm_closed": (
        ("{firm} closes.", "{firm} schließt."),
    ),
    "gave_notice": (
        ("They give notice to {firm}.", "Sie kündigt bei {firm}."),
    ),
    "bought": (
        ("They buy ‹{detail}› from {firm}.", "Sie kauft ‹{detail}› bei {firm}."),
    ),
    "bought_beyond_need": (
        ("They buy ‹{detail}› from {firm}; it is worth less to them than it costs.",
         "Sie kauft ‹{detail}› bei {firm}; es ist ihr weniger wert, als es kostet."),
    ),
    "gave_back": (
        ("They give ‹{detail}› back to {firm}.", "Sie gibt ‹{detail}› an {firm} zurück."),
    ),
    "dropped": (
        ("They give up ‹{detail}› at {firm}.", "Sie gibt ‹{detail}› bei {firm} auf."),
    ),
    "resigned": (
        ("They expect nothing of complaining any more, whoever the firm.",
         "Sie erwartet von Beschwerden nichts mehr, gleich bei wem (Resignation)."),
    ),
    "hopes_again": (
        ("They expect again that complaining helps.", "Sie erwartet wieder, dass Beschwerden etwas bewirken."),
    ),
}  # fmt: skip

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
    german = voice.language == "de"
    if route.cause in CAUSES:
        return CAUSES[route.cause][1 if german else 0].format(firm=firm)
    return GENERIC[voice.language].format(firm=firm, label=cause_label(route, voice), where=_where(route, voice))


def cause_label(route: Route, voice: Voice) -> str:
    """Return a short name of a cause; in German without a label of its own the title of its mechanism."""
    if voice.language != "de":
        return route.label
    if route.cause in CAUSES:
        return CAUSES[route.cause][2]
    return MECHANISMS[route.mechanism].title["de"] if route.mechanism in MECHANISMS else route.label


def _where(route: Route, voice: Voice) -> str:
    parts = zip(WHERE[voice.language], (route.department, route.channel, route.actor), strict=True)
    return ", ".join(f"{word} {_name(part, voice)}" for word, part in parts if part not in {"", "none"})


def _name(part: str, voice: Voice) -> str:
    plain = part.replace("_", " ")
    return NAMES_DE.get(part, plain) if voice.language == "de" else plain


def move_sentence(name: str, firm: str, detail: str, voice: Voice) -> str:
    """Return what a person did, in one sentence."""
    pairs = STEPS.get(name)
    if pairs is None:
        label = next((move.label for move in MOVES if move.name == name), name)
        return GENERIC_MOVE[voice.language].format(firm=firm, label=label)
    pair = pairs[0] if detail or len(pairs) == 1 else pairs[1]
    return pair[1 if voice.language == "de" else 0].format(firm=firm, detail=detail)
