"""The journey as the command uses it, even if its file is lost."""

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from katas._runner.journey.facade import JourneyFacade
from tests.runner.checkout import Checkout
from tests.runner.journeys import FIRST

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*sqlite3.Connection:pytest.PytestUnraisableExceptionWarning"
)
"""The library leaves a file that it cannot use to the garbage collector."""


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    """Collect a test's garbage, so that no other test fails because of it."""
    yield
    gc.collect()


_FILLS_UP = """
import resource, sys
from pathlib import Path
from katas._runner.catalogue import katas
from katas._runner.journey.facade import JourneyFacade
diary = JourneyFacade(Path(sys.argv[1]))
diary.open(katas()[0])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
for number in range(300):
    diary.take_hint(katas()[0], f"scenario {number}", 1)
print(diary.progress.is_open(katas()[0]), diary.trouble)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such limit")
@pytest.mark.slow
def test_a_full_disk_is_said(tmp_path: Path) -> None:
    """After some writes the disk is full: nothing that was recorded before is lost."""
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", _FILLS_UP, str(tmp_path), "100000"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.startswith("True Progress cannot be kept in"), done
    journey = JourneyFacade(tmp_path)
    assert journey.progress.is_open(FIRST)
    assert journey.trouble is None


_WRITES_FOR_EVER = """
import sys
from pathlib import Path
from katas._runner.catalogue import katas
from katas._runner.journey.facade import JourneyFacade
diary = JourneyFacade(Path(sys.argv[1]))
for number in range(1, 100_000):
    diary.take_hint(katas()[0], str(number), 1)
    print(number, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing ends a process so suddenly")
def test_kill_9_loses_nothing(tmp_path: Path) -> None:
    """Everything that the command has reported as done is still there afterwards."""
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", _WRITES_FOR_EVER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout
        said = [writer.stdout.readline() for _ in range(20)]
        os.kill(writer.pid, signal.SIGKILL)
        said += writer.stdout.readlines()
    journey = JourneyFacade(tmp_path)
    (summary,) = journey.summaries.all()
    assert summary.hints >= len([line for line in said if line.endswith("\n")])
    assert journey.trouble is None


def test_the_command_works_without_a_place_for_its_state(checkout: Checkout) -> None:
    """`.kata` is a file of the learner's: it stays, and the result is shown."""
    checkout.state.write_text("mine", "utf-8")
    answer = checkout.kata("hint")
    assert answer.code == 0
    assert "Hint 1" in answer.out
    assert answer.err.count("Progress cannot be kept") == 1
    assert checkout.state.read_text("utf-8") == "mine"


@pytest.mark.slow
def test_next_moves_on_and_comes_back(checkout: Checkout) -> None:
    """It goes to the first kata, skips an unsolved one, and comes back to it at the end."""
    assert "current kata is now k01" in checkout.kata("next").out
    past = checkout.kata("next")
    assert "current kata is now k02" in past.out
    assert "k01 · Say what happened is not solved yet: `kata run k01` comes back" in past.out
    checkout.solve()
    assert checkout.kata("run", "1").code == 0
    assert "current kata is now k02" in checkout.kata("next").out
