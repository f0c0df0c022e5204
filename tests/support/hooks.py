"""The hooks by which steps report to the `kata` command. Plain pytest ignores them.

The command sees by itself what is recorded, and which rows are written. It cannot see how a kata's
own messages travel, who telephones whom, and what the steps break: that is what they report.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from inspect import signature
from typing import Any


def pytest_kata_progress(done: int, total: int) -> None:
    """Report how far a long task is: `done` of `total`. The `kata` command shows a progress bar."""


def pytest_kata_events(is_shown: bool) -> None:  # noqa: FBT001 - pluggy passes it by its name
    """Say whether the events that are recorded from now on are shown with a failure.

    A scenario that tries hundreds of sequences hides them, and shows those of one that went wrong.
    """


def pytest_kata_message(message: dict[str, Any]) -> None:
    """Report a public message.

    Its `status` is "sent" or "set aside", by a `context`, for a `reason`; `stream` is where it was
    said, `position` is its number there, `text` is what it says.
    """


def pytest_kata_call(context: str, to: str, request: str, arguments: dict[str, Any]) -> None:
    """Report that a context calls another one: see `reported_call`."""


def pytest_kata_call_ended(error: BaseException | None, answer: object, is_answered: bool) -> None:  # noqa: FBT001 - likewise
    """Report that the last call has ended that has not, with what the caller got.

    That is an `answer`, or an `error`, which means no, or, unless it `is_answered`, that no answer
    has come.
    """


def pytest_kata_fault(what: str, context: str, file: str) -> None:
    """Report what the steps do to the company: the power fails, a department is down.

    It is about a `context`, or, if that is empty, about whoever has its store in a `file`.
    """


@dataclass
class Ending:
    """How a call ends: with an `answer`, or an error. Some errors mean that no answer has come."""

    unanswered: type[BaseException] | tuple[type[BaseException], ...] = ()
    answer: object = None


@contextmanager
def reported_call(
    hook: Any, names: tuple[str, str, str], function: Callable[..., Any], *args: Any, **kwargs: Any
) -> Iterator[Ending]:
    """Report a call, inside a `with` block, and how it ends; the block may say more of that.

    `names` are the caller's, that of whoever is called, and the request's. `function` does what is
    requested; it says what the arguments are.
    """
    arguments = {f"{number}": each for number, each in enumerate(args, start=1)} | kwargs
    with suppress(TypeError, ValueError):
        arguments = signature(function).bind(*args, **kwargs).arguments
    context, to, request = names
    hook.pytest_kata_call(context=context, to=to, request=request, arguments=arguments)
    error, ending = None, Ending()
    try:
        yield ending
    except BaseException as caught:
        error = caught
        raise
    finally:
        hook.pytest_kata_call_ended(
            error=error,
            answer=ending.answer,
            is_answered=not isinstance(error, ending.unanswered),
        )
