"""The project's CI: what the README promises, on fresh clones of the last commit.

The README's commands are taken out of its text, so a command that is there has been run. The parts
run beside each other, since many tests wait for processes of their own.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from threading import Lock
from time import monotonic
from types import MappingProxyType

import pythons

ROOT = Path(__file__).resolve().parents[1]
WINDOWS = sys.platform == "win32"
SCRIPTS = "Scripts" if WINDOWS else "bin"
SHELL = ["powershell", "-Command"] if WINDOWS else ["sh", "-c"]
LANGUAGE = "powershell" if WINDOWS else "sh"
PAIR = 2
AT_A_TIME = 2
"""How many parts run beside each other. pytest uses all cores, but many tests only wait."""

FIRST_SIGHT = ("k01 · Say what happened", "TODO 1", "katas/k01_say_what_happened/order.py:")
"""What `kata` shows on a fresh clone: the first scenario of k01, which is not solved yet."""

ONE_KATA = {"PYTEST_ADDOPTS": "-k k01"}
"""All tests run once, as pip installs them. What uv has installed is the same."""

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - we make a new folder there
"""Where Linux keeps files in memory."""

ROOM = 12 * 1024**3
"""Bytes that must be free there: environments and clones take some gigabytes."""

Part = Callable[[], None]

_said: ContextVar[list[str] | None] = ContextVar("what a part has said, until it is its turn")
_running: set[subprocess.Popen[str]] = set()
_lock = Lock()


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


def say(text: str) -> None:
    """Print a text, at once or when it is the turn of the part that says it."""
    said = _said.get(None)
    if said is None:
        print(text, flush=True)
    else:
        said.append(text)


def step(title: str) -> None:
    """Say what comes now."""
    say(f"\n=== {title}")


def run(
    command: list[str],
    folder: Path = ROOT,
    settings: Mapping[str, str] = MappingProxyType({}),
    code: int = 0,
) -> str:
    """Run a command, and return what it says. Stops at another exit code than `code`."""
    with _lock:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | dict(settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        _running.add(process)
    output, _ = process.communicate()
    with _lock:
        _running.discard(process)
    say(output)
    if process.returncode != code:
        sys.exit(f"exit code {process.returncode} (should be {code}): {' '.join(command)}")
    return output


def run_together(parts: list[Part]) -> None:
    """Run parts beside each other, and print what each has said, in their order.

    Stops at a failure, and ends what is still running.
    """
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        futures = [pool.submit(_take_down, part) for part in parts]
        for future in futures:
            said, failure = future.result()
            print("\n".join(said), flush=True)
            if failure:
                pool.shutdown(wait=False, cancel_futures=True)
                end_all()
                sys.exit(failure)


def end_all() -> None:
    """End the processes that are still running, with what they have started where that goes."""
    with _lock:
        for process in _running:
            if WINDOWS:
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)


def _take_down(part: Part) -> tuple[list[str], str | None]:
    """Run a part, and return what it has said, and why it has failed."""
    said: list[str] = []
    _said.set(said)
    began = monotonic()
    failure = None
    try:
        part()
    except SystemExit as stopped:
        failure = str(stopped.code)
    said.append(f"--- {monotonic() - began:.0f} s")
    return said, failure


def shows_first_scenario(
    command: str, folder: Path, settings: Mapping[str, str], code: int = 1
) -> None:
    """Run a command that ends with `kata`: nothing is solved yet, and it says so."""
    step(command)
    output = run([*SHELL, command], folder, {"PYTHONUTF8": "1", **settings}, code)
    missing = [words for words in FIRST_SIGHT if words not in output.replace("\\", "/")]
    if missing:
        sys.exit(f"these words are missing: {missing}")


def main() -> None:
    """Check style and types, what is slow, and do what the README says."""
    os.environ["CI"] = "true"
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests need it, in the background too
    if not WINDOWS:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # `nohup` ignores it
    for name in ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE"):
        os.environ.pop(name, None)
    pip, uv = readme_commands("Start"), readme_commands("Start", "console")
    offline = readme_commands("A room without internet")
    memory = IN_MEMORY if has_room_in_memory() else None
    with tempfile.TemporaryDirectory(prefix="ci-", dir=memory, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # root's PostgreSQL runs as another user
        temporary = folder / "t"  # a short name: there are sockets in it
        temporary.mkdir()
        os.environ["TMPDIR"] = str(temporary)
        checkout = clone(folder / "style")
        tools = install_tools(folder / "tools", checkout)
        install_browser()
        python = str(shutil.which("python", path=tools))
        path = os.pathsep.join([str(tools), os.environ["PATH"]])
        step("the rest, side by side")
        run_together(
            [
                lambda: check_style(python, checkout),
                lambda: run_slow(python, checkout),
                *other_pythons(tools, folder),
                lambda: open_container(folder),
                lambda: go_offline(offline, folder),
                lambda: follow(uv, folder / "with-uv", {"PATH": path}, ONE_KATA),
                lambda: follow(pip, folder / "with-pip", {}),
            ]
        )


def has_room_in_memory() -> bool:
    """Return whether files can be in memory: tests write gigabytes, and remove them."""
    try:
        may_execute = not os.statvfs(IN_MEMORY).f_flag & os.ST_NOEXEC
        return may_execute and shutil.disk_usage(IN_MEMORY).free > ROOM
    except (AttributeError, OSError):  # as on all systems but Linux
        return False


def install_tools(folder: Path, checkout: Path) -> Path:
    """Install the tools, uv among them, and return the folder of their commands."""
    step("install the tools")
    run([sys.executable, "-m", "venv", str(folder)])
    python = str(shutil.which("python", path=folder / SCRIPTS))
    run([python, "-m", "pip", "install", "--quiet", "uv"])
    tools = folder / SCRIPTS
    install(tools, python, f"{checkout}[dev]")
    step("what is published")
    run([python, "-m", "katas._runner.published", "--check"], checkout)
    begin_anew(checkout)  # how a learner writes is their affair
    return tools


def install(tools: Path, python: str, checkout: str) -> None:
    """Install a checkout for an interpreter. uv takes a tenth of the time that pip takes.

    What the README says is done with pip, as it says.
    """
    uv = str(shutil.which("uv", path=tools))
    run([uv, "pip", "install", "--quiet", "--python", python, "--editable", checkout])


def install_browser() -> None:
    """Install Chromium and its driver from the system's packages, where they are missing."""
    if shutil.which("chromedriver") or not shutil.which("apt-get"):
        return
    step("install Chromium, in which the tests look at the wall")
    sudo = ["sudo"] if os.geteuid() and shutil.which("sudo") else []
    silent = {"DEBIAN_FRONTEND": "noninteractive"}
    run([*sudo, "apt-get", "--quiet", "update"], settings=silent)
    packages = ["chromium", "chromium-driver"]
    run([*sudo, "apt-get", "--quiet", "--yes", "install", *packages], settings=silent)


