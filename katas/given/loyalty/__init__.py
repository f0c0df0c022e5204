"""Loyalty: who has earned how many points."""
