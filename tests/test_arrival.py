"""What `tests.support.arrival` promises to the katas."""

from tests.support.arrival import sequences


def test_every_sequence_comes_once_and_each_sender_keeps_its_own() -> None:
    sent = [("Sales", "a"), ("the Warehouse", "b"), ("Billing", "c"), ("Billing", "d")]
    found = [[message for _, message in sequence] for sequence in sequences(sent)]
    assert len(found) == len(set(map(tuple, found))) == 12
    assert all(each.index("c") < each.index("d") for each in found)
