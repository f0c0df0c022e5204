"""A world in which everything that can be guessed is the same once more."""

import datetime as dt
import random
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

_SECONDS = 1_772_442_000.0
_NOW = dt.datetime.fromtimestamp(_SECONDS, tz=dt.UTC)


class _SameMoment(dt.datetime):
    """A clock that always shows the same."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
        """Return the one moment."""
        return _NOW.astimezone(tz) if tz else _NOW.replace(tzinfo=None)


@contextmanager
def same_chance(package: str) -> Iterator[None]:
    """Let the clock stand still, and `random` and `uuid1` begin anew, for the modules of a package.

    What is made twice is then the same, unless it comes from `os.urandom`, as `uuid4`, `secrets`
    and cryptographic keys do: a thief can try the other sources until they fit.
    """
    state = random.getstate()
    random.seed(package)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: _SECONDS)
        patch.setattr(time, "time_ns", lambda: int(_SECONDS * 1e9))
        patch.setattr(uuid, "_generate_time_safe", None)
        patch.setattr(uuid, "_last_timestamp", None)
        for name, module in list(sys.modules.items()):
            if name.startswith(f"{package}."):
                for attribute, value in list(vars(module).items()):
                    if value is dt.datetime:
                        patch.setattr(module, attribute, _SameMoment)
                    elif value is dt:
                        same = SimpleNamespace(**vars(dt) | {"datetime": _SameMoment})
                        patch.setattr(module, attribute, same)
        try:
            yield
        finally:
            random.setstate(state)
