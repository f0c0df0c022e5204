"""A program that ends and starts again: what it has not stored, it does not know any more."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec
from typing import Any

from eventsourcing.utils import clear_topic_cache


@contextmanager
def modules_loaded_anew(*names: str) -> Iterator[None]:
    """Let modules be as the next process loads them, each after those that it imports.

    What they hold in variables is gone, the process has another number, and texts have another
    hash: Python salts it anew in each process. Their classes are other ones, too, so ask
    `sys.modules` for them.
    """
    before = {name: sys.modules[name] for name in names}
    clear_topic_cache()  # the library refuses a second class of one name
    getpid = os.getpid

    def next_number() -> int:
        asking = sys._getframe(1).f_globals["__name__"]  # noqa: SLF001 - others go on in this one
        return getpid() + (asking in names)

    os.getpid = next_number
    try:
        for name in names:
            _load(name)
        yield
    finally:
        os.getpid = getpid
        sys.modules.update(before)
        clear_topic_cache()


def _load(name: str) -> None:
    spec = find_spec(name)
    assert spec, name
    assert spec.loader, name
    module: Any = module_from_spec(spec)
    module.hash = lambda value: hash(("the next process", value))
    sys.modules[name] = module
    spec.loader.exec_module(module)
