"""Support's desk: clerks write here, and look at the screen."""

import warnings
from types import TracebackType
from typing import Self

from eventsourcing.projection import ProjectionRunner
from eventsourcing.utils import EnvType
from sqlalchemy.exc import SAWarning

from .errors import ScreenBrokenError, ScreenLateError
from .screen import OpenCase, Screen, ScreenProjection
from .support import Support

MOST_COUNTED = 1000
"""How many events are counted at most. Nobody needs to know exactly how many more there are."""


class Desk:
    """Runs Support, and beside it the screen, which follows in a thread of its own.

    It is always a little late: it is *eventually consistent* (Vogels, 2008). To be used in a
    `with`: the thread ends when that ends.
    """

    def __init__(self, env: EnvType) -> None:
        with warnings.catch_warnings(action="ignore", category=SAWarning):
            # The library gives the classes of all tracking tables one name. Nobody asks for it.
            self._runner = ProjectionRunner(
                application_class=Support,
                projection_class=ScreenProjection,
                view_class=Screen,
                env=env,
            )

    def __enter__(self) -> Self:
        self._runner.__enter__()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self._runner.__exit__(exc_type, exc_val, exc_tb)

    @property
    def support(self) -> Support:
        """Support's application: commands go there."""
        support: Support = self._runner.app
        return support

    def cases(self, after: int | None = None, timeout: float = 1.0) -> list[OpenCase]:
        """Look at the screen: at once, or as soon as it has reached the position `after`.

        Raises `ScreenLateError` if it has not reached it within `timeout` seconds, and
        `ScreenBrokenError` if it has stopped at an event. Any other error leaves as it is.
        """
        try:
            self._runner.wait(after, timeout)
        except TimeoutError as error:
            raise ScreenLateError(self.behind()) from error
        except Exception as error:
            stopped_at = self._runner.view.stopped_at
            if stopped_at is None:
                raise
            if self._position() < (after or 0):  # otherwise it was stored before that
                raise ScreenBrokenError(stopped_at) from error
        return self._runner.view.cases()

    def behind(self) -> int:
        """Count the events that the screen has not reached yet, up to `MOST_COUNTED`."""
        page = self.support.recorder.select_notifications(
            start=self._position(), limit=MOST_COUNTED, inclusive_of_start=False
        )
        return len(page)

    def _position(self) -> int:
        """Return the position that the screen has reached, 0 to begin with."""
        return self._runner.view.max_tracking_id(self.support.name) or 0
