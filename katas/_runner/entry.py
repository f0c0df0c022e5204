"""The script `kata`. It is installed as a copy outside the checkout: `roastery_katas_entry`.

So it can still say what to do when the checkout was moved or deleted, or when a file that the
command needs at its start is damaged.
It imports nothing from the checkout before it knows that the checkout is there.
"""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

PYTHON_PATH = "PYTHONPATH"
"""The variable that names folders where Python looks for packages first."""


def main() -> None:
    """Start the command. If its checkout is missing or damaged, say so, and exit with 2."""
    try:
        from katas._runner.__main__ import main as command  # noqa: PLC0415 - it may be missing

        command()
    except Exception as error:  # noqa: BLE001 - a damaged file may raise anything
        sys.exit(_damaged(error, root) if (root := _checkout()) else _gone())


def origin() -> Path | None:
    """Return the checkout from which this environment's `kata` was installed, if it is known."""
    import json  # noqa: PLC0415 - not needed at each start
    from importlib import metadata  # noqa: PLC0415 - not needed at each start
    from urllib.parse import urlsplit  # noqa: PLC0415 - not needed at each start
    from urllib.request import url2pathname  # noqa: PLC0415 - not needed at each start

    try:
        text = metadata.distribution("roastery-katas").read_text("direct_url.json")
        return Path(url2pathname(urlsplit(json.loads(text or "")["url"]).path))
    except (metadata.PackageNotFoundError, ValueError, LookupError, TypeError):
        return None


def reinstallation(what: str = ".") -> str:
    """Return the command that installs a checkout in this environment; `what` is quoted already."""
    python = quoted(sys.executable)
    if find_spec("pip") is None:  # uv has created this environment
        return f"uv pip install --quiet --python {python} --editable {what}"
    call = "& " if sys.platform == "win32" and python.startswith('"') else ""  # PowerShell needs it
    return f"{call}{python} -m pip install --quiet --editable {what}"


def quoted(text: Path | str) -> str:
    """Quote a path or another text, so that the system's shells read it as one word."""
    if sys.platform == "win32":
        return f'"{text}"' if {*" [],;&()"} & {*str(text)} else str(text)
    import shlex  # noqa: PLC0415 - not needed at each start

    return shlex.quote(str(text))


def python_path() -> list[Path]:
    """Return the folders that PYTHONPATH names."""
    return [Path(each) for each in os.environ.get(PYTHON_PATH, "").split(os.pathsep) if each]


def shadowing(package: str) -> Path | None:
    """Return the first folder in PYTHONPATH that has a package of that name, if there is one."""
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


def unusable(package: str, error: Exception, repair: str) -> int:
    """Print that a needed package cannot be used, and the command that installs it: `repair`."""
    folder = shadowing(package)
    if folder:
        return _hidden(package, folder)
    return _refused(
        f"The package {package} is missing or damaged: {error}.", "Install it again:", f"  {repair}"
    )


def unsetting(name: str) -> str:
    """Return the command that removes a variable from the environment of a shell."""
    return f"Remove-Item Env:{name}" if sys.platform == "win32" else f"unset {name}"


def _checkout() -> Path | None:
    """Return the checkout that the command is in, if there is one."""
    katas = find_spec("katas")
    places = [Path(each) for each in (katas and katas.submodule_search_locations) or ()]
    return next((place.parent for place in places if (place / "_runner").is_dir()), None)


def _damaged(error: Exception, root: Path) -> int:
    """Say which file or package stops the command from starting, and how to bring it back."""
    culprit = _culprit(error, root)
    if culprit.is_relative_to(root / "katas"):
        file = culprit.relative_to(root).as_posix()
        lines = (
            f"{file} is missing or damaged. Your own files are as they were.",
            f"Bring it back{_how(file)}",
        )
    else:
        again = "A package is missing or damaged. Install what the katas need:"
        lines = (again, f"  {reinstallation(quoted(root))}")
    reason = f"The kata command cannot start ({type(error).__name__}: {error})."
    return _refused(reason, *lines)


def _culprit(error: Exception, root: Path) -> Path:
    """Return the file that is missing, cannot be parsed, or raises the error."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        module = root.joinpath(*error.name.split("."))
        return module / "__init__.py" if module.is_dir() else module.with_suffix(".py")
    if isinstance(error, SyntaxError) and (file := unparsable(error, root)):
        return Path(file)
    import traceback  # noqa: PLC0415 - not needed at each start

    return Path(traceback.extract_tb(error.__traceback__)[-1].filename)


def _how(file: str) -> str:
    """Return the advice of `recovery`, imported without running `katas/__init__.py`."""
    import importlib  # noqa: PLC0415 - not needed at each start
    from types import ModuleType  # noqa: PLC0415 - not needed at each start

    package, places = ModuleType("katas"), find_spec("katas")
    package.__path__ = list((places and places.submodule_search_locations) or ())
    sys.modules["katas"] = package
    try:
        return str(importlib.import_module("katas._runner.recovery").how(file))
    except Exception:  # noqa: BLE001 - `recovery` may be damaged, too
        return ":\n  with git, or from another clone or download of the workshop."


def unparsable(error: SyntaxError, root: Path) -> str | None:
    """Return the file with the error; Python does not name a file that contains null bytes."""
    if error.filename:
        return error.filename
    sources = (*(root / "katas").glob("*.py"), *(root / "katas" / "_runner").rglob("*.py"))
    return next((str(each) for each in sorted(sources) if b"\0" in each.read_bytes()), None)


def _gone() -> int:
    foreign = shadowing("katas")
    if foreign:
        return _hidden("katas", foreign)
    place = origin() or "the folder from which they were installed"
    return _refused(
        f"The katas are no longer in {place}.",
        "Was that folder moved? Then go to its new place, and install it again:",
        f"  {reinstallation()}",
        "If it is gone, clone the repository first.",
    )


def _hidden(package: str, folder: Path) -> int:
    return _refused(
        f"{PYTHON_PATH} names {folder},",
        f"and Python finds another package {package} there. Unset {PYTHON_PATH}:",
        f"  {unsetting(PYTHON_PATH)}",
    )


def _refused(*lines: str) -> int:
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    return 2


if __name__ == "__main__":
    main()
