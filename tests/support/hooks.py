"""The hooks by which steps report to the `kata` command. Plain pytest ignores them."""


def pytest_kata_progress(done: int, total: int) -> None:
    """Report how far a long task is: `done` of `total`. The `kata` command shows a progress bar."""


def pytest_kata_events(is_shown: bool) -> None:  # noqa: FBT001 - pluggy passes it by its name
    """Say whether the events that are recorded from now on are shown with a failure.

    A scenario that tries hundreds of sequences hides them, and shows those of one that went wrong.
    """
