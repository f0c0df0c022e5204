"""How finely a coffee is ground."""

from enum import Enum


class Grind(Enum):
    """A way to grind, with the mill's setting: its grains measure from … to … micrometres."""

    WHOLE_BEANS = (5000, 8000)
    FILTER = (600, 800)
    ESPRESSO = (200, 300)
