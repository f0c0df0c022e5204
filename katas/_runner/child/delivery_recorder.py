"""Records that a reader was handed an event or a message, and stored nothing of it.

It has heard it before, or an error has come in between. Whatever is stored is recorded as such.
"""

from contextlib import suppress
from dataclasses import dataclass
from threading import get_ident
from types import FrameType

from .contexts import Contexts, file_of_view
from .instrumentation import TRACKING, is_handed
from .message_recorder import understood
from .record import Record
from .row_recorder import RowRecorder
from .texts import message_of


@dataclass
class _Handed:
    """A call that has not ended; `stored` is how much was stored before."""

    frame: FrameType
    stream: str
    position: int
    reader: str
    text: str
    stored: int


class DeliveryRecorder:
    """Reports calls after which nothing is stored, where the recorder of rows can see the store."""

    def __init__(self, record: Record, contexts: Contexts, rows: RowRecorder) -> None:
        self._record = record
        self._contexts = contexts
        self._rows = rows
        self.begin()

    def begin(self) -> None:
        """Forget all deliveries: a new scenario begins."""
        self._open: dict[int, _Handed] = {}
        self._known: set[tuple[str, int, str, int, str]] = set()

    def begun(self, frame: FrameType) -> None:
        """Note that a function of the kata begins. One that another one calls is left out."""
        code = frame.f_code
        if is_handed(code.co_varnames[: code.co_argcount]) and get_ident() not in self._open:
            with suppress(Exception):  # a learner's function may have any arguments
                place = frame.f_locals.get(TRACKING, frame.f_locals.get("position"))
                stream = getattr(place, "application_name", "")
                position = getattr(place, "notification_id", place)
                owner = frame.f_locals["self"]
                view = getattr(owner, "view", owner)
                reader = self._contexts.of(view)
                text = frame.f_locals.get("text")
                text = text if isinstance(text, str) else ""
                if type(position) is int:
                    self._rows.last_file = file_of_view(view)
                    self._open[get_ident()] = _Handed(
                        frame, stream, position, reader, text, self._rows.stored
                    )

    def ended(self, frame: FrameType, error: BaseException | None = None) -> None:
        """Note that a function of the kata has ended."""
        handed = self._open.get(get_ident())
        if handed and handed.frame is frame:
            del self._open[get_ident()]
            with suppress(Exception):
                self._tell(handed, error)

    def _tell(self, handed: _Handed, error: BaseException | None) -> None:
        store = self._contexts.number_of_store(handed.reader, self._rows.last_file)
        place = handed.reader, store, handed.stream, handed.position, handed.text
        is_again = place in self._known
        if not error:
            self._known.add(place)
        is_seen = self._rows.is_complete and handed.stored == self._rows.stored
        if is_seen and self._record.has_room("delivery"):
            self._record.send(
                "delivery",
                stream=handed.stream,
                position=handed.position,
                **(understood(handed.text) if handed.text else {}),
                is_again=is_again,
                error=type(error).__name__ if error else "",
                reason=message_of(error) if error else "",
                context=handed.reader,
                store=store,
                **self._record.happens(),
            )
