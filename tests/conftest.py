"""Brings the options in where `pyproject.toml` has not: pytest then reads other settings."""

import pytest


def pytest_addoption(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.import_plugin("tests.plugins")
