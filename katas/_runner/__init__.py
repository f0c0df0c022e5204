"""The `kata` command."""

from .settings import leave_out_foreign

leave_out_foreign()  # here, because every door leads through: the command, pytest, and each process
