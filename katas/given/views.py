"""How a context opens a read model of its own: tables in its own store, with its position."""

import warnings
from typing import TypeVar

from eventsourcing.utils import Environment, EnvType
from eventsourcing_sqlalchemy.factory import SQLAlchemyFactory
from eventsourcing_sqlalchemy.recorders import SQLAlchemyTrackingRecorder
from sqlalchemy.exc import SAWarning

View = TypeVar("View", bound=SQLAlchemyTrackingRecorder)


def open_view(view_class: type[View], name: str, env: EnvType) -> View:
    """Open the view `name` in the store that `env` names, and create its tables if need be.

    The position stands in a table of its own, `name` in small letters with `_tracking` behind it.
    """
    factory = SQLAlchemyFactory(Environment(name, env))
    with warnings.catch_warnings(action="ignore", category=SAWarning):
        # The library gives the classes of all tracking tables one name. Nobody asks for it.
        return factory.tracking_recorder(view_class)
