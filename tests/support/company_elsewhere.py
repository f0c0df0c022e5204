"""The company of k19 on another machine, a day later, where time passes fast. No steps.

A worker imports this module first, so the learner's modules find that machine and that clock.
The checkout is in another folder there.
"""

import datetime as dt
import os
import platform
import re
import socket
import time
import uuid
from importlib import import_module
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from eventsourcing.projection import BaseProjectionRunner
from sqlalchemy import Engine, event

from katas._runner.import_hook import FreshLoader

DAY = 24 * 60 * 60
"""Seconds by which the clock is ahead."""

FASTER = 1_000_000
"""How much faster time passes: whoever waits only for a while, or for a day, has soon done so."""

NAME = "elsewhere"

SHORTER = """
SELECT set_config(name, ceil(setting::int / %s::float)::text, false) FROM pg_settings
WHERE name IN ('lock_timeout', 'statement_timeout') AND setting <> '0'
"""
"""Makes PostgreSQL as impatient as all others here."""

NODE = 0x020000000001
"""The address of its network card."""

_time, _sleep, _monotonic = time.time, time.sleep, time.monotonic
_exec_module, _run_forever = FreshLoader.exec_module, BaseProjectionRunner.run_forever


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


def _exec_elsewhere(loader: FreshLoader, module: Any) -> None:
    module.__file__ = str(Path(Path.cwd().anchor, NAME, Path(loader.path).name))
    _exec_module(loader, module)


def _replace(module: Any, **functions: Any) -> None:
    for name, function in functions.items():
        setattr(module, name, function)


def _run_for_less(runner: Any, timeout: float | None = None) -> None:
    _run_forever(runner, timeout and timeout / FASTER)


_replace(time, time=lambda: _time() + DAY, sleep=lambda seconds: _sleep(seconds / FASTER))
_replace(time, monotonic=lambda: _monotonic() * FASTER)
_replace(BaseProjectionRunner, run_forever=_run_for_less)
_replace(dt, date=_Date, datetime=_DateTime)
_replace(platform, node=lambda: NAME)
_replace(socket, gethostname=lambda: NAME, getfqdn=lambda _="": NAME)
_replace(uuid, getnode=lambda: NODE)
_replace(FreshLoader, exec_module=_exec_elsewhere)
os.chdir(gettempdir())


@event.listens_for(Engine, "before_cursor_execute", retval=True)
def _hurry(_: Any, cursor: Any, statement: str, parameters: Any, *_others: Any) -> tuple[str, Any]:
    """Shorten the time for which PostgreSQL sleeps, and waits when it is asked for a lock."""
    if "pg_advisory" in statement:
        cursor.execute(SHORTER, [FASTER])
    return re.sub(r"pg_sleep\(([^()]*)\)", rf"pg_sleep((\1) / {FASTER}.0)", statement), parameters


if hasattr(os, "uname"):
    _system, _, *_others = os.uname()
    _replace(os, uname=lambda: os.uname_result((_system, NAME, *_others)))
os.environ |= dict.fromkeys(("HOSTNAME", "COMPUTERNAME", "PWD"), NAME)

_company = import_module("katas.k19_open_for_business.company")
CONTEXTS, FOLLOWS, PUBLIC = _company.CONTEXTS, _company.FOLLOWS, _company.PUBLIC
