"""What teams are asked for and are to refuse. No steps."""

from collections.abc import Iterable
from pathlib import Path
from traceback import walk_tb
from typing import Any, NamedTuple

from .source_line import Place, PlacedError
from .teams import first


class Attempt(NamedTuple):
    """What a team was told, with which error it is to refuse that, and with which it did."""

    team: str
    told: str
    error: type[Exception]
    answer: Exception | None

    def assert_refused(self) -> None:
        """It was refused, by the rule that `error` names."""
        expected = f"{first(self.team)} should refuse `{self.told}` with {self.error.__name__}"
        assert self.answer, f"{expected}, but does not."
        assert isinstance(self.answer, self.error), (
            f"{expected}, but refuses it with {type(self.answer).__name__}."
        )
        if body := _body_of_an_event(self.answer):
            message = (
                f"{first(self.team)} refuses `{self.told}`, but only in what the event runs. That "
                "runs again whenever it is read back, and would refuse then what has happened. "
                "Decide before an event is recorded."
            )
            raise PlacedError(message, *body)


def _body_of_an_event(answer: Exception) -> Place | None:
    """Return the line by which an error comes out of what an event runs, if it does."""
    frames = list(walk_tb(answer.__traceback__))
    applying = [
        number
        for number, (frame, _) in enumerate(frames)
        if (frame.f_globals["__name__"], frame.f_code.co_name) == ("eventsourcing.domain", "mutate")
    ]
    inside = frames[applying[-1] :] if applying else []
    return next(
        (
            (Path(frame.f_code.co_filename), line)
            for frame, line in inside
            if frame.f_globals["__name__"].startswith("katas.k")
        ),
        None,
    )


def up_to_the_first_accepted(attempts: Iterable[Attempt]) -> list[Attempt]:
    """Make attempts, and none after one that was accepted: it would meet what that has done."""
    made: list[Attempt] = []
    for attempt in attempts:
        made.append(attempt)
        if not attempt.answer:
            break
    return made


def told(command: str, args: tuple[Any, ...]) -> str:
    """Write a call as in code."""
    return f"{command}({', '.join(map(repr, args))})"


def attempt_at(team: str, model: Any, command: str, *args: Any, error: type[Exception]) -> Attempt:
    """Ask one of a team's aggregates for what it is to refuse, whoever calls it."""
    name, version, answer = told(f"{type(model).__name__}.{command}", args), model.version, None
    try:
        getattr(model, command)(*args)
    except error as refusal:
        answer = refusal
        assert model.version == version, (
            f"`{name}` is refused, but it has recorded an event before. Decide first."
        )
    return Attempt(team, name, error, answer)
