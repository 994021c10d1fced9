"""The order of a week, as data, and the loops over people and firms that call the rules."""

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
from agents.customers.channels import BOT_SOLVED, CANCEL, EXTRA_WORK, SELF_SOLVED
from agents.customers.concessions import reckon
from agents.customers.disguise import see_through
from agents.customers.incidents import lose_patience, turn_up
from agents.customers.looking import look_around, notice_adverts
from agents.customers.next_best_action import act, heed
from agents.customers.privacy import strike_back, use_data
from agents.customers.promise import hear_promise
from agents.customers.publicity import next_by_name
from agents.customers.service import BY_PERSON, meet
from agents.customers.shopping import go_shopping
from agents.customers.talk import listen, speak
from agents.customers.terms import meet_terms
from agents.customers.trust import QUALITY, TOUCHES, forget
from agents.customers.week import CUSTOMERS, clocks, sum_up
from agents.departments import DEPARTMENTS
from agents.departments.product import look_at_rivals
from agents.offices import YEAR
from agents.population import Here

SEASON = 13  # weeks over which the market's norm moves: assumption

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
        else:
            publish_nothing(firm, products[f])
    note_adverts(firms, market)


@step
def publish_nothing(firm, products):
    """An absent firm has no terms."""
    for i in range(firm.all_terms.shape[0]):
        firm.all_terms[i] = 0.0
    for k in range(products.shape[0]):
        for i in range(products[k].all_terms.shape[0]):
            products[k].all_terms[i] = 0.0


@step
def note_adverts(firms, market):
    """Note what all firms advertise together, in the order of their names."""
    total, last = 0.0, -1
    for _ in range(firms.shape[0]):
        last = next_by_name(firms, last)
        total += firms[last].terms.board.advertising
    market.climate.adverts = total


@step
def close_firms(firms, products, market):
    """Departments draw their conclusions and pay their bills; a firm in its last week is gone then."""
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
            if world.market[0].nature.buying > 0.0:
                go_shopping(world, here)
            else:
                look_around(world, here)
            sum_up(world, here)


@loop
def aim(world):
    """Set the cut above which a product department contacts people, from last week's estimates; then clear them."""
    scores = world.scores  # (blocks, firms, products, bins) estimates of the week's persons, weight 8
    for f in range(scores.shape[1]):
        base = world.firms[f].last[CUSTOMERS] / world.market[0].represents
        for k in range(scores.shape[2]):
            terms = world.products[f, k].terms
            target = terms.reach * base
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
            terms.cut = edge / BINS if seen > 0 else 2.0  # nobody was estimated: nobody is contacted


@step
def wait_in_line(service, theta):
    """Set mean wait (minutes) and share that gives up: Erlang-A, the M/M/n+M queue, in its steady state.

    Args:
        service: terms with load (contacts a week), minutes each, servers at a time (may be a fraction).
        theta: 1 / mean patience, per minute.

    Source: Mandelbaum & Zeltyn; the identity P(abandon) = theta E[W] holds (H07).
    """
    service.wait, service.abandonment = 0.0, 0.0
    rate = service.load / 3600.0  # per minute of 60 open hours
    work = rate * service.minutes
    if rate <= 0.0 or service.servers <= 0.0:
        return
    n = int(service.servers)
    part_time = service.servers - n
    p, total, waiting = 1.0, 1.0, 0.0
    for j in range(1, n + 1):
        p = p * work / j
        total += p
        if total > 1e100:
            p *= 1e-100
            total *= 1e-100
    for j in range(1, 100_000):
        p = p * work / (n + part_time + j * theta * service.minutes)
        total += p
        waiting += j * p
        if total > 1e100:
            p *= 1e-100
            total *= 1e-100
            waiting *= 1e-100
        if p < 1e-12 * total:
            break
    service.wait = waiting / total / rate
    service.abandonment = min(1.0, theta * service.wait)


@loop
def queue(world):
    """Phase 6: every firm's queue carries this week's contacts and those of the last weeks.

    A single week would follow the sample; three quarters of the load are remembered (assumption).
    """
    market, tally = world.market[0], world.tally
    for f in range(world.firms.shape[0]):
        people, extra = 0.0, 0.0
        for block in range(tally.shape[0]):
            people += tally[block, f, BY_PERSON]
            extra += tally[block, f, EXTRA_WORK]
        came = (people + extra) * market.represents
        service = world.firms[f].terms.service
        service.load = 0.75 * service.load + 0.25 * came if service.load > 0.0 else came
        wait_in_line(service, 1.0 / market.nature.patience_mean)


@step
def reduce(world, blocks, page):
    """Add the blocks' sums in their order into the week's page (segments, firms + 1, slots), and clear them."""
    tally = world.tally
    page[:] = 0.0
    for b in range(tally.shape[0]):
        segment = blocks[b, 2]
        for f in range(tally.shape[1]):
            into, part = page[segment, f], tally[b, f]
            for i in range(part.shape[0]):
                into[i] += part[i]
                part[i] = 0.0


@step
def take_home(world, page, f):
    """Hand a firm its week at market size: counts and totals, and the money of the till, which was counted apart."""
    firm, represents = world.firms[f], world.market[0].represents
    firm.last[:] = 0.0
    for segment in range(page.shape[0]):
        part = page[segment, f]
        for i in range(part.shape[0]):
            firm.last[i] += part[i]
    for i in range(page.shape[2]):
        firm.last[i] *= represents
    till = 0.0
    for block in range(world.till.shape[0]):
        till += world.till[block, f]
    firm.memory.cash += till * represents
    for number in range(firm.lines.shape[0]):
        firm.lines[number] = 0.0


@step
def move_norm(world):
    """The market's norm is a moving mean of the quality felt over firms; newcomers expect it."""
    climate, felt, weight, f = world.market[0].climate, 0.0, 0.0, -1
    for _ in range(world.firms.shape[0]):
        f = next_by_name(world.firms, f)
        felt += world.firms[f].last[QUALITY]
        weight += world.firms[f].last[TOUCHES]
    if weight > 0.0:
        climate.norm += (felt / weight - climate.norm) / SEASON


@loop
def close_books(world, blocks, page, money, tills):
    """Phases 11 and 12: the week's sums, what firms conclude from them, and the books.

    Args:
        blocks: (blocks, 3) first row, last row, segment.
        page: (segments, firms + 1, slots) of the week, in simulated persons; written.
        money: (firms, lines) of the week, currency at market size; written.
        tills: (firms,) the same money counted apart; written.
    """
    firms = world.firms
    reduce(world, blocks, page)
    for f in range(firms.shape[0]):
        tills[f] = -firms[f].memory.cash
        take_home(world, page, f)
    world.till[:] = 0.0
    move_norm(world)
    close_firms(firms, world.products, world.market[0])
    for f in range(firms.shape[0]):
        firm = firms[f]
        tills[f] += firm.memory.cash
        for number in range(firm.lines.shape[0]):
            money[f, number] = firm.last[LINES_AT + number] + firm.lines[number]
