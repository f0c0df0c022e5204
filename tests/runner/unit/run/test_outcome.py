"""The result of a run if a learner's code has also written to the messages' file."""

import json
from pathlib import Path

from katas._runner.catalogue import find
from katas._runner.protocol import MESSAGES
from katas._runner.result import BROKEN, SOLVED, TIMEOUT
from katas._runner.run.messages import read, stage
from katas._runner.run.outcome import Report
from tests.runner.learner import SLUG

STEP = {"keyword": "Given", "text": "x", "line": 1, "table": []}
PLAN = {"title": "A", "rule": None, "line": 1, "steps": [STEP]}
OURS = [
    {"kind": "feature", "title": "Orders", "scenarios": [PLAN]},
    {"kind": "scenario", "number": 0},
    {"kind": "finished", "status": "passed", "seconds": 0.1},
    {"kind": "end"},
]
FOREIGN = ["5", "[1]", "{}", '{"kind": "scenario", "number": 9}', '{"kind": "error"}', "[" * 99999]


def test_foreign_lines_are_left_out(tmp_path: Path) -> None:
    """As when code writes to whatever is open."""
    lines = [line for ours in OURS for line in (*FOREIGN, json.dumps(ours))]
    (tmp_path / MESSAGES).write_text("\n".join(lines), "utf-8")
    result = Report(find(SLUG), tmp_path, tmp_path, 1).read(0, {None: "x", 0: "y", 9: "z"})
    assert result.status == SOLVED
    assert [result.output, *(each.output for each in result.scenarios)] == ["x", "y"]
    assert stage(read(tmp_path / MESSAGES)).total == 1


def test_a_signal_without_a_name_is_told_by_its_number(tmp_path: Path) -> None:
    """Most of the real-time signals have none."""
    result = Report(find(SLUG), tmp_path, tmp_path, 1).read(-40, {})
    assert result.status == BROKEN
    assert result.error
    assert "signal 40" in result.error.message


def test_a_run_that_has_not_begun_in_time_is_not_called_endless(tmp_path: Path) -> None:
    """On a busy machine Python itself may need that long."""
    report = Report(find(SLUG), tmp_path, tmp_path, 1)
    for messages, expected in ((OURS[:1], "NotReady"), (OURS[:2], "Timeout")):
        text = "\n".join(json.dumps(each) for each in messages)
        (tmp_path / MESSAGES).write_text(text, "utf-8")
        result = report.read(None, {})
        assert (result.status, result.error and result.error.type) == (TIMEOUT, expected)
