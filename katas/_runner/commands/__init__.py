"""The commands that can be typed after `kata`, one module each.

A command's module is imported only when it runs, and imports slow packages only where it uses them:
nobody should wait for a database library to read a brief.
"""

NAMES = (
    "brief",
    "check",
    "compare",
    "doctor",
    "edit",
    "hint",
    "journey",
    "list",
    "next",
    "open-for-business",
    "reset",
    "run",
    "update",
    "wall",
    "watch",
    "wrong",
)
