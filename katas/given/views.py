"""How a context keeps a read model of its own: tables in its own store, with its position."""

import warnings
from typing import TypeVar

from eventsourcing.persistence import IntegrityError, Tracking
from eventsourcing.utils import Environment, EnvType
from eventsourcing_sqlalchemy.factory import SQLAlchemyFactory
from eventsourcing_sqlalchemy.recorders import SQLAlchemyTrackingRecorder
from sqlalchemy import update
from sqlalchemy.exc import SAWarning
from sqlalchemy.orm import Session

View = TypeVar("View", bound=SQLAlchemyTrackingRecorder)


class ReadModel(SQLAlchemyTrackingRecorder):
    """Rows, and the position of the event that was read last, in one store.

    Two workers may read for it at once. The library looks at the position and writes it later, so
    both could store one event. Here whoever comes second is refused.
    """

    def _insert_tracking(self, session: Session, tracking: Tracking) -> None:
        """Move the position forward, in one statement.

        Raises `IntegrityError` if the event has been read already.
        """
        name, number = tracking.application_name, tracking.notification_id
        row = self.tracking_record_cls
        if self.max_tracking_id(name) is None:  # its name is a key: the store refuses a second row
            session.add(row(application_name=name, notification_id=number))
            return
        is_before = (row.application_name == name, row.notification_id < number)
        forward = update(row).where(*is_before).values(notification_id=number)
        if session.scalar(forward.returning(row.notification_id)) is None:
            raise IntegrityError


def open_view(view_class: type[View], name: str, env: EnvType) -> View:
    """Open the view `name` in the store that `env` names, and create its tables if need be.

    The position stands in a table of its own, `name` in small letters with `_tracking` behind it.
    """
    factory = SQLAlchemyFactory(Environment(name, env))
    # What is written after the end of a `with` would be in a transaction that nobody ends.
    if new_session := factory.datastore.session_maker:
        new_session.configure(autobegin=False)
    with warnings.catch_warnings(action="ignore", category=SAWarning):
        # The library gives the classes of all tracking tables one name. Nobody asks for it.
        return factory.tracking_recorder(view_class)
