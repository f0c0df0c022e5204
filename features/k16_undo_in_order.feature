Feature: A paid order goes out, and any other is undone to the last bean
  Sales, the Warehouse, Billing and the calendar say what has happened, each
  as soon as it can. Whatever comes first, the order ends as it should.

  Rule: What is ordered, reserved and paid goes out

    Scenario: Mina's order goes well
      Given Mina's order has been placed
      And Mina's beans have been reserved
      When Mina's payment is received
      Then Mina's parcel goes out, once

    Scenario: Mina's money is still on its way
      Given Mina's order has been placed
      When Mina's beans are reserved
      Then Mina's order is still waiting

    Scenario: Sales is the slowest
      Given Mina's payment has been received
      When Mina's beans are reserved
      Then Mina's order is still waiting

    Scenario: Ada orders as well
      Given only the payment is missing for Mina's order
      And only the payment is missing for Ada's order
      When Ada's payment is received
      Then Ada's parcel goes out, once
      And Mina's order is still waiting

    Scenario: Billing says twice that Mina has paid
      Given only the payment is missing for Mina's order
      And Mina's payment has been received
      When Billing says again that Mina's payment is received
      Then Mina's parcel goes out, once

  Rule: What is not paid is undone, once

    Scenario: The bank says no
      Given only the payment is missing for Mina's order
      When Mina's payment is declined
      Then Mina's order is given up and its beans are released, once

    Scenario: The bank is faster than the Warehouse
      Given Mina's payment has been declined
      And Mina's order has been placed
      When Mina's beans are reserved
      Then Mina's order is given up and its beans are released, once

    Scenario: The bank says no twice
      Given only the payment is missing for Mina's order
      And Mina's payment has been declined
      When Billing says again that Mina's payment is declined
      Then Mina's order is given up and its beans are released, once

    Scenario: The Warehouse says twice that it has reserved
      Given only the payment is missing for Mina's order
      And Mina's payment has been declined
      When the Warehouse says again that Mina's beans are reserved
      Then Mina's order is given up and its beans are released, once

    Scenario: Nobody pays
      Given only the payment is missing for Mina's order
      When Mina's deadline passes
      Then Mina's order is given up and its beans are released, once

    Scenario: Mina has paid before the deadline
      Given only the payment is missing for Mina's order
      And Mina's payment has been received
      When Mina's deadline passes
      Then Mina's parcel goes out, once

    Scenario: The bank changes its mind in time
      Given Mina's order has been placed
      And Mina's payment has been received
      And Mina's payment has been declined
      When Mina's beans are reserved
      Then Mina's order is given up and its beans are released, once

    Scenario: Mina pays after all
      Given Mina's payment has been declined
      And Mina's order has been placed
      And Mina's payment has been received
      When Mina's beans are reserved
      Then Mina's order is given up and its beans are released, once

    Scenario: The bank changes its mind too late
      Given only the payment is missing for Mina's order
      And Mina's payment has been received
      When Mina's payment is declined
      Then Mina's parcel goes out, once

  Rule: A message is processed entirely or not at all

    Scenario: Fulfilment is restarted half-way
      Given only the payment is missing for Mina's order
      And Fulfilment has been restarted
      When Mina's payment is declined
      Then Mina's order is given up and its beans are released, once

    Scenario: The power fails again and again
      Given the power fails whenever Fulfilment is about to store something
      When these messages come, again and again
        | about | from          | message          |
        | Mina  | Billing       | payment declined |
        | Mina  | the Warehouse | beans reserved   |
        | Ada   | Sales         | order placed     |
        | Ada   | the Warehouse | beans reserved   |
        | Ada   | Billing       | payment received |
        | Jun   | the calendar  | deadline passed  |
      Then no interrupted work has left a trace
      And Mina's order is given up and its beans are released, once
      And Ada's parcel goes out, once

    Scenario: The disk is full for a moment
      Given the disk is full whenever a message comes for the first time
      When these messages come, again and again
        | about | from          | message          |
        | Mina  | Billing       | payment declined |
        | Mina  | the Warehouse | beans reserved   |
        | Ada   | Sales         | order placed     |
        | Ada   | the Warehouse | beans reserved   |
        | Ada   | Billing       | payment received |
        | Jun   | the calendar  | deadline passed  |
      Then Mina's order is given up and its beans are released, once
      And Ada's parcel goes out, once
      And Jun's order is given up, once

    Scenario: The store does not answer for a moment
      Given the store does not answer whenever a message comes for the first time
      When these messages come, again and again
        | about | from          | message          |
        | Mina  | Billing       | payment declined |
        | Mina  | the Warehouse | beans reserved   |
        | Ada   | Sales         | order placed     |
        | Ada   | the Warehouse | beans reserved   |
        | Ada   | Billing       | payment received |
        | Jun   | the calendar  | deadline passed  |
      Then Mina's order is given up and its beans are released, once
      And Ada's parcel goes out, once
      And Jun's order is given up, once

  Rule: It does not matter what comes first

    Scenario: A good order, whatever comes first
      Given Fulfilment is restarted after each message
      When these messages about Mina's order come in every possible sequence
        | from          | message          |
        | Sales         | order placed     |
        | the Warehouse | beans reserved   |
        | the Warehouse | beans reserved   |
        | Billing       | payment received |
      Then whatever came first, Mina's parcel goes out, once

    Scenario: A bad order, whatever comes first
      Given Fulfilment is restarted after each message
      When these messages about Mina's order come in every possible sequence
        | from          | message          |
        | Sales         | order placed     |
        | the Warehouse | beans reserved   |
        | the Warehouse | beans reserved   |
        | Billing       | payment declined |
        | Billing       | payment declined |
        | the calendar  | deadline passed  |
      Then whatever came first, Mina's order is given up and its beans are released, once

    Scenario: Money and deadline cross
      Given Fulfilment is restarted after each message
      When these messages about Mina's order come in every possible sequence
        | from          | message          |
        | Sales         | order placed     |
        | the Warehouse | beans reserved   |
        | Billing       | payment received |
        | the calendar  | deadline passed  |
      Then if Billing came before the calendar, Mina's parcel goes out, once
      And if the calendar came before Billing, Mina's order is given up and its beans are released, once
