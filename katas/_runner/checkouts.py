"""Which checkout the command drives, and in which one people are.

The command drives the checkout from which it was installed. Whoever has a second one (a worktree, a
copy, a fork) and uses the environment of the first is told so, and changes nothing there.
"""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

from . import entry
from .entry import PYTHON_PATH, quoted, unsetting
from .paths import ROOT


def other() -> Path | None:
    """Find the checkout that the current folder is in, if it is not the one that is driven."""
    try:
        here = Path.cwd().resolve()
    except OSError:  # somebody has deleted the folder
        return None
    around = next(filter(_is_checkout, (here, *here.parents)), None)
    return around if around and not _is_driven(around) else None


def is_on_python_path() -> bool:
    """Whether this checkout is driven because PYTHONPATH names it, and not for being installed."""
    return bool(installed_elsewhere()) and any(map(_is_driven, entry.python_path()))


def way_to(root: Path) -> list[str]:
    """The command lines after which people work on the checkout in which they are."""
    if is_on_python_path():
        return [unsetting(PYTHON_PATH), "kata"]
    return installation(root)


def installed_elsewhere() -> Path | None:
    """Find the checkout that this environment's `kata` drives, if that is not this one."""
    origin = entry.origin()
    return origin if origin and not _is_driven(origin) else None


def installation(root: Path | None = None) -> list[str]:
    """The command lines that install a checkout in an environment of its own.

    Without `root` it is a new clone, in whose folder people are. The lines hold in each shell of
    the system, one command each. An environment that came along with a copy is made anew, since its
    scripts start the Python of the first one.
    """
    begin = [f"cd {quoted(root)}"] if root else []
    if not find_spec("pip"):  # this environment is one of uv, and uv makes the other, too
        return [*begin, "uv run kata"]
    is_linked = root is not None and (root / ".venv").is_symlink()  # to somebody else's
    name = "venv" if is_linked else ".venv"
    clear = " --clear" if root and os.path.lexists(root / name) else ""
    is_windows = sys.platform == "win32"
    python, scripts = ("py", f"{name}\\Scripts\\") if is_windows else ("python3", f"{name}/bin/")
    return [
        *begin,
        f"{python} -m venv{clear} {name}",
        f"{scripts}pip install --quiet --editable .",
        f"{scripts}kata",
    ]


def reinstallation(extra: str = "") -> str:
    """The command that installs this checkout in this environment, from whichever folder."""
    return entry.reinstallation(quoted(f"{ROOT}[{extra}]" if extra else ROOT))


def _is_checkout(folder: Path) -> bool:
    """Whether a checkout begins here, even one that lacks half of its folders."""
    return (folder / "katas" / "_runner" / "__main__.py").is_file()


def _is_driven(folder: Path) -> bool:
    try:
        return folder.samefile(ROOT)
    except OSError:
        return False
