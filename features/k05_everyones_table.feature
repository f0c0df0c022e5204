Feature: What one team records, no other team rewrites
  An order is a promise to Sales, a pick to the Warehouse and an invoice to
  Billing. Each team keeps its own facts in a store of its own, and works
  whatever happens to the others.

  Background:
    Given Sales has promised Mina 3 bags of Sidamo
    And the Warehouse has reserved 3 bags of Sidamo for Mina
    And Billing has invoiced Mina for 3 bags at €8.90

  Rule: Only its owner changes a fact

    Scenario: The Warehouse finds a bag too few
      When the Warehouse counts only 2 bags for Mina
      Then the Warehouse is to pick 2 bags for Mina
      And Mina is promised 3 bags
      And Sales has recorded
        | fact     | number | customer | coffee | bags |
        | Promised | 1      | Mina     | Sidamo | 3    |

    Scenario: Mina reads her invoice after the count
      When the Warehouse counts only 2 bags for Mina
      Then the Warehouse has recorded
        | fact      | number | coffee | bags |
        | Reserved  | 1      | Sidamo | 3    |
        | Recounted |        |        | 2    |
      And Mina owes €26.70
      And only the store of the Warehouse has been written to

    Scenario: A bag was torn on its way to Mina
      When Billing credits Mina with 1 bag
      Then Billing has recorded
        | fact     | number | customer | bags | cents_a_bag |
        | Sent     | 1      | Mina     | 3    | 890         |
        | Credited |        |          | 1    |             |
      And Mina owes €17.80
      And the Warehouse is to pick 3 bags for Mina
      And only the store of Billing has been written to

    Scenario: Ada's order comes in parts
      Given Sales has promised Ada 3 bags of Huila
      And the Warehouse has reserved 2 bags of Huila for Ada
      When Billing invoices Ada for 1 bag at €9.50
      Then the Warehouse is to pick 2 bags for Ada
      And Ada owes €9.50

  Rule: A team's data are its own affair

    Scenario: Sales rebuilds its data
      When Sales gives its tables other names
      Then the Warehouse is to pick 3 bags for Mina
      And Mina owes €26.70

    Scenario: The Warehouse loses its data
      Given the Warehouse has counted only 2 bags for Mina
      When the Warehouse's tables are dropped
      Then Mina is promised 3 bags
      And Mina owes €26.70

    Scenario: Billing loses its data
      When Billing's tables are dropped
      Then Mina is promised 3 bags
      And the Warehouse is to pick 3 bags for Mina

  Rule: A team's code is its own affair

    Scenario: A new colleague asks who depends on whom
      When she reads what the modules of each team import
      Then no team imports a module of another
      And no module is imported by two teams

    Scenario: Sales opens alone
      Given nobody but Sales has come to work
      When Sales promises Ada 2 bags of Huila
      Then Ada is promised 2 bags
      And only the store of Sales has been written to

    Scenario: The Warehouse opens alone
      Given nobody but the Warehouse has come to work
      When the Warehouse reserves 2 bags of Huila for Ada
      Then the Warehouse is to pick 2 bags for Ada
      And only the store of the Warehouse has been written to

    Scenario: Billing opens alone
      Given nobody but Billing has come to work
      When Billing invoices Ada for 2 bags at €9.50
      Then Ada owes €19.00
      And only the store of Billing has been written to
