"""A configured PostgreSQL server that cannot be used: the learner's code is not the cause."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from katas._runner import postgres
from katas._runner.paths import ROOT
from katas._runner.result import BROKEN
from katas._runner.settings import SERVER
from tests.runner.checkout import Checkout
from tests.runner.e2e.test_advice import EXTRA
from tests.runner.e2e.test_doctor import without
from tests.runner.shell import Shell

needs_extra = pytest.mark.skipif(not postgres.is_at_hand(), reason="the extra is not installed")
needs_sh = pytest.mark.skipif(sys.platform == "win32", reason="the commands are run by sh")

NOWHERE = "postgresql://nobody:secret@localhost:1/none"
K03 = "k03_tomorrows_clerk"


@pytest.fixture(autouse=True)
def _as_set() -> Iterator[None]:
    """Forget what is known of a server, which a process keeps until it ends."""
    postgres._fault.cache_clear()  # noqa: SLF001 - only tests have several servers
    yield
    postgres._fault.cache_clear()  # noqa: SLF001 - only tests have several servers


@needs_extra
@pytest.mark.parametrize(
    ("url", "says"),
    [
        (NOWHERE, "cannot be used: connection failed"),
        ("postgres://localhost:1/none", "cannot be used: connection failed"),
        ("postgresql://no-such-host.invalid/none", "cannot be used: "),
        ("postgresql://localhost/none?no_such_option=1", "cannot be used: "),
        ("secret", "is not a server's address"),
        (" ", "is not a server's address"),
        ("postgresql://localhost:secret/none", "is not a server's address"),
        ("mysql://nobody:secret@localhost/none", "begins with mysql: and should begin with"),
        ("sqlite:///katas.sqlite", "begins with sqlite: and should begin with"),
    ],
)
def test_it_is_told_what_is_wrong(url: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line, with the variable, and without the password."""
    monkeypatch.setenv(SERVER, url)
    with pytest.raises(postgres.ServerError, match=re.escape(says)) as failed:
        postgres.check()
    text = str(failed.value)
    assert SERVER in text
    assert "secret" not in text
    assert "\n" not in text


@needs_extra
@pytest.mark.slow
def test_a_user_who_may_create_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each scenario makes a schema; and a server that works has no fault."""
    import psycopg  # noqa: PLC0415 - an extra

    monkeypatch.delenv(SERVER, raising=False)
    with postgres.server(durable=False) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE ROLE guest LOGIN")
            connection.execute("GRANT CONNECT ON DATABASE postgres TO guest")
        monkeypatch.setenv(SERVER, url)
        postgres.check()
        monkeypatch.setenv(SERVER, re.sub("//[^:@/]*", "//guest", url, count=1))
        with pytest.raises(postgres.ServerError, match="may create nothing"):
            postgres.check()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP OWNED BY guest")
            connection.execute("DROP ROLE guest")


@needs_extra
@needs_sh
@pytest.mark.slow
def test_a_learner_is_told_what_helps(checkout: Checkout, tmp_path: Path) -> None:
    """If a kata needs a store. It does not count as a regression, and the advice works."""
    for file in (ROOT / "solutions" / K03).glob("*.py"):
        shutil.copy(file, checkout.root / "katas" / K03)
    assert checkout.kata("run", "k03").code == 0
    checkout.solve()
    shell = Shell(checkout, tmp_path / "scripts", **{SERVER: NOWHERE})
    assert shell.run("kata run k01").code == 0
    answer = shell.run("kata run k03")
    assert answer.code == 1
    assert f"The server that {SERVER} names cannot be used" in answer.out
    (advice,) = re.findall("own: `(unset .+)`", answer.out)
    assert shell.run("kata run k03 --json").json()["status"] == BROKEN
    assert "red" not in shell.run("kata journey").out
    assert f"can also work without a server of your own: `{advice}`" in " ".join(
        shell.run("pytest --mine katas/k03*").said.split()
    )
    assert advice in " ".join(shell.run("kata doctor").out.split())
    assert "ServerError" in shell.run("kata run k19 --json").out
    assert shell.run(f"{advice}; kata run k03").code == 0


@needs_sh
@pytest.mark.slow
def test_without_the_extra_it_is_named(checkout: Checkout, tmp_path: Path) -> None:
    """And a kata without a store runs."""
    lacking = without(tmp_path / "lacking", *EXTRA)
    shell = Shell(checkout, tmp_path / "scripts", PYTHONPATH=lacking, **{SERVER: NOWHERE})
    checkout.solve()
    assert shell.run("kata run k01").code == 0
    said = " ".join(shell.run("kata run k03").out.split())
    assert f"{SERVER} is set, but the extra “postgres” is not installed" in said
    assert re.search(r"install it: `[^`]+\[postgres\]'?`", said)
    assert f"or work without a server of your own: `unset {SERVER}`" in said
