Feature: Each team changes what a coffee is to it, and disturbs nobody
  To Sales a coffee is an offer with a price, to the Warehouse a lot that may
  spoil, to Billing something that is taxed. One word, several models, and each
  changes when its own business changes.

  Background:
    Given Sales has offered Sidamo at €10.00
    And the Warehouse has received lot A12 with 10 bags of Sidamo
    And Billing has taxed coffee with 7 per cent
    And Billing has invoiced Mina for 2 bags of Sidamo at €10.00

  Rule: A price is Sales' affair

    Scenario: Sidamo gets dearer
      When Sales reprices Sidamo at €12.00
      Then Sidamo costs €12.00
      And Mina owes €21.40
      And only the store of Sales has been written to
      And Sales has recorded
        | fact     | coffee | cents_a_bag |
        | Offered  | Sidamo | 1000        |
        | Repriced |        | 1200        |

  Rule: A lot is the Warehouse's affair

    Scenario: One of two lots gets wet
      Given the Warehouse has received lot B7 with 6 bags of Sidamo
      When lot A12 is spoiled
      Then the Warehouse has recorded
        | fact     | lot | coffee | bags |
        | Received | A12 | Sidamo | 10   |
        | Received | B7  | Sidamo | 6    |
        | Spoiled  |     |        |      |
      And lot A12 holds 0 bags
      And lot B7 holds 6 bags

    Scenario: The last lot gets wet
      When lot A12 is spoiled
      Then lot A12 holds 0 bags
      And Sidamo costs €10.00
      And Mina owes €21.40
      And only the store of the Warehouse has been written to

  Rule: A tax is Billing's affair

    Scenario: The tax rises after Mina's invoice
      When Billing taxes coffee with 19 per cent
      Then Billing has recorded
        | fact       | number | coffee | bags | cents_a_bag | percent |
        | Introduced |        |        |      |             | 7       |
        | Sent       | 1      | Sidamo | 2    | 1000        | 7       |
        | Changed    |        |        |      |             | 19      |
      And Mina owes €21.40
      And Sidamo costs €10.00
      And only the store of Billing has been written to

    Scenario: Ada is invoiced after the tax has risen
      Given Billing has changed the tax to 16 per cent
      When Billing invoices Ada for 3 bags of Huila at €5.00
      Then Ada owes €17.40
      And Mina owes €21.40

  Rule: A model is its team's affair

    Scenario: A new colleague asks whose words are whose
      When she reads what the modules of each team import
      Then no team imports a module of another
      And no module is imported by two teams

    Scenario: Sales is the only team at work
      Given nobody but Sales has come to work
      When Sales offers Huila at €9.50
      Then Huila costs €9.50
      And only the store of Sales has been written to

    Scenario: The Warehouse is the only team at work
      Given nobody but the Warehouse has come to work
      When the Warehouse receives lot C3 with 4 bags of Huila
      Then lot C3 holds 4 bags
      And only the store of the Warehouse has been written to

    Scenario: Billing is the only team at work
      Given nobody but Billing has come to work
      When Billing invoices Ada for 3 bags of Huila at €8.95
      Then Ada owes €28.72
      And only the store of Billing has been written to
