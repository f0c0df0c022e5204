"""Which coffee lies on which shelf."""


class Shelves:
    """The plan of the shelves, by coffee. Only the Warehouse knows it, and may change it."""

    def __init__(self) -> None:
        self._shelves: dict[str, str] = {}

    def put(self, coffee: str, shelf: str) -> None:
        """Let `coffee` lie on `shelf` from now on."""
        self._shelves[coffee] = shelf

    def shelf_of(self, coffee: str) -> str:
        """Return the shelf of `coffee`. Raises `KeyError` for a coffee that lies nowhere."""
        return self._shelves[coffee]
