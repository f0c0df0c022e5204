"""Draws a brief's Mermaid charts as text, for the terminal.

It supports what the briefs use: flowcharts with subgraphs, chains of arrows, and words on arrows.
"""

import re

_BLOCK = re.compile(r"```mermaid\n(?P<chart>.*?)```", re.DOTALL)
_ARROW = re.compile(r"\s*(?P<line>-->|---)(?:\|(?P<word>.*?)\|)?\s*")
_NODE = re.compile(r"^(?P<name>\w+)(?:\[\(?(?P<label>.*?)\)?\])?$")


def in_letters(markdown: str) -> str:
    """Replace each flowchart by its lines: `Sales ── at night ─▶ copy`."""
    return _BLOCK.sub(lambda found: f"```text\n{_draw(found['chart'])}\n```", markdown)


def _draw(chart: str) -> str:
    labels: dict[str, str] = {}
    lines = []
    for line in chart.splitlines()[1:]:
        words = line.strip()
        if words.startswith("subgraph "):
            lines.append(words.removeprefix("subgraph ") + ":")
        elif words and words != "end":
            lines.append("  " + _chain(words, labels))
    return "\n".join(lines)


def _chain(words: str, labels: dict[str, str]) -> str:
    """Draw a chain of nodes; a node's label is given once, and remembered in `labels`."""
    drawn, position = "", 0
    for arrow in _ARROW.finditer(words):
        drawn += _label(words[position : arrow.start()], labels) + _arrow(**arrow.groupdict())
        position = arrow.end()
    return drawn + _label(words[position:], labels)


def _label(node: str, labels: dict[str, str]) -> str:
    found = _NODE.match(node)
    if not found:
        return node
    if found["label"]:
        labels[found["name"]] = found["label"]
    return labels.get(found["name"], found["name"])


def _arrow(line: str, word: str | None) -> str:
    tip = "▶" if line == "-->" else "─"
    return f" ── {word} ─{tip} " if word else f" ──{tip} "
