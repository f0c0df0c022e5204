"""The running company: each context has its own process and its own database."""
