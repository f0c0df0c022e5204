"""The `kata` command."""

from .settings import leave_out_foreign

leave_out_foreign()  # here, because the command, pytest and every child process import this package
