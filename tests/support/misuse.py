"""Says what the library could not use of a decision. No steps."""

import re
from traceback import walk_tb
from types import ModuleType

from tests.support.source_line import PlacedError, learners_line, placed


def in_words(error: Exception, module: ModuleType) -> AssertionError | None:
    """Return an error that leads to what the library could not use; None if that is not known.

    `module` has the decision, a class with `consistency_boundary` and methods with `@event`.
    """
    if any(frame.f_code.co_name == "_cb_to_dcb_query" for frame, _ in walk_tb(error.__traceback__)):
        return _about(
            module,
            "consistency_boundary",
            "A boundary is a list of selectors. In a selector, `types` is a list of classes such as"
            f" [Issued], and `tags` is a list of texts. {type(error).__name__}: {error}",
        )
    found = re.search(r"Failed to apply .*: (\w+)\.(\w+)\(\)", str(error))
    if found:
        return _about(
            module,
            found[2],
            "A method with `@event` gets fields of the event. Its arguments must have the names of"
            f" these fields, as in events.py. {error}",
        )
    cause = error.__cause__  # the library wraps an error of a method with `@event`
    line = learners_line(walk_tb(cause.__traceback__)) if cause else None
    return PlacedError(f"{type(cause).__name__}: {cause}", *line) if line else None


def _about(module: ModuleType, method: str, message: str) -> AssertionError:
    """Return an error that leads to a method of the decision, if it is found."""
    own = [each for each in vars(module).values() if _is_of(each, module)]
    found = [vars(each)[method] for each in own if method in vars(each)]
    if not found:
        return AssertionError(message)
    return placed(message, getattr(found[0], "decorated_func", found[0]))


def _is_of(value: object, module: ModuleType) -> bool:
    return isinstance(value, type) and value.__module__ == module.__name__
