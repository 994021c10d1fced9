"""Staff: a team that quits, is hired late and learns slowly, hurries under load, and shares its time (M12, M27).

Plain arithmetic for departments. A *seat* is one person on the lines during all open hours, at market size.
"""

from __future__ import annotations

from agents.arithmetic import exp, log
from agents.books import line
from agents.compiled import rule, step
from agents.offices import UNKNOWN
from agents.parameters import uncertainty

uncertainty("hiring_weeks", 12.0, plausible=(8.0, 16.0), bounds=(0.0, 52.0), unit="weeks", mechanism="M12", neutral=0.0,
            source="assumption (about a quarter from vacancy to first day)", about="time from ordering to the arrival of a new employee; 0: staff is there at once and fully able")  # fmt: skip
uncertainty("learning_weeks", 26.0, plausible=(13.0, 39.0), bounds=(0.0, 104.0), unit="weeks", mechanism="M12", neutral=0.0,
            source="assumption (form: Oliva & Sterman 2001)", about="mean time from arrival to full ability, at usual training")  # fmt: skip
uncertainty("novice_pace", 0.6, plausible=(0.5, 0.8), bounds=(0.1, 1.0), unit="×", mechanism="M12", neutral=1.0,
            source="assumption (form: Oliva & Sterman 2001)", about="work that a learner does, relative to an experienced employee")  # fmt: skip
uncertainty("novice_skill", 0.8, plausible=(0.7, 0.9), bounds=(0.0, 1.0), unit="×", mechanism="M12", neutral=1.0,
            source="assumption", about="chance that a learner solves a case, relative to an experienced employee")  # fmt: skip
uncertainty("corner_cutting", 0.35, plausible=(0.2, 0.6), bounds=(0.0, 1.5), unit="elasticity", mechanism="M12", neutral=0.0,
            source="assumption (form: Oliva & Sterman 2001)", about="fall of the time per case with work over capacity")  # fmt: skip
uncertainty("standard_down", 20.0, plausible=(10.0, 40.0), bounds=(1.0, 520.0), unit="weeks", mechanism="M12",
            source="assumption (form: Oliva & Sterman 2001)", about="how slowly the standard slides down to the time really taken")  # fmt: skip
uncertainty("standard_up", 104.0, plausible=(52.0, 208.0), bounds=(1.0, 5200.0), unit="weeks", mechanism="M12",
            source="assumption (form: Oliva & Sterman 2001: up much more slowly than down)", about="how slowly the standard climbs back")  # fmt: skip
uncertainty("planned_by_clock", 0.5, plausible=(0.2, 0.8), bounds=(0.0, 1.0), unit="share", mechanism="M12", neutral=0.0,
            source="assumption (form: Oliva & Sterman 2001)", about="how far staffing is planned on the time cases take now, not on the time they need")  # fmt: skip
uncertainty("switching_tools", 0.02, plausible=(0.005, 0.03), bounds=(0.0, 0.1), unit="share per tool", mechanism="M27", neutral=0.0,
            source="assumption", about="working time lost to each tool beyond the usual number")  # fmt: skip
uncertainty("sharing_time", 0.1, plausible=(0.05, 0.2), bounds=(0.01, 1.0), unit="share of working time", mechanism="M27",
            source="assumption", about="time together that brings 63 % of what working together can bring, at usual tools")  # fmt: skip
uncertainty("collaboration_return", 0.15, plausible=(0.0, 0.3), bounds=(0.0, 1.0), unit="elasticity", mechanism="M27", neutral=0.0,
            source="assumption", about="share of innovation that hangs on working together")  # fmt: skip

SERVICE_WAGES = line("service_wages", "people in service", kind="cost", discretionary=True)

WEEKS = 52.0
# what a department remembers of its team: experienced seats, learners, who is being hired and let go, open posts in three
# stages (a third-order delay: few arrive early, most about the mean)
TEAM = {"team": UNKNOWN, "learners": 0.0, "hiring": 0.0, "going": 0.0, "vacancies_1": 0.0, "vacancies_2": 0.0, "vacancies_3": 0.0}
USUAL_TOGETHER, USUAL_TOOLS = 0.1, 6.0  # share of working time in meetings; tools used by one employee: assumption
ADJUSTING = 8.0  # weeks in which a gap of staff is to be closed by orders: assumption
MOST_HIRED, MOST_GONE = 0.025, 0.0125  # of staff per week, a tenth up and a twentieth down a month: assumption
TOLERATED = 0.1  # work over or under capacity that changes nobody's pace: assumption
LEAST_TIME = 0.5  # of the time a case needs: assumption
LEAST_LEFT = 0.05  # of working time


@rule
def quits(morale, level):
    """Return turnover per year, the same function for every strategy: level at medium morale; quits(1, .35) = .175."""
    return level * (1.5 - morale)


@rule
def resting_learners(turnover, learning_weeks):
    """Return the share of learners in a team that neither grows nor shrinks: qL / (1 + qL), q = turnover / 52.

    resting_learners(.52, 50) = .5 / 1.5.
    """
    inflow = turnover / WEEKS * learning_weeks
    return inflow / (1.0 + inflow)


