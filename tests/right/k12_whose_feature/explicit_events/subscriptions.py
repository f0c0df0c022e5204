"""Boxes are found by their first facts. Those that are still due after one call wait their turn."""

from uuid import UUID

from eventsourcing.application import Application

from katas.given.days import DayAsISO
from katas.given.transcodings import MoneyAsStr

from .box import Box, BoxRefusedError
from .sales import SalesUnreachableError


class Subscriptions(Application[UUID]):
    def register_transcodings(self, transcoder):
        super().register_transcodings(transcoder)
        transcoder.register(DayAsISO())
        transcoder.register(MoneyAsStr())

    def subscribe(self, customer, coffee, bags, price, rhythm, first_day):  # noqa: PLR0913, PLR0917 - so much is promised
        if bags not in range(1, 21) or rhythm < 1:
            raise BoxRefusedError
        box = Box(customer, coffee, bags, price, rhythm, first_day)
        self.save(box)
        return box.id

    def order_due(self, sales, today):
        due, errors = [box for box in self._boxes() if box.next_day <= today], []
        while due:
            box = due.pop(0)
            try:
                box.order(sales)
                self.save(box)
            except SalesUnreachableError:
                continue
            except Exception as error:  # noqa: BLE001 - all are raised below
                errors.append(error)
                continue
            if box.next_day <= today:
                due.append(box)
        if errors:
            raise ExceptionGroup("some boxes were not ordered", errors)

    def pause(self, box_id):
        box = self.repository.get(box_id)
        box.trigger_event(Box.Paused)
        self.save(box)

    def resume(self, box_id, next_day):
        box = self.repository.get(box_id)
        box.trigger_event(Box.Resumed, next_day=next_day)
        self.save(box)

    def _boxes(self):
        page = self.recorder.select_notifications(None, 1000)
        return [
            self.repository.get(each.originator_id) for each in page if each.originator_version == 1
        ]
