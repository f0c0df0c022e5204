"""Runs of katas: starts the process of each, ends it, and makes a result of what it has said."""
