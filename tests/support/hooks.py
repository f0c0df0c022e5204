"""What steps can tell to whoever runs them; plain pytest does not listen."""


def pytest_kata_progress(done: int, total: int) -> None:
    """Tell how far a long task is: `done` of `total`. The `kata` command shows a bar."""
