"""The project's CI: what the README promises, on fresh clones of the last commit.

The README's commands are taken out of its text, so a command that stands there has been run.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WINDOWS = sys.platform == "win32"
SCRIPTS = "Scripts" if WINDOWS else "bin"
SHELL = ["powershell", "-Command"] if WINDOWS else ["sh", "-c"]
LANGUAGE = "powershell" if WINDOWS else "sh"

FIRST_SIGHT = ("k01 · Say what happened", "TODO 1", "katas/k01_say_what_happened/order.py:")
"""What `kata` shows on a fresh clone: the first scenario of k01, which is not solved yet."""


def readme_commands() -> dict[str, list[str]]:
    """The commands of the README's section "Start", by what they are for.

    Each block holds a pair: the first shows the first scenario, the second runs the tests.
    """
    start = (ROOT / "README.md").read_text("utf-8").partition("\n## Start\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"```(\w+)\n(.*?)```", start, re.DOTALL)
    pip, uv = [
        [line for line in text.splitlines() if line]
        for language, text in blocks
        if language in (LANGUAGE, "console") or "uv run" in text
    ]
    assert len(pip) == len(uv) == 2, "the README should show two pairs of commands"
    return {"pip": pip, "uv": uv}


def clone(where: Path) -> Path:
    """Clone the last commit into a folder."""
    step(f"clone into {where.name}")
    run(["git", "clone", "--quiet", str(ROOT), str(where)])
    return where


def step(title: str) -> None:
    """Say what comes now."""
    print(f"\n=== {title}", flush=True)


def run(command: list[str], folder: Path = ROOT, **environment: str) -> None:
    """Run a command and stop at a failure."""
    subprocess.run(command, cwd=folder, env=os.environ | environment, check=True)


def shows_first_scenario(command: str, folder: Path, **environment: str) -> None:
    """Run the README's first command: nothing is solved yet, and it says so."""
    step(command)
    done = subprocess.run(
        [*SHELL, command],
        cwd=folder,
        env=os.environ | {"PYTHONUTF8": "1"} | environment,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )
    print(done.stdout)
    missing = [words for words in FIRST_SIGHT if words not in done.stdout.replace("\\", "/")]
    if done.returncode != 1 or missing:
        sys.exit(f"exit code {done.returncode} (should be 1), and these words are missing: {missing}")


def main() -> None:
    """Check style and types, then do what the README says; pytest has the last word."""
    os.environ["CI"] = "true"
    for name in ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"):
        os.environ.pop(name, None)
    commands = readme_commands()
    with tempfile.TemporaryDirectory(prefix="roastery-", ignore_cleanup_errors=True) as folder:
        check_style(Path(folder))
        tools = str(Path(folder) / "tools" / SCRIPTS)
        with_uv = clone(Path(folder) / "with-uv")
        path = os.pathsep.join([tools, os.environ["PATH"]])
        shows_first_scenario(commands["uv"][0], with_uv, PATH=path)
        step(commands["uv"][1])
        run([*SHELL, commands["uv"][1]], with_uv, PATH=path)
        with_pip = clone(Path(folder) / "with-pip")
        shows_first_scenario(commands["pip"][0], with_pip)
        step(commands["pip"][1])
        run([*SHELL, commands["pip"][1]], with_pip)


def check_style(folder: Path) -> None:
    """Lint, format and types, with tools from an environment of their own."""
    checkout = clone(folder / "style")
    tools = folder / "tools"
    step("install the tools")
    run([sys.executable, "-m", "venv", str(tools)])
    python = str(shutil.which("python", path=tools / SCRIPTS))
    run([python, "-m", "pip", "install", "--quiet", "--editable", f"{checkout}[dev]", "uv"])
    for command in ("ruff check", "ruff format --check", "mypy"):
        step(command)
        run([python, "-m", *command.split()], checkout)
    step("the published start states")
    run([python, "-m", "katas._runner.published", "--check"], checkout)


if __name__ == "__main__":
    main()
