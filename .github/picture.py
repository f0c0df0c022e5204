"""Takes the picture in the README: a real run of k01, half solved, drawn as SVG.

The run happens in a copy of the checkout, so nobody's files are touched.
"""

import io
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from tests.support.repository import wrong

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "katas" / "kata.svg"
HALF_SOLVED = next(each for each in wrong("k01_say_what_happened") if each.name == "todays_prices")
COLUMNS = 80


def take() -> str:
    """Run the command, and return the picture as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder) / "roastery"
        for name in ("katas", "features", "tests"):
            shutil.copytree(ROOT / name, checkout / name)
        shutil.copy(ROOT / "pyproject.toml", checkout)
        for path, text in HALF_SOLVED.files().items():
            (checkout / "katas" / Path(path).relative_to("solutions")).write_text(
                text or "", "utf-8"
            )
        return draw(run(checkout))


def run(checkout: Path) -> str:
    """Run `kata` there, and return what stays in a terminal, colours included."""
    done = subprocess.run(
        [sys.executable, "-m", "katas._runner"],
        cwd=checkout,
        env={"FORCE_COLOR": "1", "COLUMNS": str(COLUMNS), "TERM": "xterm-256color"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


def draw(printed: str) -> str:
    """Draw a terminal, in the reader's own fonts: the picture asks no other host for them."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print("$ kata", style="bold")
    console.print(Text.from_ansi(printed))
    svg = console.export_svg(title="kata", unique_id="kata")
    return re.sub(r"\s*@font-face \{.*?\}\n", "\n", svg, flags=re.DOTALL)


if __name__ == "__main__":
    PICTURE.write_text(take(), "utf-8")
