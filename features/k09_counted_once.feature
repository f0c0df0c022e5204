Feature: Each payment counts once
  The bank tells of a payment until it hears an answer, and the power may
  fail at any moment. A balance is what the customer has paid, to the cent.

  Rule: Each payment counts

    Scenario: Mina and Ada pay
      Given Mina has paid €17.80
      And Ada has paid €9.50
      When Billing catches up
      Then Mina's balance is €17.80
      And Ada's balance is €9.50

    Scenario: Mina orders the same again, and pays the same again
      Given Mina has paid €17.80
      And Mina has paid €17.80
      When Billing catches up
      Then Mina's balance is €35.60

  Rule: A payment counts entirely or not at all

    Scenario: The power fails half-way
      Given Mina has paid €17.80
      When the power fails after Billing's first write
      Then Mina's balance is €0.00
      And Mina's payment is still to be counted

    Scenario: The power comes back
      Given Mina has paid €17.80
      And Ada has paid €9.50
      And the power has failed after Billing's first write
      When Billing catches up
      Then Mina's balance is €17.80

    Scenario: The disk is full for a moment
      Given Mina has paid €17.80
      And Ada has paid €9.50
      And the disk has been full when Billing caught up
      When Billing catches up
      Then Mina's balance is €17.80

    Scenario: The store refuses an account for a moment
      Given Mina has paid €17.80
      And Ada has paid €9.50
      And the store has refused an account when Billing caught up
      When Billing catches up
      Then Mina's balance is €17.80

  Rule: A recorded payment that is delivered again is not counted again

    Scenario: Mina's payment is delivered twice
      Given Mina has paid €17.80
      And Billing has caught up
      When Mina's payment is delivered again
      Then Mina's balance is €17.80

    Scenario: An old payment is delivered again
      Given Mina has paid €17.80
      And Ada has paid €9.50
      And Billing has caught up
      When Mina's payment is delivered again
      Then Mina's balance is €17.80

    Scenario: Mina's payment is delivered again the next morning
      Given Mina has paid €17.80
      And Billing has caught up
      And Billing has closed for the night
      When Mina's payment is delivered again
      Then Mina's balance is €17.80

    Scenario: Billing loses its accounts
      Given Mina has paid €17.80
      And Billing has caught up
      When Billing loses its accounts, and catches up
      Then Mina's balance is €17.80

  Rule: The bank may tell of a payment again

    Scenario: The bank hears no answer and tells it again
      Given Mina has paid €17.80
      And the power has failed before the bank heard an answer
      And the bank has told of Mina's payment again
      When Billing catches up
      Then Mina's balance is €17.80

    Scenario: The bank tells it twice at the same moment
      Given Billing has caught up
      When the bank tells twice at once of payment 4711: €17.80 from Mina
      Then the bank has got the same receipt twice
      And Billing has recorded one payment from Mina, of €17.80

    Scenario: The store refuses Mina's payment for a moment
      Given the store refused what the bank told: Mina had paid €17.80
      And the bank has told of Mina's payment again
      When Billing catches up
      Then Mina's balance is €17.80

    Scenario: The disk is full when the bank tells of a payment
      Given the disk was full when the bank told that Mina had paid €17.80
      And the bank has told of Mina's payment again
      When Billing catches up
      Then Mina's balance is €17.80

    Scenario: The bank gives Mina's reference to another amount
      Given the bank has told of payment 4711: €17.80 from Mina
      When the bank tells of payment 4711: €9.50 from Mina
      Then the bank hears that 4711 is another payment
      And Billing has recorded one payment from Mina, of €17.80

    Scenario: The bank gives Mina's reference to a cent more, the next morning
      Given the bank has told of payment 4711: €17.80 from Mina
      And Billing has closed for the night
      When the bank tells of payment 4711: €17.81 from Mina
      Then the bank hears that 4711 is another payment
      And Billing has recorded one payment from Mina, of €17.80

    Scenario: The bank gives Mina's reference to Ada
      Given the bank has told of payment 4711: €17.80 from Mina
      When the bank tells of payment 4711: €17.80 from Ada
      Then the bank hears that 4711 is another payment
      And Billing has recorded one payment from Mina, of €17.80
