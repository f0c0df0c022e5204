"""Finds the name of the context that something belongs to: an application, or a store."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

_IN_MEMORY = ":memory:"


class Contexts:
    """The applications and views that a scenario has opened, and where each has its store.

    `known` are the contexts that a kata is about, as its catalogue names them.
    """

    def __init__(self, known: Sequence[str] = ()) -> None:
        self._known = [name for name in known if name.isidentifier()]
        self.when_opened: Callable[[type], None] = lambda _: None
        """Is called with the class of each application that is opened."""
        self._stores: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
        self.begin()

    def begin(self) -> None:
        """Forget where the stores are: a new scenario begins."""
        self._opened: dict[str, list[str]] = {}
        self._used: dict[str, list[str]] = {}
        self._last: dict[str, str] = {}

    @property
    def only_one(self) -> str:
        """The context of a kata that is about one alone; otherwise empty."""
        return self._known[0] if len(self._known) == 1 else ""

    def install(self) -> None:
        """Wrap the library's functions that open an application or a store."""
        from eventsourcing.application import Application  # noqa: PLC0415 - slow to import
        from eventsourcing.persistence import BaseInfrastructureFactory  # noqa: PLC0415 - likewise

        application: Any = Application
        factory: Any = BaseInfrastructureFactory
        open_application, open_factory = application.__init__, factory.__init__

        def watched_application(itself: Any, *args: Any, **kwargs: Any) -> None:
            open_application(itself, *args, **kwargs)
            with suppress(Exception):  # a learner's application may be of any kind
                self.note_application(itself.events, itself.name)
                self.when_opened(type(itself))

        def watched_factory(itself: Any, *args: Any, **kwargs: Any) -> None:
            open_factory(itself, *args, **kwargs)
            with suppress(Exception):  # likewise its settings
                self._note_store(itself.env)

        application.__init__, factory.__init__ = watched_application, watched_factory

    def note_application(self, store: Any, name: Any) -> None:
        """Note the name of the application that has an event store."""
        if isinstance(name, str):
            self._stores[store] = name

    def name_of(self, store: Any) -> str:
        """Return the name of the application that has an event store; empty if none has."""
        return self._stores.get(store, "")

    def is_open(self, name: str) -> bool:
        """Return whether an application or a view of a name has been opened in the scenario."""
        return any(name in names for names in self._opened.values())

    def _note_store(self, env: Any) -> None:
        address = str(env.get("SQLALCHEMY_URL") or env.get("SQLITE_DBNAME") or "")
        names = self._opened.setdefault(file_of(address), [])
        if env.name and env.name not in names:
            names.append(env.name)

    def called(self, name: str) -> str:
        """Return the context of an application or a view: `Sales_Public` is Sales'."""
        first = re.split(r"[\W_]", name)[0].lower()
        return next((each for each in self._known if each.lower() == first), name)

    def of(self, owner: Any) -> str:
        """Return the context of an object, or of a class, that does something.

        It is empty for an aggregate of which nobody knows yet where it is stored.
        """
        kind = owner if isinstance(owner, type) else type(owner)
        bases = {base.__name__ for base in kind.__mro__}
        if bases & {"Application", "DCBApplication"}:
            return self.called(str(getattr(kind, "name", kind.__name__)))
        context = self.called(kind.__name__)
        if context in self._known or self.only_one:
            return context if context in self._known else self.only_one
        if "BaseAggregate" in bases:
            return ""
        return self.of_store(file_of_view(owner)) or context

    def of_store(self, file: str) -> str:
        """Return the context whose store is in a file; empty if nobody has opened it."""
        contexts = list(map(self.called, self._opened.get(file, [])))
        known = [each for each in contexts if each in self._known]
        return next(iter(known + contexts), "")

    def number_of_store(self, context: str, file: str) -> int:
        """Return which of a context's stores is in a file, from 1; the one used last for no file.

        It is 0 if none has been used.
        """
        used = self._used.setdefault(context, [])
        if file and file not in used:
            used.append(file)
        self._last[context] = file or self._last.get(context, "")
        return used.index(self._last[context]) + 1 if used else 0

    def user_of(self, file: str) -> str:
        """Return the context that has a store in a file; empty if none is known."""
        users = (context for context, files in self._used.items() if file in files)
        return self.of_store(file) or next(users, "")

    def has_store(self, file: str) -> bool:
        """Return whether an application or a view has its store in a file."""
        return file in self._opened

    def of_table(self, file: str, table: str) -> str:
        """Return the context of a table in a file; empty if its name and its store do not say it.

        Its name begins with that of its context, or it is in the store of only one.
        """
        names = self._opened.get(file, [])
        for name in (*names, *self._known):
            if table.lower().startswith(f"{name.lower()}_"):
                return self.called(name)
        return self.of_store(file)

    def reader(self, file: str, table: str) -> str:
        """Return the name under which a position is stored, from its table's name."""
        name = table.removesuffix("_tracking")
        names = self._opened.get(file, [])
        return next((each for each in names if each.lower() == name), "") or name.capitalize()


@cache
def file_of(address: str) -> str:
    """Return the file of an SQLite database, from its path or from an address with a scheme."""
    if address in (_IN_MEMORY, "sqlite://"):
        return _IN_MEMORY
    path = re.sub(r"^sqlite(\+\w+)?:///", "", address).partition("?")[0]
    return str(Path(path).absolute()) if path else ""


def file_of_view(view: Any) -> str:
    """Return the file in which a view has its store; empty for whatever else has none."""
    with suppress(Exception):
        return file_of(vars(view)["datastore"].engine.url.database)
    return ""
