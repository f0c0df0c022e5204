"""What may be typed after `kata`, a module each.

A command's module is imported when it is needed, and imports what is heavy where it is used: nobody
should wait for a database library to read a brief.
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
    "wrong",
)
