"""The company of k19 on another machine, a day later, where nobody sleeps for long. No steps.

A worker imports this module first, so the learner's modules find that machine and that clock.
"""

import datetime as dt
import os
import platform
import socket
import time
import uuid
from importlib import import_module
from typing import Any

from sqlalchemy import Engine, event

DAY = 24 * 60 * 60
"""Seconds by which the clock is ahead."""

FASTER = 100
"""How much shorter each sleep is: whoever waits only for a while has soon waited enough."""

NAME = "elsewhere"

SHORTER = """
SELECT set_config(name, ceil(setting::int / %s::float)::text, false) FROM pg_settings
WHERE name IN ('lock_timeout', 'statement_timeout') AND setting <> '0'
"""
"""Makes PostgreSQL as impatient as all others here."""

NODE = 0x020000000001
"""The address of its network card."""

_time, _sleep = time.time, time.sleep


class _Date(dt.date):
    @classmethod
    def today(cls) -> Any:
        """Return the day after today."""
        return cls.fromtimestamp(time.time())


class _DateTime(dt.datetime):
    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> Any:
        """Return the moment a day from now."""
        return cls.fromtimestamp(time.time(), tz)


def _replace(module: Any, **functions: Any) -> None:
    for name, function in functions.items():
        setattr(module, name, function)


_replace(time, time=lambda: _time() + DAY, sleep=lambda seconds: _sleep(seconds / FASTER))
_replace(dt, date=_Date, datetime=_DateTime)
_replace(platform, node=lambda: NAME)
_replace(socket, gethostname=lambda: NAME, getfqdn=lambda _="": NAME)
_replace(uuid, getnode=lambda: NODE)


@event.listens_for(Engine, "before_cursor_execute")
def _hurry(_: Any, cursor: Any, statement: str, *_others: Any) -> None:
    """Shorten the time for which PostgreSQL waits, too, before somebody asks it for a lock."""
    if "advisory" in statement:
        cursor.execute(SHORTER, [FASTER])


if hasattr(os, "uname"):
    _system, _, *_others = os.uname()
    _replace(os, uname=lambda: os.uname_result((_system, NAME, *_others)))
os.environ |= dict.fromkeys(("HOSTNAME", "COMPUTERNAME"), NAME)

_company = import_module("katas.k19_open_for_business.company")
CONTEXTS, FOLLOWS, PUBLIC = _company.CONTEXTS, _company.FOLLOWS, _company.PUBLIC
