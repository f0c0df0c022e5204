"""Raises errors of another process in this one. No steps."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def in_words() -> Iterator[None]:
    """Raise the error at which a worker has stopped, as if it had been raised here."""
    from katas._roastery.supervisor import WorkerFailedError  # noqa: PLC0415 - imports SQLAlchemy

    try:
        yield
    except WorkerFailedError as error:
        failed = error.failed
        told: Exception = AssertionError(f"{error}" if str(error).endswith("?") else f"{error}.")
        if failed.type == "NotImplementedError":
            told = NotImplementedError(failed.message)
        if failed.file:
            _raise_at(failed.file, failed.line, told)
        raise told from None


def _raise_at(file: str, line: int, error: Exception) -> None:
    """Raise an error at the line where another process has raised it."""
    code = compile("\n" * (line - 1) + "raise error from None", file, "exec")
    exec(code, {"error": error})  # noqa: S102 - our own code
