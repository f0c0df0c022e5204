Feature: The roastery is open, whoever is missing
  Each department works in a process of its own, over a database of its own,
  and reads what the others record. If one of them falls, the others go on,
  and it catches up when it is back.

  Background:
    Given each department has a database and a user of its own
    And each has let in those who follow it

  Rule: Who follows may read the stream, and nothing else

    Scenario: Billing reads what Sales has recorded
      Given Sales has sold 2 bags of Sidamo to Mina
      When Billing's user reads the stream of Sales
      Then it has read
        | fact   | customer | coffee | bags | amount |
        | Placed | Mina     | Sidamo | 2    | 17.80  |

    Scenario: Billing tries the other doors
      Given Sales has sold 2 bags of Sidamo to Mina
      And Sales has made a table of vouchers
      When Billing's user tries one thing after another
        | record an order in Sales' name    |
        | change a fact of Sales            |
        | remove a fact of Sales            |
        | read what a bag costs Sales       |
        | read the table of vouchers        |
        | make a table of its own in there  |
        | enter the Warehouse's database    |
      Then all of that is refused

  Rule: Nobody waits for anybody

    Scenario: All are at work
      Given all departments are at work
      When Sales sells 2 bags of Sidamo to Mina
      Then Billing has sent an invoice of €17.80 to Mina
      And Fulfilment has dispatched Mina's parcel

    Scenario: Billing is killed
      Given all departments are at work
      And Billing has been killed
      When Sales sells 1 bag of Huila to each of 5 customers
      Then the Warehouse has picked each order once
      And Billing has sent no invoice

    Scenario: Billing comes back
      Given Billing is at work, and has sent 5 invoices
      And Billing has been killed
      And Sales has sold 1 bag of Huila to each of 20 customers
      When Billing comes back
      Then Billing has sent one invoice for each order

    Scenario: Billing is killed with an order in its hands
      Given Sales has sold 1 bag of Huila to each of 20 customers
      And Billing has sent 7 invoices, and has the next order in its hands
      And Billing has been killed
      When Billing comes back
      Then Billing has sent one invoice for each order

  Rule: Two workers double nothing

    Scenario: A second worker comes to Billing
      Given Sales has sold 1 bag of Huila to each of 20 customers
      And Billing has sent 7 invoices, and has the next order in its hands
      And a second worker has come to Billing
      When the first worker goes on
      Then Billing has sent one invoice for each order, and both workers are there

    Scenario: The first worker is killed
      Given Sales has sold 1 bag of Huila to each of 20 customers
      And Billing has sent 7 invoices, and has the next order in its hands
      And a second worker has come to Billing
      When the first worker is killed
      Then Billing has sent one invoice for each order