@rule
def pace(learners, novice):
    """Return the work of a team relative to one without learners: 1 - (1 - novice) share; pace(.25, .6) = .9."""
    return 1.0 - (1.0 - novice) * learners


@rule
def learning_time(weeks, training):
    """Return the weeks of learning, fewer with training, as declared at training .5: learning_time(26, 1) = 19.5 (size: assumption)."""
    return weeks * (1.25 - 0.5 * min(1.0, training))


@rule
def time_taken(standard, pressure, elasticity):
    """Return the time taken per case, relative to what it needs: s P^-a beyond what is tolerated, .5..1.

    time_taken(1, 2.2, .5) = 2^-.5; at P = 1 ± .1 the standard itself. (Oliva & Sterman 2001.)
    """
    if pressure > 1.0 + TOLERATED:
        ratio = pressure / (1.0 + TOLERATED)
    elif 0.0 < pressure < 1.0 - TOLERATED:
        ratio = pressure / (1.0 - TOLERATED)
    else:
        return standard
    return min(1.0, max(LEAST_TIME, standard * exp(-elasticity * log(ratio))))


@rule
def slide(standard, taken, down, up):
    """Return the standard after a week: towards the time taken, faster down than up; slide(1, .8, 20, 104) = .99."""
    return standard + (taken - standard) / (down if taken < standard else up)


@rule
def time_left(together, tools, switching):
    """Return working time left for one's own work, relative to the usual: (1 - u - s (n - n0)+) / (1 - u0).

    time_left(.1, 6, .02) = 1; time_left(.28, 6, .02) = .8.
    """
    left = 1.0 - together - switching * max(0.0, tools - USUAL_TOOLS)
    return max(LEAST_LEFT, left / (1.0 - USUAL_TOGETHER))


@rule
def ideas(together, tools, sharing):
    """Return what working together brings, 0..1: 1 - e^(-u n / (u1 n0)): tools shorten the time it takes."""
    return 1.0 - exp(-together * tools / (sharing * USUAL_TOOLS))


@step
def yield_of_collaboration(lived, nature):
    """Return by what factor working together moves what innovation sustains; 1 at usual time together and tools.

    1 + i0 (g / g0 - 1), g = (1 - e^(-u n / (u1 n0))) ω: it helps, until meetings and tools eat it up (M27).
    """
    share = nature.collaboration_return
    if share <= 0.0:
        return 1.0
    together, tools, switching = lived.collaboration, lived.tools, nature.switching_tools
    now = ideas(together, tools, nature.sharing_time) * time_left(together, tools, switching)
    usual = ideas(USUAL_TOGETHER, USUAL_TOOLS, nature.sharing_time) * time_left(USUAL_TOGETHER, USUAL_TOOLS, switching)
    return 1.0 + share * (now / usual - 1.0)


@rule
def wanted_seats(needed, turnover, novice, learning_weeks):
    """Return the people that do the work needed, seats of experienced staff, with the usual share of learners.

    wanted_seats(100, .52, .6, 50) = 100 / (1 - .4 / 3).
    """
    return needed / pace(resting_learners(turnover, learning_weeks), novice)


# a team in what a department remembers (TEAM) -----------------------------------------------------------------------


@rule
def found(own, wanted, turnover, hiring_weeks, learning_weeks):
    """Set a team to rest: as many arrive as quit."""
    learning = resting_learners(turnover, learning_weeks)
    own.team, own.learners = wanted * (1.0 - learning), wanted * learning
    own.hiring, own.going = wanted * turnover / WEEKS, 0.0
    waiting = own.hiring * hiring_weeks / 3.0
    own.vacancies_1, own.vacancies_2, own.vacancies_3 = waiting, waiting, waiting


@rule
def decide(own, wanted, turnover, hiring_weeks):
    """Order new staff: replace who quits, close the gap, keep vacancies in view; let go what that leaves over (Sterman 2000)."""
    staff = own.team + own.learners
    quitting, open_posts = turnover / WEEKS * staff, own.vacancies_1 + own.vacancies_2 + own.vacancies_3
    gap = wanted - staff
    orders = quitting + (gap + quitting * hiring_weeks - open_posts) / ADJUSTING
    own.hiring = min(max(0.0, orders), MOST_HIRED * staff)
    own.going = max(0.0, min(-orders, MOST_GONE * staff - quitting))


@rule
def pass_week(own, turnover, hiring_weeks, learning_weeks):
    """Let people quit, go, arrive and learn for a week; returns the seats that were filled."""
    speed = 3.0 / hiring_weeks if hiring_weeks > 3.0 else 1.0
    first, second, arriving = speed * own.vacancies_1, speed * own.vacancies_2, speed * own.vacancies_3
    own.vacancies_1 += own.hiring - first
    own.vacancies_2 += first - second
    own.vacancies_3 += second - arriving
    team, learners = own.team, own.learners
    gone = turnover / WEEKS + own.going / max(1.0, team + learners)
    learned = learners / learning_weeks if learning_weeks > 1.0 else learners
    own.team = team + learned - gone * team
    own.learners = learners + arriving - learned - gone * learners
    return arriving
