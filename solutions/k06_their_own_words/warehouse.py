"""The Warehouse's application: which lots lie on the shelf."""

from uuid import UUID

from eventsourcing.application import Application

from .lot import Lot


class Warehouse(Application[UUID]):
    """Keeps the lots."""

    def receive(self, lot: str, coffee: str, bags: int) -> None:
        """Put a lot on the shelf."""
        self.save(Lot(lot, coffee, bags))

    def spoil(self, lot: str) -> None:
        """Take a spoiled lot from the shelf."""
        spoiled = self._lot(lot)
        spoiled.spoil()
        self.save(spoiled)

    def on_shelf(self, lot: str) -> int:
        """Tell how many bags of a lot lie on the shelf."""
        return self._lot(lot).bags

    def _lot(self, lot: str) -> Lot:
        return self.repository.get(Lot.create_id(lot))
