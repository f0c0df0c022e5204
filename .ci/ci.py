"""The project's CI: what the README promises, on fresh clones of the last commit.

The README's commands are taken out of its text, so a command that stands there has been run.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pythons

ROOT = Path(__file__).resolve().parents[1]
WINDOWS = sys.platform == "win32"
SCRIPTS = "Scripts" if WINDOWS else "bin"
SHELL = ["powershell", "-Command"] if WINDOWS else ["sh", "-c"]
LANGUAGE = "powershell" if WINDOWS else "sh"
PAIR = 2

FIRST_SIGHT = ("k01 · Say what happened", "TODO 1", "katas/k01_say_what_happened/order.py:")
"""What `kata` shows on a fresh clone: the first scenario of k01, which is not solved yet."""


def readme_commands(section: str, language: str = LANGUAGE) -> list[str]:
    """The two commands that a section of the README shows in a language."""
    text = (ROOT / "README.md").read_text("utf-8")
    body = re.split(r"\n##+ ", text.partition(f"# {section}\n")[2])[0]
    blocks = dict(re.findall(r"```(\w+)\n(.*?)```", body, re.DOTALL))
    commands = blocks.get(language, "").splitlines()
    if len(commands) != PAIR:
        sys.exit(f"the README should show two commands in {language} in “{section}”")
    return list(commands)


def clone(where: Path) -> Path:
    """Clone the last commit into a folder."""
    step(f"clone into {where.name}")
    run(["git", "clone", "--quiet", str(ROOT), str(where)])
    return where


def begin_anew(checkout: Path) -> Path:
    """Put the published start states in the place of what somebody has made of them."""
    for kata in (checkout / "katas").glob("k[0-9]*"):
        shutil.rmtree(kata)
    with zipfile.ZipFile(checkout / "katas" / "_runner" / "published.zip") as archive:
        archive.extractall(checkout / "katas")
    diff = ["git", "diff", "--quiet"]
    if subprocess.run(diff, cwd=checkout, check=False).returncode:
        os.environ["KATA_FORK"] = "true"  # somebody works here, and may have files of their own
    return checkout


def step(title: str) -> None:
    """Say what comes now."""
    print(f"\n=== {title}", flush=True)


def run(command: list[str], folder: Path = ROOT, **environment: str) -> None:
    """Run a command and stop at a failure."""
    subprocess.run(command, cwd=folder, env=os.environ | environment, check=True)


def shows_first_scenario(command: str, folder: Path, code: int = 1, **environment: str) -> None:
    """Run a command that ends with `kata`: nothing is solved yet, and it says so."""
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
    if done.returncode != code or missing:
        sys.exit(
            f"exit code {done.returncode} (should be {code}), "
            f"and these words are missing: {missing}"
        )


def main() -> None:
    """Check style and types, then do what the README says; pytest has the last word."""
    os.environ["CI"] = "true"
    for name in ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"):
        os.environ.pop(name, None)
    pip, uv = readme_commands("Start"), readme_commands("Start", "console")
    with tempfile.TemporaryDirectory(prefix="roastery-", ignore_cleanup_errors=True) as folder:
        tools = check_style(Path(folder))
        path = os.pathsep.join([str(tools), os.environ["PATH"]])
        open_container(Path(folder))
        go_offline(readme_commands("A room without internet"), Path(folder))
        try_other_pythons(tools, Path(folder))
        follow({"with-uv": (uv, {"PATH": path}), "with-pip": (pip, {})}, Path(folder))


def go_offline(commands: list[str], folder: Path) -> None:
    """Collect the wheels in one clone, and install from nothing else in another."""
    collect, install = commands
    step(collect)
    home, room = clone(folder / "home"), clone(folder / "room")
    run([*SHELL, collect], home)
    step(install)
    shutil.copytree(home / "wheels", room / "wheels")
    nowhere = "http://localhost:9"
    settings = {"PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": "", "PIP_INDEX_URL": nowhere}
    run([*SHELL, install], room, **settings, HTTPS_PROXY=nowhere, HTTP_PROXY=nowhere)


def open_container(folder: Path) -> None:
    """Do what the container does in a fresh clone, as far as that goes without one."""
    if WINDOWS:
        step("the container's commands are for Linux: they are not run here")
        return
    checkout = begin_anew(clone(folder / "container"))
    container = json.loads((checkout / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    for command in (container["onCreateCommand"]["git"], container["postCreateCommand"]):
        step(command)
        run([*SHELL, command], checkout, HOME=str(folder))
    shows_first_scenario(container["postAttachCommand"], checkout, code=0)


def try_other_pythons(tools: Path, folder: Path) -> None:
    """Run Part 1 and the command's tests on the other versions of Python that are here."""
    runs = []
    for version, python in pythons.others(tools).items():
        if python is None:
            step(f"Python {version} is not on this machine: nothing is run on it")
            continue
        checkout = clone(folder / f"python-{version}")
        step(f"install on Python {version}")
        run([python, "-m", "venv", ".venv"], checkout)
        own = str(checkout / ".venv" / SCRIPTS / "python")
        run([own, "-m", "pip", "install", "--quiet", "--editable", ".[test]"], checkout)
        part_1 = sorted(str(path) for path in (checkout / "tests").glob("test_k0[1-4]_*.py"))
        runs.append(([own, "-m", "pytest", "--quiet", "tests/runner", *part_1], checkout, {}))
    step("Part 1 and the command on these")
    run_together(runs)


