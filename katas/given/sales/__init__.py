"""Sales: what was promised to whom, at which price."""
