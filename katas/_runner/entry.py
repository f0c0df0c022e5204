"""The script `kata`, which is installed as a copy outside of the checkout: `roastery_katas_entry`.

So it is still there when the checkout was moved away or deleted, and can say what to do then.
Nothing of the checkout is imported before it is known to be there.
"""

import sys
from importlib.util import find_spec
from pathlib import Path


def main() -> None:
    """Start the command, or say that its checkout is gone. Exits with 2 then."""
    try:
        from katas._runner.__main__ import main as command  # noqa: PLC0415 - see above
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "katas":
            raise
        sys.exit(_gone())
    command()


def origin() -> Path | None:
    """Find the checkout from which this environment's `kata` was installed, if it can be told."""
    import json  # noqa: PLC0415 - not for each start
    from importlib import metadata  # noqa: PLC0415 - not for each start
    from urllib.parse import urlsplit  # noqa: PLC0415 - not for each start
    from urllib.request import url2pathname  # noqa: PLC0415 - not for each start

    try:
        text = metadata.distribution("roastery-katas").read_text("direct_url.json")
        return Path(url2pathname(urlsplit(json.loads(text or "")["url"]).path))
    except (metadata.PackageNotFoundError, ValueError, LookupError, TypeError):
        return None


def reinstallation(what: str = ".") -> str:
    """The command that installs a checkout in this environment; `what` is written for a shell."""
    python = quoted(sys.executable)
    if find_spec("pip") is None:  # this environment is one of uv
        return f"uv pip install --quiet --python {python} --editable {what}"
    call = "& " if sys.platform == "win32" and python.startswith('"') else ""  # PowerShell needs it
    return f"{call}{python} -m pip install --quiet --editable {what}"


def quoted(text: Path | str) -> str:
    """Write a path, or another word, so that the system's shells take it as one."""
    if sys.platform == "win32":
        return f'"{text}"' if {*" [],;&()"} & {*str(text)} else str(text)
    import shlex  # noqa: PLC0415 - not for each start

    return shlex.quote(str(text))


def unsetting(name: str) -> str:
    """The command that takes a variable out of the environment of a shell."""
    return f"Remove-Item Env:{name}" if sys.platform == "win32" else f"unset {name}"


def _gone() -> int:
    place = origin() or "the folder from which they were installed"
    lines = (
        f"The katas are no longer in {place}.",
        "Was that folder moved? Then go where it is now, and install it again:",
        f"  {reinstallation()}",
        "If it is gone, clone the repository first.",
    )
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    return 2


if __name__ == "__main__":
    main()
