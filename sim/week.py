"""The order of a week, as data, and the loops over people that call the rules."""

from __future__ import annotations

from agents.books import LINES_AT
from agents.chance import luck_of
from agents.change import live
from agents.compiled import loop, step
from agents.customers.billing import hear_of_price, meet_fees, pay_bill, use_product
from agents.customers.bots import take_up_bot
from agents.customers.buying import find_out_mis_sale, needs_move
from agents.customers.campaigns import BINS, receive_campaigns
from agents.customers.cancelling import cancel
from agents.customers.channels import BOT_SOLVED, CANCEL, SELF_SOLVED
from agents.customers.concessions import reckon
from agents.customers.disguise import see_through
from agents.customers.incidents import lose_patience, turn_up
from agents.customers.looking import look_around, notice_adverts
from agents.customers.next_best_action import act, heed
from agents.customers.privacy import strike_back, use_data
from agents.customers.promise import hear_promise
from agents.customers.service import meet
from agents.customers.talk import listen, speak
from agents.customers.terms import meet_terms
from agents.customers.trust import forget
from agents.customers.week import clocks, sum_up
from agents.departments import DEPARTMENTS
from agents.departments.product import look_at_rivals
from agents.offices import YEAR
from agents.population import Here

# what happens in which order: phase of model.md, who acts, what
ORDER = (
    (1, "market", "events: strategies, levers, prices, entries, exits, news, law; boards watch their rivals"),
    (2, "firms", "departments plan on last week's books, the CX unit and the board after them"),
    (0, "customers", "clocks and decays, adverts"),
    (3, "customers", "prices announced and promises made are heard of"),
    (4, "customers", "needs move, incidents arise, intentions to leave become contacts"),
    (5, "customers", "campaigns arrive"),
    (6, "market", "the queue; then customers meet bots and people, and the next best action"),
    (7, "customers", "bills, fees, dealings with data; what was hidden is found out"),
    (8, "customers", "experience: booked where it happens"),
    (9, "customers", "talk, from last week's snapshot"),
    (10, "customers", "looking and choosing"),
    (11, "firms", "people, knowledge, culture, fit"),
    (12, "market", "books, metrics, ledgers"),
)


def one_after_another(rule):
    """Return a step that calls a rule ("plan", "close_week") of every department, in the order in which they plan.

    Compiled code calls what it knows by name, so the calls are written out here for the departments that there are.
    """
    lines, rules = [f"def every_{rule}(firm, market, products):"], {}
    for name, kind in DEPARTMENTS.items():
        rules[name] = getattr(kind, rule)
        if rules[name] is not None and kind.per_product:
            lines += ["    for k in range(products.shape[0]):", f"        {name}(firm, market, products[k])"]
        elif rules[name] is not None:
            lines.append(f"    {name}(firm, market)")
    exec(compile("\n".join(lines), __file__, "exec"), rules)  # noqa: S102  # nothing but names of departments
    return step(rules[f"every_{rule}"])


every_plan, every_close = one_after_another("plan"), one_after_another("close_week")


@loop
def plan_firms(week, firms, products, markets):
    """Phase 2: firms live their levers, if they plan this week; departments decide on last week's books and publish."""
    market = markets[0]
    market.week = week
    for f in range(firms.shape[0]):
        firm = firms[f]
        if firm.memory.present > 0.0:
            interval = int(firm.lived.planning_interval)
            if interval <= 1 or week % interval == 0:
                live(firm, market)
            every_plan(firm, market, products[f])


@loop
def close_firms(firms, products, markets):
    """Phases 11, 12: departments draw their conclusions and pay their bills; a firm in its last week is gone then."""
    market = markets[0]
    look_at_rivals(firms)
    for f in range(firms.shape[0]):
        firm = firms[f]
        if firm.memory.present <= 0.0:
            continue
        leaves = firm.memory.leaving > 0.0
        every_close(firm, market, products[f])
        note_money(firm, market)
        if leaves:
            firm.memory.present, firm.memory.leaving = 0.0, 0.0


@step
def note_money(firm, market):
    """Note the week's cost and revenue, for rules that look back."""
    cost, revenue = 0.0, 0.0
    for number in range(firm.lines.shape[0]):
        amount = firm.last[LINES_AT + number] + firm.lines[number]
        cost -= min(0.0, amount)
        revenue += market.earned[number] * amount
    firm.memory.cost = cost
    firm.revenue[market.week % YEAR] = revenue


