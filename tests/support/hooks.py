"""The hooks by which steps report to the `kata` command. Plain pytest ignores them."""


def pytest_kata_progress(done: int, total: int) -> None:
    """Report how far a long task is: `done` of `total`. The `kata` command shows a progress bar."""
