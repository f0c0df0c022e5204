"""What commands do, and `watch` at a key: each may be called from both."""
