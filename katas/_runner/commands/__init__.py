"""The verbs of the `kata` command, a module each.

A verb's module is imported when it is needed, and imports what is heavy where it is used: to read
a brief nobody should wait for a database library.
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
    "watch",
)
