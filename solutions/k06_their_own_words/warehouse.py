"""The Warehouse's application: which lots lie on the shelf."""

from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application

from .lot import Lot, UnknownLotError


class Warehouse(Application[UUID]):
    """Keeps the lots."""

    def receive(self, lot: str, coffee: str, bags: int) -> None:
        """Put a lot on the shelf. Raises `EmptyLotError`."""
        self.save(Lot.receive(lot, coffee, bags))

    def spoil(self, lot: str) -> None:
        """Take a spoiled lot from the shelf. Raises `UnknownLotError`."""
        spoiled = self._lot(lot)
        spoiled.spoil()
        self.save(spoiled)

    def on_shelf(self, lot: str) -> int:
        """Return how many bags of a lot lie on the shelf. Raises `UnknownLotError`."""
        return self._lot(lot).bags

    def _lot(self, lot: str) -> Lot:
        try:
            found: Lot = self.repository.get(Lot.create_id(lot))
        except AggregateNotFoundError as error:
            raise UnknownLotError(lot) from error
        return found
