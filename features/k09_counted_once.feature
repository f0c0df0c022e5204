Feature: Each payment counts once
  The bank may deliver a payment twice, and the power may fail at any
  moment. A balance is what the customer has paid, to the cent.

  Rule: Each payment counts

    Scenario: Grace has not read the mail yet
      Given Mina has paid €17.80
      When Grace opens the accounts
      Then Mina's balance is €0.00

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

  Rule: A payment is counted entirely or not at all

    Scenario: The power fails half-way
      Given Mina has paid €17.80
      When the power fails after Billing's first write
      Then Mina's balance is €0.00
      And Mina's payment is still to be read

    Scenario: The light comes back
      Given Mina has paid €17.80
      And Ada has paid €9.50
      And the power has failed after Billing's first write
      When Billing catches up
      Then Mina's balance is €17.80

    Scenario: The disk is full for a moment
      Given Mina has paid €17.80
      And Ada has paid €9.50
      And the disk has been full when Billing read on
      When Billing catches up
      Then Mina's balance is €17.80

    Scenario: The store refuses a row for a moment
      Given Mina has paid €17.80
      And Ada has paid €9.50
      And the store has refused a row when Billing read on
      When Billing catches up
      Then Mina's balance is €17.80

  Rule: A second delivery counts for nothing

    Scenario: The postman comes twice
      Given Mina has paid €17.80
      And Billing has caught up
      When Mina's payment is delivered again
      Then Mina's balance is €17.80

    Scenario: The postman finds an old letter
      Given Mina has paid €17.80
      And Ada has paid €9.50
      And Billing has caught up
      When Mina's payment is delivered again
      Then Mina's balance is €17.80

    Scenario: The postman comes again the next morning
      Given Mina has paid €17.80
      And Billing has caught up
      And Billing has closed for the night
      When Mina's payment is delivered again
      Then Mina's balance is €17.80
