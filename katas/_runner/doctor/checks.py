"""The list of all checks, in the order in which one thing builds on another."""

from functools import partial

from . import file_watching, machine, scenarios, solutions, stores
from .check import Check

_RUN = 90
"""Seconds; a run of a kata has limits of its own, which come first."""

CHECKS = (
    Check("Python", machine.python),
    Check("Checkout", machine.checkout),
    Check("Packages", machine.packages),
    Check("Files", machine.files),
    Check("Git", machine.git),
    Check("Terminal", machine.terminal),
    Check("Saves", file_watching.saves),
    Check("Store", stores.sqlite),
    Check("Progress", stores.progress),
    Check("PostgreSQL", stores.postgresql, _RUN),
    Check("Scenarios", scenarios.scenarios, _RUN),
    Check("Solution k01", partial(solutions.solution, "k01"), _RUN),
    Check("Solution k03", partial(solutions.solution, "k03"), _RUN),  # it has a store
)
