"""The script `kata`, which is installed as a copy outside of the checkout: `roastery_katas_entry`.

So it is still there when the checkout was moved away or deleted, or when a file without which the
command cannot begin is damaged, and can say what to do then.
Nothing of the checkout is imported before it is known to be there.
"""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

PYTHON_PATH = "PYTHONPATH"
"""The setting that names folders in which Python looks for packages before all others."""


def main() -> None:
    """Start the command, or say that its checkout is gone or damaged. Exits with 2 then."""
    try:
        from katas._runner.__main__ import main as command  # noqa: PLC0415 - see above

        command()
    except Exception as error:  # noqa: BLE001 - a damaged file may raise anything
        sys.exit(_damaged(error, root) if (root := _checkout()) else _gone())


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
    """Print that a package cannot be used without which there is no command; `mend` brings it."""
    folder = shadowing(package)
    if folder:
        return _hidden(package, folder)
    return _refused(
        f"The package {package} is missing or damaged: {error}.", "Install it again:", f"  {mend}"
    )


def unsetting(name: str) -> str:
    """The command that takes a variable out of the environment of a shell."""
    return f"Remove-Item Env:{name}" if sys.platform == "win32" else f"unset {name}"


def _checkout() -> Path | None:
    """Find the checkout in which the command is, if there is one."""
    katas = find_spec("katas")
    places = [Path(each) for each in (katas and katas.submodule_search_locations) or ()]
    return next((place.parent for place in places if (place / "_runner").is_dir()), None)


def _damaged(error: Exception, root: Path) -> int:
    """Say which file keeps the command from beginning, or that it is a package, and what helps."""
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
    reason = f"The kata command cannot begin ({type(error).__name__}: {error})."
    return _refused(reason, *lines)


def _culprit(error: Exception, root: Path) -> Path:
    """The file that cannot be read or found, or that raises this."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        module = root.joinpath(*error.name.split("."))
        return module / "__init__.py" if module.is_dir() else module.with_suffix(".py")
    if isinstance(error, SyntaxError) and (file := unparsable(error, root)):
        return Path(file)
    import traceback  # noqa: PLC0415 - not for each start

    return Path(traceback.extract_tb(error.__traceback__)[-1].filename)


def _how(file: str) -> str:
    """What `recovery` says, if that can be imported: without the package's own first lines."""
    import importlib  # noqa: PLC0415 - not for each start
    from types import ModuleType  # noqa: PLC0415 - not for each start

    package, places = ModuleType("katas"), find_spec("katas")
    package.__path__ = list((places and places.submodule_search_locations) or ())
    sys.modules["katas"] = package
    try:
        return str(importlib.import_module("katas._runner.recovery").how(file))
    except Exception:  # noqa: BLE001 - it may be what is damaged
        return ":\n  with git, or from another clone or download of the workshop."


def unparsable(error: SyntaxError, root: Path) -> str | None:
    """Find the file in which an error is; of one with null bytes Python says no name."""
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
