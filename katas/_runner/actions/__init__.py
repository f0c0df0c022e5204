"""What several commands do, or a command and a key of `watch`."""
