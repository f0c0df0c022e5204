"""Says on notes what time it is, where a scenario's clock moves."""

from dataclasses import replace
from datetime import datetime

from .note import ANSWER, CALL, REFUSAL, Note


def with_times(made: list[Note]) -> list[Note]:
    """Return the notes with their times, each time once; with none if it stays the same.

    How a call ends, or a command, takes time: of these each note says it.
    """
    times = {note.time for note in made if note.time}
    days = {time[:10] for time in times}
    shown, last = [], ""
    for note in made:
        is_new = note.time != last or note.kind in (CALL, ANSWER, REFUSAL)
        is_told = is_new and len(times) > 1 and bool(note.time)
        last = note.time or last
        shown.append(replace(note, time=_told(note.time, has_day=len(days) > 1) if is_told else ""))
    return shown


def _told(time: str, *, has_day: bool) -> str:
    """Return a time as on a clock, such as 09:00, or 2 Mar 09:00:01.5."""
    moment = datetime.fromisoformat(time)
    day = f"{moment.day} {moment:%b} " if has_day else ""
    tenths = f".{moment.microsecond // 100_000}" if moment.microsecond else ""
    seconds = f":{moment:%S}{tenths}" if moment.second or tenths else ""
    return f"{day}{moment:%H:%M}{seconds}"
