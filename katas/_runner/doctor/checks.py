"""The list of all checks; each one needs what the checks before it have tested."""

from functools import partial

from . import file_watching, machine, scenarios, solutions, stores
from .check import Check

_RUN = 90
"""Seconds; the limits of a run are shorter."""

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
    Check("Solution k03", partial(solutions.solution, "k03"), _RUN),  # it needs a store
)
