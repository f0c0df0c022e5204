"""The Warehouse's application: what is to be picked from the shelf."""

from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application

from .pick import Pick, UnknownPickError


class Warehouse(Application[UUID]):
    """Keeps picks, in the Warehouse's own store: its settings begin with `WAREHOUSE_`."""

    def reserve(self, number: int, coffee: str, bags: int) -> None:
        """Reserve `bags` (250 g each) of `coffee` for an order. Raises `EmptyPickError`."""
        self.save(Pick.reserve(number, coffee, bags))

    def recount(self, number: int, bags: int) -> None:
        """Correct the bags that lie on the shelf. Raises `UnknownPickError`, `MiscountError`."""
        pick = self._pick(number)
        pick.recount(bags)
        self.save(pick)

    def to_pick(self, number: int) -> int:
        """Return how many bags are to be picked. Raises `UnknownPickError`."""
        return self._pick(number).bags

    def _pick(self, number: int) -> Pick:
        try:
            pick: Pick = self.repository.get(Pick.create_id(number))
        except AggregateNotFoundError as error:
            raise UnknownPickError(number) from error
        return pick