def follow(ways: dict[str, tuple[list[str], dict[str, str]]], folder: Path) -> None:
    """Do what the README says in fresh clones, each way with its settings; the tests together."""
    tests = []
    for name, ((first, test), settings) in ways.items():
        checkout = begin_anew(clone(folder / name))
        shows_first_scenario(first, checkout, **settings)
        tests.append(([*SHELL, test], checkout, settings))
        step(test)
    run_together(tests)


def check_style(folder: Path) -> Path:
    """Lint, format, types, start states, and what takes too long for every day.

    Returns the folder of the tools, uv among them.
    """
    checkout = clone(folder / "style")
    tools = folder / "tools"
    step("install the tools")
    run([sys.executable, "-m", "venv", str(tools)])
    python = str(shutil.which("python", path=tools / SCRIPTS))
    run([python, "-m", "pip", "install", "--quiet", "--editable", f"{checkout}[dev]", "uv"])
    step("what is published")
    run([python, "-m", "katas._runner.published", "--check"], checkout)
    begin_anew(checkout)  # how a learner writes is their affair
    for command in ("ruff check", "ruff format --check", "mypy"):
        step(command)
        run([python, "-m", *command.split()], checkout)
    step("what takes too long for every day")
    slow = [python, "-m", "pytest", "--everything", "-m", "slow", "--quiet"]
    run_together([([*slow, *tests], checkout, {}) for tests in halves(checkout)])
    return tools / SCRIPTS


def halves(checkout: Path) -> list[list[str]]:
    """The test modules, in two parts that take about as long: most wait for processes of their own.

    What runs katas by the dozen uses all processors, and is in one part with less of the others.
    """
    runner = sorted((checkout / "tests" / "runner").glob("test_*.py"))
    others = sorted(checkout.glob("tests/test_*.py")) + sorted(checkout.glob("tests/author/test_*"))
    parts = runner[2::2], [*runner[:1], *runner[1::2], *others]
    return [[str(path.relative_to(checkout)) for path in part] for part in parts]


def run_together(commands: list[tuple[list[str], Path, dict[str, str]]]) -> None:
    """Run commands beside each other, each in a folder with settings; then print what they said.

    Stops at a failure.
    """
    running = [
        subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        for command, folder, settings in commands
    ]
    with ThreadPoolExecutor() as readers:
        said = [each[0] for each in readers.map(subprocess.Popen.communicate, running)]
    for output in said:
        print(output.decode("utf-8", "replace"), flush=True)
    if any(process.returncode for process in running):
        sys.exit("not all of them have passed")


if __name__ == "__main__":
    main()
