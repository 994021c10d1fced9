"""What things cost on the market for inputs: the same for every firm and strategy."""

from __future__ import annotations

from agents.parameters import uncertainty


def _cost(name: str, default: float, plausible: tuple[float, float], unit: str, about: str, source: str = "assumption") -> None:
    uncertainty(name, default, plausible=plausible, bounds=(0.0, 1e6), unit=unit, mechanism="M24", source=source, about=about)


_cost("wage", 38.0, (32.0, 44.0), "currency per hour", "an hour of a trained person in service, fully loaded")
_cost("bot_contact", 0.4, (0.2, 0.7), "currency per contact", "a contact answered by a bot")
_cost("campaign_contact", 1.2, (0.6, 1.8), "currency per contact", "an unasked sales contact, mixed channels")
_cost("goodwill_cost", 12.0, (8.0, 18.0), "currency per case", "a goodwill gesture, apology or extra fix")
_cost("winning", 60.0, (40.0, 90.0), "currency per new customer", "welcome, set-up and intermediary's fee for a new customer")
_cost("advert", 0.10, (0.05, 0.20), "currency per person reached", "advertising that makes a non-customer aware")
_cost("overhead", 0.6, (0.4, 0.8), "currency per customer and week", "rent, processes, administration and strategy meetings")
_cost("training_cost", 45.0, (30.0, 70.0), "currency per employee and week", "training at the usual level")
_cost("analytics_cost", 0.02, (0.01, 0.04), "currency per customer and week", "analytics and integration of records at full level")
_cost("innovation_cost", 0.15, (0.1, 0.25), "currency per customer and week", "keeping the offer fit at the usual level")
_cost("cx_staff", 25.0, (15.0, 40.0), "persons per million customers", "payroll of a customer-experience unit at full authority")
_cost("address_price", 0.03, (0.01, 0.06), "currency per customer and week", "income from selling all addresses and profiles")
_cost("change_cost", 0.06, (0.03, 0.12), "currency per customer and week", "programme of cultural change at full commitment")
_cost("shared_picture_cost", 0.03, (0.01, 0.06), "currency per customer and week", "work on a shared picture of the customer, in full: time of people from all departments")
_cost("anticipation_cost", 0.03, (0.015, 0.06), "currency per customer and week", "watching for faults and mending them unasked, in full")
_cost("replacing", 4000.0, (3000.0, 5000.0), "currency per employee", "replacing an employee", "H10: 3-4 months' pay")
_cost("transparency_cost", 0.02, (0.01, 0.03), "currency per customer and week", "keeping consent, explaining and returning the use of data")
