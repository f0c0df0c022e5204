"""Which checkout the command works on, and which one the current folder is in.

The command works on the checkout from which it was installed. People may have a second one (a
worktree, a copy, a fork), and use the environment of the first there. The command then says so, and
changes nothing in the first.
"""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

from . import entry
from .entry import PYTHON_PATH, quoted, unsetting
from .paths import ROOT


def other() -> Path | None:
    """Return the checkout that the current folder is in, if the command works on another one."""
    try:
        here = Path.cwd().resolve()
    except OSError:  # somebody has deleted the folder
        return None
    around = next(filter(_is_checkout, (here, *here.parents)), None)
    return around if around and not _is_this_one(around) else None


def is_on_python_path() -> bool:
    """Return whether Python finds this checkout through PYTHONPATH, and another is installed."""
    return bool(installed_elsewhere()) and any(map(_is_this_one, entry.python_path()))


def way_to(root: Path) -> list[str]:
    """Return the commands after which `kata` works on the checkout `root`."""
    if is_on_python_path():
        return [unsetting(PYTHON_PATH), "kata"]
    return installation(root)


def installed_elsewhere() -> Path | None:
    """Return the checkout that is installed in this environment, if it is not this one."""
    origin = entry.origin()
    return origin if origin and not _is_this_one(origin) else None


def installation(root: Path | None = None) -> list[str]:
    """Return the commands that install a checkout in an environment of its own, one a line.

    Without `root`, the checkout is a new clone in the current folder. The commands work in every
    shell of the system. An environment that was copied with a checkout is created again, because
    its scripts start the Python of the original.
    """
    begin = [f"cd {quoted(root)}"] if root else []
    if not find_spec("pip"):  # uv has created this environment, and can create the other
        return [*begin, "uv run kata"]
    is_linked = root is not None and (root / ".venv").is_symlink()  # another environment
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
    """Return the command that installs this checkout in this environment, from any folder."""
    return entry.reinstallation(quoted(f"{ROOT}[{extra}]" if extra else ROOT))


def _is_checkout(folder: Path) -> bool:
    """Return whether this folder is the top of a checkout, even of an incomplete one."""
    return (folder / "katas" / "_runner" / "__main__.py").is_file()


def _is_this_one(folder: Path) -> bool:
    try:
        return folder.samefile(ROOT)
    except OSError:
        return False