def check_style(python: str, checkout: Path) -> None:
    """Lint, format and types."""
    for command in ("ruff check", "ruff format --check", "mypy"):
        step(command)
        run([python, "-m", *command.split()], checkout)


def run_slow(python: str, checkout: Path) -> None:
    """Run what takes too long for every day."""
    step("what takes too long for every day")
    run([python, "-m", "pytest", "--everything", "-m", "slow", "--quiet"], checkout)


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
    run([*SHELL, install], room, settings | {"HTTPS_PROXY": nowhere, "HTTP_PROXY": nowhere})


def open_container(folder: Path) -> None:
    """Do what the container does in a fresh clone, as far as that goes without one."""
    if WINDOWS:
        step("the container's commands are for Linux: they are not run here")
        return
    checkout = begin_anew(clone(folder / "container"))
    container = json.loads((checkout / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    for command in (container["onCreateCommand"]["git"], container["postCreateCommand"]):
        step(command)
        run([*SHELL, command], checkout, {"HOME": str(folder)})
    shows_first_scenario(container["postAttachCommand"], checkout, {}, code=0)


def other_pythons(tools: Path, folder: Path) -> list[Part]:
    """What is run on the other versions of Python that are here."""
    found = pythons.others(tools)
    for version, python in found.items():
        if python is None:
            step(f"Python {version} is not on this machine: nothing is run on it")
    there = [(version, python) for version, python in found.items() if python]
    return [
        partial(
            try_python,
            tools,
            version,
            python,
            folder / f"python-{version}",
            "tests/runner" if (version, python) == there[-1] else "tests/runner/unit",
        )
        for version, python in there
    ]


def try_python(tools: Path, version: str, python: str, folder: Path, tests: str) -> None:
    """Run Part 1 and some tests on a version of Python: on the newest also those with processes."""
    checkout = clone(folder)
    step(f"Part 1 and the command on Python {version}")
    run([python, "-m", "venv", ".venv"], checkout)
    own = str(checkout / ".venv" / SCRIPTS / "python")
    install(tools, own, f"{checkout}[test]")
    part_1 = sorted(str(path) for path in (checkout / "tests").glob("test_k0[1-4]_*.py"))
    run([own, "-m", "pytest", "--quiet", tests, *part_1], checkout)


def follow(
    commands: list[str],
    folder: Path,
    settings: dict[str, str],
    tests: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Do what the README says in a fresh clone; `tests` are more settings for its tests."""
    first, test = commands
    checkout = begin_anew(clone(folder))
    shows_first_scenario(first, checkout, settings)
    step(" ".join([*(f"{name}='{value}'" for name, value in tests.items()), test]))
    run([*SHELL, test], checkout, settings | dict(tests))


if __name__ == "__main__":
    main()
