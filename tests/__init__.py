"""The repository's tests: a package, or else one that some tool has installed as `tests` wins."""
