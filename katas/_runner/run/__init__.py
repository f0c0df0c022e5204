"""Starts and ends the process of a run, and makes a result of its messages."""
