"""Where everything is on the wall, in pixels.

Time goes from left to right: each step has a column, and each context a lane. Notes that follow
from each other stand below each other, with numbers that tell their order.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from katas._runner.result import Scenario, Step

from .letters import pieces
from .links import GUTTER, NOTE_WIDTH, Box, Link, links
from .note import BEFORE, COMMAND, FAULT, Line, Note
from .notes import notes
from .outcomes import Outcome, left_out, outcomes

NARROW, WIDE = 112.0, 220.0
"""The width of a step without notes: wider if it has a table."""

LABEL_WIDTH = 112.0
GAP = 8.0
TITLE_HEIGHT, LINE_HEIGHT, STEP_HEIGHT, PADDING = 16.0, 13.5, 14.5, 6.0
TITLE_LETTERS, LINE_LETTERS, MARKED_LETTERS, STEP_LETTER = 22, 29, 24, 6.6
"""Letters that fit into a note's width; marked ones are bold. And the width of one in a step."""

LEAST_WIDTH = 1000.0
"""Pixels that the legend needs, which is drawn below the wall."""

HIGHEST = 300.0
"""How high the notes of a lane may stand on each other."""

MOST_LINES = 10
"""Lines of a note; the table has the others."""


@dataclass(frozen=True)
class Column:
    """A step by its number, with its text in lines; the column before all steps has none."""

    number: int
    x: float
    width: float
    step: Step | None
    text: list[str]
    outcome: Outcome
    left_out: list[str]


@dataclass(frozen=True)
class Lane:
    """The lane of a context."""

    context: str
    y: float
    height: float


@dataclass
class Wall:
    """A scenario, laid out."""

    title: str
    width: float
    height: float
    columns: list[Column] = field(default_factory=list)
    lanes: list[Lane] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def boxes_in(self, column: Column) -> list[Box]:
        """Return the notes of a step."""
        return [box for box in self.boxes if box.note.step == column.number]


def lay_out(scenario: Scenario, made: list[Note] | None = None) -> Wall:
    """Lay out a scenario, or notes that somebody has made of it."""
    made = notes(scenario) if made is None else made
    sized = [_sized(note, number) for number, note in enumerate(made, 1)]
    stacks = list(_stacks(sized))
    columns = list(_columns(scenario, stacks))
    heads = [len(each.text) + 1 + len(each.left_out) for each in columns]
    most_lines = max(heads, default=0)
    top = GUTTER + most_lines * STEP_HEIGHT + PADDING
    lanes = list(_lanes(sized, stacks, top))
    boxes = list(_placed(sized, stacks, columns, lanes))
    last, bottom = columns[-1], lanes[-1].y + lanes[-1].height if lanes else top
    size = max(last.x + last.width + GUTTER, LEAST_WIDTH), bottom
    wall = Wall(scenario.title, *size, columns, lanes, boxes)
    wall.links = links(boxes, {lane.context: lane.y for lane in lanes})
    return wall


def _sized(note: Note, number: int) -> Box:
    """Return a note with wrapped texts and its height, not yet placed."""
    title = pieces(_breakable(note.title), TITLE_LETTERS)
    lines = [
        Line(text, each.is_marked)
        for each in note.lines
        for text in pieces(each.text, MARKED_LETTERS if each.is_marked else LINE_LETTERS)
    ]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], Line("…")]
    state = LINE_HEIGHT * len(pieces(note.state, MARKED_LETTERS))
    head = LINE_HEIGHT + TITLE_HEIGHT * len(title)
    return Box(note, number, 0, 0, PADDING + head + state + LINE_HEIGHT * len(lines), title, lines)


def _breakable(title: str) -> str:
    """Break a name that is too long where a name is broken best: after its dot."""
    return title if len(title) <= TITLE_LETTERS else title.replace(".", ". ", 1)


@dataclass(frozen=True)
class _Stack:
    """The stack in which a note stands: the step, which of its stacks, and the height below it."""

    step: int
    number: int
    y: float


def _stacks(boxes: list[Box]) -> Iterator[_Stack]:
    """Yield the stack of each note.

    A step begins the next one, to the right, with a command, or where a lane would get too high.
    """
    step, number = BEFORE, 0
    heights: dict[str, float] = {}
    for box in boxes:
        note = box.note
        if note.step != step:
            step, number, heights = note.step, 0, {}
        y = heights.get(note.context, 0.0)
        is_next_act = note.kind == COMMAND and max(heights.values(), default=0) > 0
        if is_next_act or (y and y + box.height > HIGHEST):
            number, heights, y = number + 1, {}, 0.0
        heights[note.context] = y + box.height + GAP
        yield _Stack(step, number, y)


def _columns(scenario: Scenario, stacks: list[_Stack]) -> Iterator[Column]:
    """Yield the columns: one before the first step, if something stands there."""
    needed = {each.step: each.number + 1 for each in stacks}
    steps: list[tuple[int, Step | None]] = list(enumerate(scenario.steps))
    ended, lost = dict(enumerate(outcomes(scenario))), left_out(scenario)
    x = LABEL_WIDTH + GUTTER
    for number, step in [(BEFORE, None), *steps] if BEFORE in needed else steps:
        width = needed.get(number, 0) * (NOTE_WIDTH + GUTTER) - GUTTER
        width = max(width, _width(step))
        letters = int(min(width, 2 * NOTE_WIDTH) / STEP_LETTER)
        text = list(_text(step, letters)) if step else []
        more = pieces(lost.get(number, ""), letters)
        yield Column(number, x, width, step, text, ended.get(number, Outcome()), more)
        x += width + GUTTER


def _width(step: Step | None) -> float:
    """Return how much room a step needs for its table."""
    rows = [_row(row) for row in step.table] if step else []
    return min(max(NARROW, (1 + max(map(len, rows), default=0)) * STEP_LETTER), WIDE)


def _row(cells: list[str]) -> str:
    return " · ".join(cells)


def _text(step: Step, letters: int) -> Iterator[str]:
    yield from pieces(f"{step.keyword} {step.text}", letters)
    for row in step.table:
        yield from pieces(_row(row), letters)


def _lanes(boxes: list[Box], stacks: list[_Stack], top: float) -> Iterator[Lane]:
    """Yield the lanes in the order in which their contexts act; what belongs to none is last."""
    heights: dict[str, float] = {}
    for box, stack in zip(boxes, stacks, strict=True):
        context = box.note.context
        heights[context] = max(heights.get(context, 0.0), stack.y + box.height)
    y = top
    acting = dict.fromkeys(box.note.context for box in boxes if box.note.kind != FAULT)
    for context in sorted({**acting, **heights}, key=lambda each: not each):
        height = GUTTER + heights[context] + 2 * GAP
        yield Lane(context, y, height)
        y += height


def _placed(
    boxes: list[Box], stacks: list[_Stack], columns: list[Column], lanes: list[Lane]
) -> Iterator[Box]:
    left = {column.number: column.x for column in columns}
    top = {lane.context: lane.y + GUTTER for lane in lanes}
    for box, stack in zip(boxes, stacks, strict=True):
        x = left[stack.step] + stack.number * (NOTE_WIDTH + GUTTER)
        yield replace(box, x=x, y=top[box.note.context] + stack.y)
