"""Where updates come from: a branch of a remote repository, which is fetched."""

import re
from dataclasses import dataclass

from . import git

_NO_NETWORK = (
    "could not resolve",
    "couldn't resolve",
    "failed to connect",
    "couldn't connect",
    "connection",
    "timed out",
    "too slow",
    "unreachable",
    "no route",
)
_NO_ACCESS = (
    "permission denied",
    "authentication failed",
    "could not read username",
    "could not read password",
    "terminal prompts disabled",
    "host key verification failed",
)


class NoSourceError(Exception):
    """Raised when it is not clear where updates come from. The message says what to type."""


class UnknownSourceError(Exception):
    """Raised when what was typed after `--from` names no remote repository."""


class FetchError(Exception):
    """Raised when the source cannot be read. The message says why, and what to do."""


@dataclass(frozen=True)
class Source:
    """A branch of a remote repository, by git's names."""

    remote: str
    branch: str

    @property
    def address(self) -> str:
        """Where the repository is, without a password."""
        return _without_password(git.run("remote", "get-url", self.remote).strip())

    @property
    def name(self) -> str:
        """Remote and branch, as git writes them."""
        return f"{self.remote}/{self.branch}"


def find(wanted: str | None) -> Source:
    """Find the source: what was `wanted`, otherwise what the clone is set up for.

    A remote called `upstream` comes first, because then `origin` is the learner's own fork. If the
    current branch tracks a branch of that remote, this branch is the source; otherwise the remote's
    main branch is. Raises `NoSourceError`, `UnknownSourceError`, `FetchError`.
    """
    remotes = git.run("remote").split()
    if wanted:
        return _named(wanted, remotes)
    if not remotes:
        raise NoSourceError(
            "This clone does not know where it comes from.\nAdd the workshop's address:\n"
            "  git remote add origin ADDRESS"
        )
    branch = _answer("symbolic-ref", "--quiet", "--short", "HEAD")
    own = _answer("config", "--get", f"branch.{branch}.remote")
    for remote in ("upstream", own, "origin", *(remotes if len(remotes) == 1 else ())):
        if remote in remotes:
            merged = _answer("config", "--get", f"branch.{branch}.merge") if remote == own else ""
            return Source(remote, merged.removeprefix("refs/heads/") or _main_branch(remote))
    raise NoSourceError(
        f"There are several remote repositories: {', '.join(remotes)}.\nSay which one:\n"
        f"  kata update --from {remotes[0]}"
    )


def _named(wanted: str, remotes: list[str]) -> Source:
    for remote in sorted(remotes, key=len, reverse=True):
        if wanted == remote:
            return Source(remote, _main_branch(remote))
        if wanted.startswith(f"{remote}/"):
            return Source(remote, wanted.removeprefix(f"{remote}/"))
    raise UnknownSourceError(
        f"“{wanted}” is not a remote repository of this clone.\n"
        f"There are: {', '.join(remotes) or 'none'}."
    )


def _answer(*question: str) -> str:
    """Return what git answers; an empty text if it has no answer."""
    try:
        return git.run(*question).strip()
    except git.GitError:
        return ""


def _main_branch(remote: str) -> str:
    try:
        answer = git.run("ls-remote", "--symref", remote, "HEAD")
    except git.GitError as error:
        raise FetchError(_explain(Source(remote, "HEAD"), str(error))) from None
    found = re.match(r"ref: refs/heads/(\S+)\s+HEAD", answer)
    if not found:
        raise NoSourceError(
            f"{remote} has no main branch. Say which one to use:\n  kata update --from {remote}/…"
        )
    return found[1]


def fetch(source: Source) -> str:
    """Fetch a source, and return its newest commit. Raises `FetchError`."""
    tracking = f"refs/remotes/{source.remote}/{source.branch}"
    wanted = f"+refs/heads/{source.branch}:{tracking}"
    try:
        git.run("fetch", "--quiet", "--no-recurse-submodules", source.remote, wanted)
        return git.run("rev-parse", "--verify", f"{tracking}^{{commit}}").strip()
    except git.NoGitError:
        raise
    except git.GitError as error:
        raise FetchError(_explain(source, str(error))) from None


def _explain(source: Source, said: str) -> str:
    """Return why a source cannot be read, and what to do."""
    lowered = said.lower()
    if "couldn't find remote ref" in lowered:
        return (
            f"There is no branch {source.branch} in {source.remote}. To use its main branch:\n"
            f"  kata update --from {source.remote}"
        )
    if any(words in lowered for words in _NO_NETWORK):
        why, helps = "cannot be reached", "Is there a network?"
    elif any(words in lowered for words in _NO_ACCESS):
        why, helps = "does not let you in", "Does `git fetch` work?"
    else:
        why, helps = "cannot be read", "Is the address right?"
    lines = [line for line in said.splitlines() if line.strip()]
    reason = next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[-1])
    told = reason.partition(": ")[2] or reason
    return (
        f"{source.remote} {why}, and nothing has changed. {helps}\n"
        f"  {source.address}\n"
        f"git says: {_without_password(told)}"
    )


def _without_password(text: str) -> str:
    return re.sub(r"(\w+://)[^/@\s]+@", r"\1", text)
