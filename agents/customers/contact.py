"""The customer's time and patience are one purse: contacts, waiting, forms and repetitions draw on it (M36)."""

from agents.arithmetic import exp
from agents.compiled import rule, step
from agents.parameters import column, trait, uncertainty

trait("patience", 6.3, spread=3.0, low=0.5, high=30.0, unit="minutes", mechanism="M07", source="H06 (mean 379 s); spread assumption",
      about="how long the person waits on the line")  # fmt: skip
trait("digital_affinity", 0.5, spread=0.4, low=0.0, high=1.0, unit="0..1", mechanism="M09", source="assumption",
      about="ease with self-service and bots")  # fmt: skip
trait("prefers_people", 0.5, spread=0.4, low=0.0, high=1.0, unit="0..1", mechanism="M09", source="assumption (H05: 25 % would use a bot again)",
      about="wish to deal with a person")  # fmt: skip
trait("literacy", 0.5, spread=0.35, low=0.0, high=1.0, unit="0..1", mechanism="M13", source="assumption",
      about="reads terms and bills and understands them")  # fmt: skip

column("burden", about="decaying sum of contacts, waiting, forms and repetitions", mechanism="M36")
column("recent_contacts", about="sales contacts of about the last four weeks", mechanism="M05")
column("sell_share", 0.3, about="moving share of the provider's contacts that sell", mechanism="M03")

uncertainty("fatigue", 0.15, plausible=(0.10, 0.20), bounds=(0.0, 0.5), unit="per contact", mechanism="M36", neutral=0.0,
            source="G01 (.19 within a campaign; facts.md part C: .15, .05-.20)", about="fall of acceptance per contact still remembered")  # fmt: skip
uncertainty("burden_half_life", 4.0, plausible=(2.0, 8.0), bounds=(1.0, 26.0), unit="weeks", mechanism="M36",
            source="assumption; G03 quarter window", about="half-life of burden")  # fmt: skip
uncertainty("repeating", 0.2, plausible=(0.1, 0.4), bounds=(0.0, 2.0), unit="contacts", mechanism="M36", neutral=0.0,
            source="assumption", about="burden of telling the same thing once more, of a contact that sells")  # fmt: skip
uncertainty("inferred_motive", 0.5, plausible=(0.2, 0.8), bounds=(0.0, 1.0), unit="0..1", mechanism="M03", neutral=0.0,
            source="assumption", about="how far a customer who is always sold to takes each further offer as selling")  # fmt: skip


@rule
def willing(fatigue, burden):
    """Return the share of willingness left under a burden: e^(-g B); willing(.2, 1) = .8187."""
    return exp(-fatigue * burden)


@step
def weigh_down(world, here, weight):
    """Add to the person's burden."""
    person = world.state[here.row]
    person.burden = person.burden + weight


@step
def remember_contact(world, here, sells):
    """Keep the moving share of contacts that sell; sales contacts count towards the contact cap."""
    person = world.state[here.row]
    person.sell_share = person.sell_share + 0.1 * (sells - person.sell_share)
    person.recent_contacts = person.recent_contacts + sells


@step
def recover(world, here):
    """A week passes: burden and the memory of contacts fade."""
    person, climate = world.state[here.row], world.market[0].climate
    person.burden = person.burden * climate.burden_keep
    person.recent_contacts = person.recent_contacts * climate.contact_keep
