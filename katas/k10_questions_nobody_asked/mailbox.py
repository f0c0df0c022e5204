"""Letters to customers."""


class Mailbox:
    """Takes Support's letters to customers. What is sent cannot be taken back."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        """Customer and text of each letter, the oldest first."""

    def send(self, customer: str, text: str) -> None:
        """Send a letter."""
        self.sent.append((customer, text))
