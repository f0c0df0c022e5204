"""Adds the options if `pyproject.toml` has not, because pytest reads other settings."""

import pytest


def pytest_addoption(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.import_plugin("tests.plugins")
