Feature: The roastery is open, whoever is missing
  Each department works in a process of its own, with a database of its own,
  and reads what the others say in public. If one of them fails, the others go
  on, and it catches up when it is back.

  Background:
    Given each department has a database and a user of its own
    And each has let in those who follow it

  Rule: Whoever follows may read what is said in public, and nothing else

    Scenario: Billing reads what Sales says in public
      Given Sales has sold 2 bags of Sidamo to Mina
      When Billing's user reads the public messages of Sales
      Then it has read
        | message     | customer | coffee | bags | cents_a_bag |
        | OrderPlaced | Mina     | Sidamo | 2    | 890         |

    Scenario: Billing tries the other doors
      Given Sales has sold 2 bags of Sidamo to Mina
      And Sales has made a table of vouchers
      When Billing's user tries one thing after another
        | say something in Sales' name        |
        | change what Sales has said          |
        | remove what Sales has said          |
        | remove all that Sales has said      |
        | read the private events of Sales    |
        | read what a bag costs Sales         |
        | read the table of vouchers          |
        | make a table of its own there       |
        | make a schema of its own there      |
        | make a temporary table there        |
        | leave a large object there          |
        | keep Sales' workers from their turn |
        | enter the Warehouse's database      |
      Then all of that is refused
      And it may do nothing else, and may not let others in

  Rule: Nobody waits for anybody

    Scenario: Billing is killed
      Given all departments are at work
      And Billing has been killed
      When Sales sells 1 bag of Huila to each of 5 customers
      Then the Warehouse has picked each order once
      And Billing has sent no invoice, and Fulfilment has dispatched no parcel

    Scenario: All are at work
      Given all departments are at work
      And nobody has ordered anything for a while
      When Sales sells 2 bags of Sidamo to Mina
      Then Billing has sent an invoice of €17.80 to Mina
      And Fulfilment has dispatched each parcel once

    Scenario: Billing opens later than Sales
      Given Sales has sold 1 bag of Huila to each of 3 customers
      When Billing opens
      Then Billing has sent one invoice for each order

    Scenario: Billing comes back
      Given Billing is at work, and has sent 5 invoices
      And Billing has been killed
      And Sales has sold 1 bag of Huila to each of 15 customers
      When Billing comes back, and Sales sells to one more customer as soon as it has caught up
      Then Billing has sent one invoice for each order

    Scenario: Billing is killed with an order in its hands
      Given Billing has sent 3 invoices, and has the first of 4 new orders in its hands
      And Billing has been killed
      When Billing comes back
      Then Billing has sent one invoice for each order

    Scenario: Billing is in trouble for a moment
      Given Billing is at work, and has sent 3 invoices
      And for a moment it could not record the next order, and then again
        | its store has refused it |
        | its disk was full        |
      And Sales has sold 1 bag of Huila to each of 2 customers
      When Billing comes back
      Then Billing has sent one invoice for each order

    Scenario: Sales says less than it has promised
      Given Billing is at work, and has sent 3 invoices
      When Sales says an order without its customer, and sells to one more customer
      Then Billing has stopped at that order, and has sent no other invoice

    Scenario: Fulfilment and Sales come back, and Sales has new code
      Given all have worked, and Mina's parcel is dispatched
      And Sales and Fulfilment have been killed
      When both come back, Sales with a new program that says more, and Sales sells to 5 customers
      Then Sales has said of 5 orders whether each is a gift
      And Fulfilment has dispatched each parcel once

  Rule: What is said twice is done once

    Scenario: All say it once more, a day later
      Given all have worked, and Mina's parcel is dispatched
      And overnight the Warehouse has said twice that it has picked Ada's order
      When Sales, the Warehouse and Billing say once more what they have said
      Then Billing has sent one invoice for each order
      And Fulfilment has dispatched each parcel once, and has noted nothing twice

  Rule: Two workers double nothing

    Scenario: A second worker comes to Billing
      Given Billing has sent 3 invoices, and has the first of 4 new orders in its hands
      And a second worker has come to Billing
      When the first worker goes on
      Then Billing has sent one invoice for each order
      And the second worker stands by

    Scenario: The first worker is killed
      Given Billing has sent 3 invoices, and has the first of 4 new orders in its hands
      And a second worker has come to Billing
      When the first worker is killed
      Then Billing has sent one invoice for each order

    Scenario: The first worker loses its turn without noticing
      Given Billing has sent 3 invoices, and has the first of 4 new orders in its hands
      And its turn is lost, and a second worker has begun
      When the first worker goes on, and Sales sells to 2 more customers
      Then Billing has sent one invoice for each order
      And it has two workers, and has said of each order once that the invoice is sent