@loop
def before_queue(first, last, blocks, week, key, season, world):
    """Phases 0, 3, 4, 5 for the people of blocks first..last: clocks, prices, needs, contacts of the week."""
    for block in range(first, last):
        for row in range(blocks[block, 0], blocks[block, 1]):
            here = Here(week, block, row, world.state[row].provider, luck_of(key, row), season)
            clocks(world, here)
            forget(world, here)
            take_up_bot(world, here)
            notice_adverts(world, here)
            if here.firm >= 0:
                hear_of_price(world, here)
                hear_promise(world, here)
            needs_move(world, here)
            if here.firm >= 0:
                turn_up(world, here)
                receive_campaigns(world, here)


@loop
def after_queue(first, last, blocks, week, key, season, world):
    """Phases 6 to 10 for the people of blocks first..last, and the sums of the week."""
    for block in range(first, last):
        for row in range(blocks[block, 0], blocks[block, 1]):
            person = world.state[row]
            here = Here(week, block, row, person.provider, luck_of(key, row), season)
            if here.firm >= 0:
                if person.reason > 0:
                    reached = meet(world, here)
                    if person.reason == CANCEL:
                        if reached or person.meets == BOT_SOLVED or person.meets == SELF_SOLVED:
                            cancel(world, here)
                    elif reached:
                        act(world, here)
                heed(world, here)
                lose_patience(world, here)
                pay_bill(world, here)
                meet_fees(world, here)
                use_product(world, here)
                meet_terms(world, here)
                if person.mis_sold > 0:
                    find_out_mis_sale(world, here)
                if person.deceived > 0:
                    see_through(world, here)
                use_data(world, here)
                strike_back(world, here)
                reckon(world, here)
            listen(world, here)
            speak(world, here)
            look_around(world, here)
            sum_up(world, here)


@loop
def aim(scores, product, base):
    """Set the cut above which a product department contacts people, from last week's estimates; then clear them.

    Args:
        scores: (blocks, firms, products, bins) estimates of the week's persons, weight 8.
        product: (firms, products) the departments' terms.
        base: (firms,) simulated customers.
    """
    for f in range(scores.shape[1]):
        for k in range(scores.shape[2]):
            target = product[f, k].reach * base[f]
            have, seen, edge = 0.0, 0, BINS
            for i in range(BINS - 1, -1, -1):
                more = 0
                for b in range(scores.shape[0]):
                    more += scores[b, f, k, i]
                    scores[b, f, k, i] = 0
                seen += more
                if edge == i + 1 and have + 0.5 * more <= target:
                    have += more
                    edge = i
            product[f, k].cut = edge / BINS if seen > 0 else 2.0  # nobody was estimated: nobody is contacted


@loop
def queue(service, theta):
    """Mean wait (minutes) and share that gives up, per firm: Erlang-A, the M/M/n+M queue, in its steady state.

    Args:
        service: (firms,) terms with load (contacts a week), minutes each, servers at a time (may be a fraction).
        theta: 1 / mean patience, per minute.

    Source: Mandelbaum & Zeltyn; the identity P(abandon) = theta E[W] holds (H07).
    """
    for f in range(service.shape[0]):
        rate = service[f].load / 3600.0  # per minute of 60 open hours
        work = rate * service[f].minutes
        if rate <= 0.0 or service[f].servers <= 0.0:
            service[f].wait, service[f].abandonment = 0.0, 0.0
            continue
        n = int(service[f].servers)
        part_time = service[f].servers - n
        p, total, waiting = 1.0, 1.0, 0.0
        for j in range(1, n + 1):
            p = p * work / j
            total += p
            if total > 1e100:
                p *= 1e-100
                total *= 1e-100
        for j in range(1, 100_000):
            p = p * work / (n + part_time + j * theta * service[f].minutes)
            total += p
            waiting += j * p
            if total > 1e100:
                p *= 1e-100
                total *= 1e-100
                waiting *= 1e-100
            if p < 1e-12 * total:
                break
        service[f].wait = waiting / total / rate
        service[f].abandonment = min(1.0, theta * service[f].wait)


@loop
def reduce(tally, till, blocks, page, tills):
    """Add the blocks' pages in their order into the week's page (segments, firms + 1, slots), and clear them."""
    for b in range(tally.shape[0]):
        for f in range(tally.shape[1]):
            tills[f] += till[b, f]
            till[b, f] = 0.0
            for i in range(tally.shape[2]):
                page[blocks[b, 2], f, i] += tally[b, f, i]
                tally[b, f, i] = 0.0


