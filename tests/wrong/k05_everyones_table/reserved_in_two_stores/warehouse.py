"""What is reserved is written in everyone's table as well, for somebody might still read it.

Fails: The Warehouse opens alone
"""

from uuid import UUID

from eventsourcing.application import Application
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from .pick import Pick


class Warehouse(Application[UUID]):
    def __init__(self, env):
        super().__init__(env)
        self.everyones = create_engine(env["SQLALCHEMY_URL"], poolclass=NullPool)

    def reserve(self, number, coffee, bags):
        self.save(Pick(number, coffee, bags))
        with self.everyones.begin() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS orders (number INT, bags INT)"))
            row = {"number": number, "bags": bags}
            connection.execute(text("INSERT INTO orders VALUES (:number, :bags)"), row)

    def recount(self, number, bags):
        pick = self.repository.get(Pick.create_id(number))
        pick.recount(bags)
        self.save(pick)

    def to_pick(self, number):
        return self.repository.get(Pick.create_id(number)).bags
