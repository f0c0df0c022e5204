"""Billing: who owes what."""
