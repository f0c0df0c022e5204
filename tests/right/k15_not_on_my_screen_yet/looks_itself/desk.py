"""Is a runner itself, and looks at the position until the deadline."""

import time
import warnings

from eventsourcing.persistence import OperationalError
from eventsourcing.projection import ProjectionRunner
from sqlalchemy.exc import SAWarning

from .errors import ScreenBrokenError, ScreenLateError
from .screen import Screen, ScreenProjection
from .support import Support

PAUSE = 0.01


class Desk(ProjectionRunner):
    def __init__(self, env):
        with warnings.catch_warnings(action="ignore", category=SAWarning):
            super().__init__(
                application_class=Support,
                projection_class=ScreenProjection,
                view_class=Screen,
                env=env,
            )

    @property
    def support(self):
        return self.app

    def cases(self, after=None, timeout=1.0):
        deadline = time.monotonic() + timeout
        while after is not None and self._position() < after:
            if self.is_interrupted.wait(PAUSE):
                if self.view.stopped_at is None:
                    raise OperationalError("the screen has stopped")
                if self._position() >= after:
                    break
                raise ScreenBrokenError(self.view.stopped_at)
            if time.monotonic() > deadline:
                raise ScreenLateError(self.behind())
        return self.view.cases()

    def behind(self):
        events = self.app.recorder.select_notifications(
            start=self._position(), limit=1000, inclusive_of_start=False
        )
        return len(events)

    def _position(self):
        return self.view.max_tracking_id(self.app.name) or 0
