"""What becomes public: who hears of a scandal or a public case, and what it does to trust (M15, M18)."""

from agents.arithmetic import clip
from agents.books import book, count, route, tick
from agents.chance import chance, joined, luck_of, purpose
from agents.compiled import loop, rule, step
from agents.customers.trust import feel_betrayed
from agents.parameters import uncertainty
from agents.population import Here

uncertainty("news_heard", 0.6, plausible=(0.4, 0.8), bounds=(0.0, 1.0), unit="share", mechanism="M18",
            source="assumption", about="people who know a firm and hear what became public of it")  # fmt: skip
uncertainty("spill", 0.2, plausible=(0.0, 0.4), bounds=(0.0, 1.0), unit="share", mechanism="M18", neutral=0.0,
            source="assumption (Roehm & Tybout 2006: scandals spill over to brands that are alike)",
            about="weight of a rival's scandal for a firm that looks just like it")  # fmt: skip

NEWS = count("news_heard")
SCANDAL = route("scandal", "a scandal of its own", department="public_affairs", channel="press", actor="press", mechanism="M18")
SPILLED = route("scandal_of_rival", "a scandal of a firm that looks alike", department="market", channel="press", actor="press",
                mechanism="M18")  # fmt: skip
CASE = route("public_case", "warnings and suits of consumer bodies", department="public_affairs", channel="press",
             actor="consumer body", mechanism="M15")  # fmt: skip

_HEAR, _KNOWN = purpose("publicity.hear"), purpose("publicity.known")
HEARSAY = 0.5  # weight of what was done to others, of what was done to oneself (model.md: at most half an own event)


@rule
def likeness(complexity, openness, other_complexity, other_openness):
    """Return how alike two firms look, 0..1, by what all can see: terms and openness; likeness(.4, .2, .2, .6) = .7."""
    return 1.0 - 0.5 * (abs(complexity - other_complexity) + abs(openness - other_openness))


@rule
def after_news(trust, betrayal, size):
    """Return a stranger's trust after bad news of a size: T (1 - b s / 2); after_news(.5, .4, .5) = .45."""
    return trust * (1.0 - HEARSAY * clip(betrayal * size))


@step
def take_in(world, here, firm, reason, size):
    """Bad news of one firm: its customer feels betrayed and looks around, others trust it less."""
    person, nature = world.state[here.row], world.market[0].nature
    tick(world, here, firm, NEWS, 1.0)
    if firm == here.firm:
        feel_betrayed(world, here, reason, size)
        person.occasion = person.occasion + nature.look_betrayed * size
    else:
        book(world, here, firm, reason, 0.0, after_news(world.trust[here.row, firm], nature.betrayal, size))


@step
def suspect_others(world, here, firm, size):
    """A scandal spills over to the firms that look alike, as far as the person knows them."""
    nature = world.market[0].nature
    mine = world.firms[firm].terms
    for other in range(world.trust.shape[1]):
        if other == firm or world.state[here.row].aware & (1 << other) == 0 or world.firms[other].terms.board.present <= 0.0:
            continue
        theirs = world.firms[other].terms
        alike = likeness(mine.billing.complexity, mine.data_office.transparency, theirs.billing.complexity, theirs.data_office.transparency)
        trust = after_news(world.trust[here.row, other], nature.betrayal, nature.spill * alike * size)
        book(world, here, other, SPILLED, 0.0, trust)


@step
def next_by_name(firms, last):
    """Return the firm whose key follows the key of firm `last` (-1: the first): news comes by name, not by place."""
    best = -1
    for firm in range(firms.shape[0]):
        follows = last < 0 or firms[firm].key > firms[last].key
        if follows and (best < 0 or firms[firm].key < firms[best].key):
            best = firm
    return best


@loop
def hear_news(first, last, blocks, week, key, season, world, own):  # noqa: ARG001  every own loop is called so
    """What became public this week reaches those of the blocks who know the firm; `own` is not used."""
    for block in range(first, last):
        for row in range(blocks[block, 0], blocks[block, 1]):
            person = world.state[row]
            here = Here(week, block, row, person.provider, luck_of(key, row), season)
            firm = -1
            for _ in range(world.trust.shape[1]):
                firm = next_by_name(world.firms, firm)
                news = world.firms[firm].terms.public_affairs
                if news.scandal + news.case <= 0.0 or person.aware & (1 << firm) == 0:
                    continue
                if chance(here.luck, joined(_HEAR, world.firms[firm].key)) >= world.market[0].nature.news_heard:
                    continue
                if news.scandal > 0.0:
                    take_in(world, here, firm, SCANDAL, news.scandal)
                    if world.market[0].nature.spill > 0.0:
                        suspect_others(world, here, firm, news.scandal)
                else:
                    take_in(world, here, firm, CASE, news.case)


@loop
def make_known(state, firm, share, firm_key, key):
    """Let a share of all people know a firm that enters; firms enter draws by name."""
    for row in range(state.shape[0]):
        if chance(luck_of(key, row), joined(_KNOWN, firm_key)) < share:
            state[row].aware = state[row].aware | (1 << firm)
