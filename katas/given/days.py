"""How days are stored as JSON, and come back as what they were."""

from datetime import date

from eventsourcing.persistence import Transcoding


class DayAsISO(Transcoding):
    """Stores a day by year, month and day."""

    type = date
    name = "day_iso"

    def encode(self, obj: date) -> str:
        """Write 2 March 2026 as "2026-03-02"."""
        return obj.isoformat()

    def decode(self, data: str) -> date:
        """Read "2026-03-02" as 2 March 2026."""
        return date.fromisoformat(data)
