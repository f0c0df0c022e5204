"""Who may import whom in `katas/_runner`: the rules of its README, checked on the sources."""

import ast
from collections.abc import Iterator
from functools import cache

from katas._runner.paths import KATAS

RUNNER = KATAS / "_runner"
PACKAGE = "katas._runner"

SHARED = {"recorded", "result", "paths", "processes", "protocol"}
"""What both processes know: it imports nothing of ours but one another."""

FOR_THE_CHILD = {
    *SHARED,
    "catalogue",
    "extras",
    "import_hook",
    "manifest",
    "published",
    "pytest_settings",
}
"""What `child` may import beside itself: nothing of these is about people at a terminal."""


def room(module: str) -> str:
    """The folder of a module, or its own name where it lies at the top."""
    return module.partition(".")[0]


@cache
def modules() -> dict[str, ast.Module]:
    """All modules, by their names from `katas._runner` on."""
    found = {}
    for path in sorted(RUNNER.rglob("*.py")):
        parts = path.relative_to(RUNNER).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text("utf-8"), str(path))
    return found


def imports(module: str, tree: ast.Module, known: set[str]) -> Iterator[str]:
    """What a module imports, wherever the statement stands: our own names begin with a dot."""
    is_package = any(other.startswith(f"{module}.") for other in known) or not module
    package = [PACKAGE, *filter(None, module.split("."))]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (_named(alias.name, known) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = node.level - (1 if is_package else 0)
            base = ".".join(package[: len(package) - up] if node.level else [])
            source = ".".join(filter(None, [base, node.module or ""]))
            for alias in node.names:
                whole = _named(f"{source}.{alias.name}", known)
                yield whole if whole.startswith(".") else _named(source, known)


def _named(name: str, known: set[str]) -> str:
    """Name one of our modules with a dot before it, and anything else as it is."""
    ours = name.removeprefix(f"{PACKAGE}.")
    return f".{ours}" if name.startswith(PACKAGE) and ours in known else name


@cache
def arrows() -> list[tuple[str, str]]:
    """Who imports what, a pair each."""
    found = modules()
    known = {name for name in found if name}
    return [(name, to) for name, tree in found.items() for to in imports(name, tree, known)]


def ours() -> list[tuple[str, str]]:
    """Who imports which of our modules."""
    return [(module, to[1:]) for module, to in arrows() if to.startswith(".")]


def test_the_arrows_are_found() -> None:
    """The rules below are not kept by seeing nothing."""
    assert ("cli", "paths") in ours()
    assert ("commands.watch", "watch.start") in ours()
    assert any(to.partition(".")[0] == "rich" for _, to in arrows())


def test_the_child_knows_little() -> None:
    """The process of a learner's code imports no click, no rich, and none of the command."""
    for module, to in arrows():
        if room(module) == "child":
            assert to.partition(".")[0] not in ("click", "rich"), (module, to)
            if to.startswith("."):
                assert room(to[1:]) in FOR_THE_CHILD | {"child"}, (module, to)


def test_the_two_processes_meet_in_the_protocol() -> None:
    for module, to in ours():
        assert {room(module), room(to)} != {"run", "child"}, (module, to)


def test_only_views_draw() -> None:
    for module, to in arrows():
        if to.partition(".")[0] == "rich":
            assert room(module) == "views" or module == "watch.screen", (module, to)


def test_only_the_command_line_imports_commands() -> None:
    for module, to in ours():
        if room(to) == "commands" and room(module) != "commands":
            assert module == "cli", (module, to)


def test_a_command_imports_no_other_command() -> None:
    for module, to in ours():
        if room(module) == "commands" and to.startswith("commands."):
            assert to == "commands.parameters", (module, to)


def test_only_two_commands_import_watch() -> None:
    for module, to in ours():
        if room(to) == "watch" and room(module) != "watch":
            assert module in ("commands.watch", "commands.wall"), (module, to)
            assert to == "watch.start", (module, to)


def test_only_the_wall_is_served() -> None:
    """Nobody else waits until a web server is imported."""
    for module, to in arrows():
        if to.partition(".")[0] in ("jinja2", "starlette", "uvicorn"):
            assert room(module) == "wall", (module, to)


def test_what_both_processes_know_needs_nothing_else() -> None:
    for module, to in ours():
        if room(module) in SHARED:
            assert room(to) in SHARED, (module, to)


def test_the_map_names_every_module() -> None:
    text = (RUNNER / "README.md").read_text("utf-8")
    for module in modules():
        if module and not module.endswith("__main__"):
            folder, _, name = module.rpartition(".")
            assert f"`{name}`" in text or f"`{name}/`" in text, f"{folder}/{name}"


def test_rooms_need_each_other_in_no_circle() -> None:
    """Otherwise none of them could be read without all the others."""
    rooms = {path.name for path in RUNNER.iterdir() if path.is_dir()}
    needs: dict[str, set[str]] = {}
    for module, to in ours():
        if room(module) != room(to) and {room(module), room(to)} <= rooms:
            needs.setdefault(room(module), set()).add(room(to))
    assert needs
    while leaves := {each for each in needs if not needs[each] & needs.keys()}:
        for each in leaves:
            del needs[each]
    assert not needs
