"""Talk: what customers say of their provider, and what it does to those who hear it; read from last week's snapshot."""

from agents.books import book, count, route, tick
from agents.chance import chance, purpose
from agents.compiled import rule, step
from agents.customers.concessions import hear_of_concessions
from agents.customers.trust import revise
from agents.parameters import column, trait, uncertainty

trait("talkativeness", 1.0, spread=0.6, low=0.0, high=2.0, unit="×", mechanism="M15", source="assumption",
      about="how readily the person talks about providers")  # fmt: skip
column("aware", whole=True, about="firms the person knows of, a bit each", mechanism="M17")

uncertainty("talking", 0.05, plausible=(0.03, 0.08), bounds=(0.0, 1.0), unit="per week", mechanism="M15", neutral=0.0,
            source="assumption", about="chance of talking about the provider in a week, at a clear opinion")  # fmt: skip
uncertainty("bad_news", 1.5, plausible=(1.0, 2.0), bounds=(1.0, 3.0), unit="ratio", mechanism="M15", neutral=1.0,
            source="F02 (facts.md part C: 1-2)", about="how much more readily bad experiences are told")  # fmt: skip
uncertainty("hearsay", 0.3, plausible=(0.15, 0.5), bounds=(0.0, 0.5), unit="share", mechanism="M15", neutral=0.0,
            source="assumption (model.md: at most half an own event; F03)", about="weight of a message heard, of an own event")  # fmt: skip

GOOD_TALK, BAD_TALK = count("messages_good"), count("messages_bad")
PRAISE = route("heard_good", "good things heard", department="market", channel="talk", actor="person", mechanism="M15")
BLAME = route("heard_bad", "bad things heard", department="market", channel="talk", actor="person", mechanism="M15")

_TALK = purpose("talk.talk")
_MIDDLE = 0.5


@rule
def urge(satisfaction, bad_news):
    """Return the urge to talk, -1..1: the sign is the verdict, bad ones weigh bad_news times; urge(.25, 1.5) = -.75."""
    verdict = 2.0 * (satisfaction - _MIDDLE)
    return verdict if verdict >= 0.0 else max(-1.0, bad_news * verdict)


@step
def listen(world, here):
    """What friends said last week, about the provider they had then."""
    nature = world.market[0].nature
    for at in range(world.friend_start[here.row], world.friend_start[here.row + 1]):
        other = world.friend[at]
        said = world.said[other]
        if said != 0:
            firm = int(world.said_of[other])
            person = world.state[here.row]
            person.aware = person.aware | (1 << firm)
            evidence = 0.5 + 0.005 * said
            trust = revise(world.trust[here.row, firm], evidence, nature.hearsay * nature.trust_gain, 1.0)
            book(world, here, firm, PRAISE if said > 0 else BLAME, evidence, trust)
            if firm == here.firm:
                hear_of_concessions(world, here, said)


@step
def speak(world, here):
    """Say something, or nothing, that friends hear next week."""
    world.says[here.row] = 0
    if here.firm < 0:
        return
    person, nature = world.state[here.row], world.market[0].nature
    wish = urge(person.satisfaction, nature.bad_news)
    if chance(here.luck, _TALK) < nature.talking * world.trait[here.row].talkativeness * abs(wish):
        said = int(200.0 * (person.satisfaction - _MIDDLE))
        world.says[here.row] = min(100, max(-100, said))
        world.says_of[here.row] = here.firm
        tick(world, here, here.firm, GOOD_TALK if said > 0 else BAD_TALK, 1.0)
