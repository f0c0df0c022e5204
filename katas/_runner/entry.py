"""The script `kata`, which is installed as a copy outside of the checkout: `roastery_katas_entry`.

So it is still there when the checkout was moved away or deleted, and can say what to do then.
Nothing of the checkout is imported before it is known to be there.
"""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

PYTHON_PATH = "PYTHONPATH"
"""The setting that names folders in which Python looks for packages before all others."""


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


def python_path() -> list[Path]:
    """The folders in which Python looks first, since the environment says so."""
    return [Path(each) for each in os.environ.get(PYTHON_PATH, "").split(os.pathsep) if each]


def shadowing(package: str) -> Path | None:
    """Find the folder in PYTHONPATH that has a package of that name."""
    module = package.replace("-", "_")
    places = ((folder, folder / module) for folder in python_path())
    return next(
        (
            folder
            for folder, place in places
            if (place / "__init__.py").is_file() or place.with_suffix(".py").is_file()
        ),
        None,
    )


def unusable(package: str, error: Exception, mend: str) -> int:
    """Say that a package cannot be used without which there is no command; `mend` brings it."""
    folder = shadowing(package)
    if folder:
        return _hidden(package, folder)
    return _refused(
        f"The package {package} is missing or damaged: {error}.", "Install it again:", f"  {mend}"
    )


def unsetting(name: str) -> str:
    """The command that takes a variable out of the environment of a shell."""
    return f"Remove-Item Env:{name}" if sys.platform == "win32" else f"unset {name}"


def _gone() -> int:
    foreign = shadowing("katas")
    if foreign:
        return _hidden("katas", foreign)
    place = origin() or "the folder from which they were installed"
    return _refused(
        f"The katas are no longer in {place}.",
        "Was that folder moved? Then go where it is now, and install it again:",
        f"  {reinstallation()}",
        "If it is gone, clone the repository first.",
    )


def _hidden(package: str, folder: Path) -> int:
    return _refused(
        f"{PYTHON_PATH} names {folder},",
        f"and Python finds another package {package} there. Take {PYTHON_PATH} out of the way:",
        f"  {unsetting(PYTHON_PATH)}",
    )


def _refused(*lines: str) -> int:
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    return 2


if __name__ == "__main__":
    main()
