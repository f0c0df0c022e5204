"""Where in a class's source something is declared."""

import ast
import inspect
import sys
from pathlib import Path
from typing import Any

from .source_line import Place


def of_event(event_class: type[Any]) -> Place | None:
    """Return the method of a kata's aggregate that records events of a class, if one is found.

    The first event has a name of the library's own where no `@event` gives it another.
    """
    owner = event_class.__qualname__.partition(".")[0]
    aggregate = getattr(sys.modules.get(event_class.__module__), owner, None)
    if not (inspect.isclass(aggregate) and aggregate.__module__.startswith("katas.k")):
        return None
    lines, first = inspect.getsourcelines(aggregate)
    tree = ast.parse(inspect.cleandoc("\n" + "".join(lines)))
    functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]
    name = event_class.__name__
    recording = [
        each for each in functions if name in " ".join(map(ast.unparse, each.decorator_list))
    ]
    making = [each for each in functions if each.name == "__init__" and name == "Created"]
    return next(
        (
            (Path(inspect.getfile(aggregate)), first + each.lineno - 1)
            for each in recording + making
        ),
        None,
    )
