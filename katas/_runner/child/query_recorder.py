"""Records what a step asks: each query once with the same answer, and only the first ones."""

from .record import Record

_MOST = 10
"""Calls of a step from which nothing more is kept than what they change."""


class QueryRecorder:
    """Reports the queries of the running step, as soon as they are answered."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self.begin()

    def begin(self) -> None:
        """Forget what was asked: a new step begins."""
        self._known: set[tuple[str, ...]] = set()
        self._asked = 0

    @property
    def has_room(self) -> bool:
        """Whether one more query would be kept."""
        return self._asked < _MOST

    def ask(self, name: str, arguments: dict[str, str], answer: str, context: str) -> None:
        """Report a query with its answer. One that only repeats an argument says nothing."""
        query = name, *arguments.values(), answer
        repeats = any(_is_part(each, answer) for each in arguments.values())
        is_kept = self.has_room and query not in self._known and not repeats
        self._asked += 1
        self._known.add(query)
        if is_kept and self._record.has_room("query"):
            self._record.send(
                "query",
                name=name,
                arguments=arguments,
                answer=answer,
                context=context,
                **self._record.place(),  # it may have waited for others
            )


def _is_part(one: str, other: str) -> bool:
    """Return whether a text is part of another one, both as they are written in code."""
    return one[:1] == other[:1] == "'" and one.strip("'") in other
