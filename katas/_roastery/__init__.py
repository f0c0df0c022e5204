"""The company at work: each context in a process of its own, over a database of its own."""
