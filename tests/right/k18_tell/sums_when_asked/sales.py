"""Says in so many words what placing an order is."""

from katas.given.sales import application


class Sales(application.Sales):
    """Places orders."""

    def place(self, order_id):
        order = self.order(order_id)
        order.place()
        self.save(order)
