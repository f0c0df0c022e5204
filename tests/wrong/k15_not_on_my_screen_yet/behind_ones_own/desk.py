"""Who is late is told how far it is to the fact waited for, and not to the last one of all.

Fails: Grace cannot wait any longer
"""

import warnings
from types import TracebackType
from typing import Any, Self

from eventsourcing.projection import ProjectionRunner
from eventsourcing.utils import EnvType
from sqlalchemy.exc import SAWarning

from .errors import ScreenBrokenError, ScreenLateError
from .screen import OpenCase, Screen, ScreenProjection
from .support import Support


class Desk:
    """Runs Support, and beside it the screen, which follows in a thread of its own.

    A screen that follows is always a little late (Vogels, Eventually Consistent, 2008). To be used
    in a `with`: its end is the end of the thread.
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
        """Look at the screen: at once, or as soon as it has got to the position `after`.

        Raises `ScreenLateError` if it has not got there within `timeout` seconds, and
        `ScreenBrokenError` if it has stopped before.
        """
        try:
            self._runner.wait(after, timeout)
        except TimeoutError as error:
            raise ScreenLateError((after or 0) - self._position()) from error
        except Exception as error:
            raise ScreenBrokenError(self._next_fact()) from error
        return self._runner.view.cases()

    def behind(self) -> int:
        """Tell how many facts the screen has not got to yet."""
        return (self.support.recorder.max_notification_id() or 0) - self._position()

    def _next_fact(self) -> Any:  # noqa: ANN401 - whichever it is
        """The fact after the screen's position: the one that comes next, or was too much for it."""
        support = self.support
        [notification] = support.recorder.select_notifications(
            start=self._position(), limit=1, inclusive_of_start=False
        )
        return support.mapper.to_domain_event(notification)

    def _position(self) -> int:
        """The number of the fact that the screen has got to, 0 to begin with."""
        return self._runner.view.max_tracking_id(self.support.name) or 0
