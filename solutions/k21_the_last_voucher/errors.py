"""What Sales refuses when somebody comes with a voucher, and why."""


class VoucherRefusedError(Exception):
    """Raised when a rule about vouchers would be broken. Nothing has been recorded."""


class UnknownCodeError(VoucherRefusedError):
    """Raised when nobody has issued the code."""


class CodeTakenError(VoucherRefusedError):
    """Raised when a code is to be issued that was issued before."""


class UsedUpError(VoucherRefusedError):
    """Raised when a code has been redeemed by as many customers as it was issued for."""


class OneEachError(VoucherRefusedError):
    """Raised when a customer has redeemed a voucher before, with this code or another one."""


class TooManyConflictsError(Exception):
    """Raised when somebody else was quicker at each of `tries` tries. Nothing was recorded."""

    def __init__(self, tries: int) -> None:
        super().__init__(f"Somebody else was quicker at each of {tries} tries")
        self.tries = tries
