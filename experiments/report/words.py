"""Every sentence and label of the report in one place, by key, so that a catalogue can translate them."""

from __future__ import annotations

from typing import Any

from experiments.phrases import spoken
from experiments.report.audit_words import AUDIT

WORDS: dict[str, str] = {
    # numbers and time
    "yes": "yes",
    "no": "no",
    "number": "number",
    "points": "points",
    "zero_to_one": "0 to 1",
    "points_of_100": "points of 100",
    "percent": "{value}\u00a0%",
    "percentage_points": "percentage points",
    "money_millions": "million {currency}",
    "money_thousands": "thousand {currency}",
    "between": "{low} to {high}",
    "when": "year {year}, quarter {quarter} (week {week})",
    "span_weeks": "{weeks} weeks",
    "span_year": "one year",
    "span_years": "{years} years",
    # charts
    "axis_years": "years since the start",
    "axis_weeks": "weeks since the start",
    "axis_trust_cut": "points of 100 (the axis is cut: it does not begin at 0)",
    "axis_difference": "difference, {unit}",
    "panel_level": "Level, {unit}",
    "panel_difference": "Difference, {unit}",
    "panel_ahead": "Number of the {n} worlds",
    "legend_ahead": "{arm} ahead",
    "legend_behind": "{arm} behind",
    "legend_level": "level (within the margin)",
    "legend_margin": "too small to matter (margin ±{margin})",
    "legend_margin_at_end": "too small to matter (margin, at the end ±{margin})",
    "legend_difference_range": "range over worlds (8 of 10 worlds)",
    "legend_difference_mean": "{arm} minus {reference}, mean",
    "hover_difference": "mean difference: {value}",
    "legend_range": "range over worlds (8 of 10 worlds)",
    "legend_precision": "precision of the computation",
    "legend_favours": "more with {arm}",
    "legend_step_range": "8 of 10 worlds",
    "save_picture": "Save as picture",
    "show_table": "Numbers as a table",
    "no_script": "The charts need JavaScript; every number is in the tables beneath them.",
    # head of the page
    "product": "goodwill",
    "document": "Comparison of strategies",
    "contents": "On this page",
    "skip": "Skip to the answer",
    "question": "The question",
    "question_by_itself": "Which serves {firm} better: {arms}?",
    "or": " or ",
    "decision": "The decision",
    "guess": "Guess first",
    "compared": "Compared",
    "is_reference": "reference",
    "setting": "{firm} in {market}, {span}, {n} plausible worlds",
    "setting_central": "{firm} in {market}, {span}, one central world",
    # answer
    "answer": "The answer",
    "against": "What speaks against it",
    "either": "What speaks for either side",
    "for": "What speaks for it",
    "answer_more": "The answer in more detail",
    "against_none": "The comparison names no reason against it.",
    "answer_none": "The comparison gives no answer in words.",
    "central_title": "One central world only",
    "central_note": "Every uncertain number stands at its central value and nothing is repeated. So there are no "
    "intervals, no ranges and no judgement here: the differences show a direction, not how sure it is.",
    "unequal_title": "Not at equal cost",
    "unequal_note": "The strategies do not spend the same money. Part of the difference may be the budget and not the "
    "strategy. Spent over the horizon (present value): {spent}.",
    # tiles
    "tiles": "Three key figures",
    "tile_trust": "Trust",
    "tile_churn": "Churn per year",
    "tile_result": "Result",
    "tile_levels": "{arm} {level}, {reference} {reference_level}",
    "tile_precision": "Precision of the computation ({level})",
    "tile_range": "Range over worlds (8 of 10)",
    "tile_missing": "not computed",
    "tile_zero": "0 means no difference; grey: margin ±{margin}",
    "tile_zero_plain": "0 means no difference",
    "tile_strip": "Mean {mean}; precision of the computation {interval}; 8 of 10 worlds {worlds}.",
    "count_ahead": "{n} ahead",
    "count_level": "{n} level",
    "count_behind": "{n} behind",
    "counts_of": "of {n} worlds",
    "counts_bar": "{arm}: ahead in {ahead}, level in {level}, behind in {behind} of {n} worlds",
    "ahead_interval": "Precision of this count (95\u00a0%): {low} to {high} of all worlds ahead.",
    "ahead_at_least": "Precision of this count (95\u00a0%): at least {low} of all worlds ahead.",
    "ahead_at_most": "Precision of this count (95\u00a0%): at most {high} of all worlds ahead.",
    "lopsided": "The worlds are lopsided: read the range rather than the mean.",
    "more_worlds": "About {likely} more worlds would probably settle it, {most} at most.",
    "state_better": "better",
    "state_worse": "worse",
    "state_level": "level",
    "state_open": "open",
    "state_too_few": "too few worlds to say",
    "state_by_margin": "{state}, beyond the margin",
    # sections
    "time": "How it unfolds",
    "time_cohort": "Trust of the customers of the first week",
    "time_lead": "Upper panels show the mean level of each strategy. Lower panels show the difference world by world: "
    "the line is its mean, the band holds 8 of 10 worlds, the grey ribbon marks what is too small to matter.",
    "time_several": "The lower panels show {arm}; the other strategies follow in their own chapters.",
    "time_more": "More measures over time",
    "time_label": "{metric} over time. At the end: {levels}; difference {difference}.",
    "pays": "When it pays",
    "ahead_caption": "In how many worlds the cumulated, discounted result of {arm} is ahead of {reference}, week by "
    "week",
    "ahead_label": "Number of worlds in which the cumulated result of {arm} is ahead, level or behind. "
    "At the end: ahead in {ahead}, level in {level}, behind in {behind} of {n}.",
    "even_title": "When the cumulated result stays ahead",
    "even_never_behind": "never behind by more than the margin",
    "even_recovers": "behind at first, then ahead for good",
    "even_lead_lost": "ahead at first, lead lost",
    "even_not_within": "not within {span}",
    "even_median_start": "In the middle world {arm} is never behind by more than the margin.",
    "even_start": "the start",
    "even_median": "In the middle world {arm} is ahead for good from {when}.",
    "even_median_later": "In the middle world {arm} is not ahead for good within {span}.",
    "even_median_limits": "Precision of the computation (95\u00a0%): {low} to {high}.",
    "even_later": "later than {span}",
    "even_share": "Ahead for good within {span}, or never behind by more than the margin, in {count} of {n} worlds "
    "(precision of this count: {low} to {high}).",
    "even_deepest": "Deepest point",
    "even_deepest_words": "{mean} on average, {p10} in the worst tenth of worlds, most often in {when}. "
    "That is the money one must be able to stand.",
    "even_deepest_plain": "{mean} on average, {p10} in the worst tenth of worlds. "
    "That is the money one must be able to stand.",
    "trust": "Why trust moved",
    "trust_lead": "The customers of the first week, wherever they are now: how their trust at the end under "
    "{reference} "
    "turns into their trust under {arm}, cause by cause.",
    "trust_caption": "Trust of the customers of the first week, from {reference} to {arm}",
    "trust_label": "Waterfall from {start} to {end} points of 100; largest causes: {largest}.",
    "trust_note": "This is accounting: each entry says through which meeting trust changed. It does not say that "
    "removing "
    "a cause would bring exactly that much, because people would then meet something else. Ordinary experience lifts a "
    "high trust less than a low one: its entry can be negative where trust is higher, without being any worse.",
    "trust_end": "{arm}, at the end",
    "by": "Grouped by",
    "by_cause": "cause",
    "by_department": "department",
    "by_channel": "channel",
    "by_actor": "person or machine",
    "by_segment": "group of customers",
    "further_groups": "{n} further ones",
    "years": "Year by year",
    "years_lead": "What each year booked, mean over the worlds, in points of 100. Every column adds up: from the trust "
    "of the customers of the first week at its start to their trust at its end.",
    "year_number": "Year {n}",
    "year_short": "Year {n} ({span})",
    "year_start": "Trust at the start",
    "year_end": "Trust at the end",
    "removed": "Booked, and without it",
    "removed_lead": "An entry says through which meeting trust changed. What a mechanism makes of the difference "
    "between {arm} and {reference} is another question. To answer it, both were run again without it: taken out of the "
    "market for everybody, in {n} of the same worlds, with the same customers and the same luck. ‘Without’ says by how "
    "much the difference shrinks then (below 0: by how much it grows); ‘booked’ is of the same worlds.",
    "removed_why": "The two may differ, in size and even in sign. Who is spared one thing meets another; people stay "
    "or leave at other times, and then meet other firms; what an experience sets off later (talk among friends, a "
    "contact more or less, an issue left unsolved) is booked where it arrives; and trust that has fallen far has less "
    "to lose to the next entry. Effects of several mechanisms need not add up.",
    "removed_kept": "Larger entries that no setting takes out: {causes}.",
    "removed_caption": "Trust of the customers of the first week, {arm} minus {reference}: booked, and without it",
    "removed_label": "Booked under each mechanism, and by how much the difference shrinks without it: {rows}.",
    "removed_booked": "Booked: {title}",
    "removed_without": "Without: {title}",
    "removed_booked_head": "Booked, {unit}",
    "removed_without_head": "Without it, {unit}",
    "removed_entries": "Entries booked under it",
    "mechanism": "Mechanism",
    "further": "{n} further causes",
    "further_lines": "{n} further lines",
    "bridge": "Where the money comes from",
    "bridge_lead": "Profit of {arm} minus {reference} over the horizon, line by line, in present value.",
    "bridge_caption": "Profit bridge by line of the accounts, {arm} minus {reference}",
    "bridge_label": "Waterfall of money; total {total}; largest lines: {largest}.",
    "bridge_total": "Profit, difference",
    "segments": "Who gains, who loses",
    "segments_lead": "Mean difference of {arm} from {reference} by group of customers, with the precision of the "
    "computation.",
    "segments_label": "{metric} by group of customers: {rows}.",
    "segment_trust_cohort": "Trust",
    "segment_churn_year": "Churn per year",
    "segment_contribution": "Contribution to the result",
    "conditions": "When it flips",
    "conditions_lead": "Uncertain numbers that part the worlds in which a strategy is ahead from the others.",
    "condition_above": "above {cut}",
    "condition_below": "below {cut}",
    "condition_count": "ahead in {ahead} of {n}",
    "condition_for": "worlds in which {arm} is ahead",
    "conditions_none": "No uncertain number was found that parts the worlds beyond what chance would do.",
    "leads": "Not confirmed: the strongest traces",
    "losses": "Worlds in which each side loses",
    "losses_lead": "Up to three worlds in which a strategy loses most against {reference}, and {reference} against "
    "the best of the "
    "others, with what is unusual in them. A mark shows where a number lies within what is plausible.",
    "losses_of": "{arm}: largest losses",
    "losses_none": "In no world, as far as the margin goes.",
    "world": "World {world}",
    "loss_number": "{label}: {value} (plausible {low} to {high})",
    "outcomes": "All outcomes",
    "outcomes_lead": "Each outcome is judged for itself. Nothing is added up into a score, and victories are not "
    "counted.",
    "ranking": "All strategies together",
    "ranking_lead": "Not beaten means: in ‹{outcome}› no other strategy is better beyond the precision of the "
    "computation.",
    "ranking_caption": "{outcome}: difference of each strategy from {reference}",
    "ranking_label": "{outcome} against {reference}: {rows}.",
    "chapters": "The other strategies",
    "chapters_lead": "Each against {reference}, in the same order as above.",
    "chapter": "{arm} against {reference}",
    "changed": "What was changed",
    "changed_lead": "The levers that define each strategy. Everything else stays as it is in the market, unless an "
    "equal budget moves it (below).",
    "lever_legal": "{about} (restricted by law: {legal})",
    "changed_none": "Changes nothing: business as usual.",
    "case": "The case for it",
    "cost": "What it costs",
    "budget": "Budget",
    "budget_equal": "Equal: every strategy aims at the same envelope ({envelope} of what is spent today). Training, "
    "campaigns, adverts, analysis of records and innovation are raised or cut together, beyond what is listed above, "
    "until it fits.",
    "budget_free": "Free: every strategy spends what its levers cost.",
    "budget_capped": "Capped: no strategy aims at more than {envelope} of what is spent today. For one that would, "
    "campaigns, adverts, analysis of records and innovation are cut together until it fits.",
    "budget_realised": "spent, present value",
    "budget_forgone": "revenue given up, present value",
    "budget_purse": "purse",
    "assumptions": "What it rests on",
    "assumptions_count": "{assumed} of {numbers} numbers rest on an assumption; the others have a source.",
    "predisposition": (
        "Where nothing is calibrated to the market, in {n} worlds drawn from what is possible, customer_centric is "
        "ahead of product_centric in value in {ahead}, level in {level}, behind in {behind} (equal budget): the "
        "model's predisposition."
    ),
    "assumptions_unknown": "How many numbers rest on an assumption was not counted.",
    "assumptions_list": "The assumptions ({n})",
    "provenance": "How this page was made",
    "fact_people": "{part}, standing for {whole}",
    "fact_horizon": "{span}, after a warm-up of {warm_up}",
    "fact_worlds": "{n} of {tried} tried",
    "fact_seconds": "{seconds} s",
    "method": "The method in ten sentences",
    "terms": "Words used here",
    **AUDIT,
    "footer": "Made with goodwill {version}. A simulation is an argument worked out, not a forecast.",
}


def say(key: str, **values: Any) -> str:
    """Return a sentence with its values filled in, in the language that is spoken."""
    return spoken().translate(WORDS[key]).format(**values)
