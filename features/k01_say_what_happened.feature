Feature: Sales can say what was promised, to whom and at which price
  An order is a series of events. Whatever is asked of it later is worked
  out from those events, and none of them is ever rewritten.

  Background:
    Given today's price list
      | coffee      | price |
      | Sidamo      | €8.90 |
      | Huila       | €9.50 |

  Rule: What happened is recorded, in the past tense

    Scenario: Mina starts an order
      When Mina starts an order
      Then the order is for Mina
      And it is empty, and neither placed nor cancelled
      And the history reads
        | started for Mina |

    Scenario: Mina adds a second coffee
      Given Mina has started an order
      And 2 bags of Sidamo have been added
      When 1 bag of Huila is added
      Then the order lists
        | coffee | bags | price |
        | Sidamo | 2    | €8.90 |
        | Huila  | 1    | €9.50 |
      And the history reads
        | started for Mina                |
        | 2 bags of Sidamo added at €8.90 |
        | 1 bag of Huila added at €9.50   |

    Scenario: Mina asks what it comes to
      Given Mina has started an order
      And 2 bags of Sidamo have been added
      And Mina has heard that it comes to €17.80
      When 1 bag of Huila is added
      Then the order comes to €27.30

    Scenario: Ada orders after Mina
      Given Mina has started an order
      And 2 bags of Sidamo have been added
      When Ada starts an order
      Then the order is for Ada
      And the order comes to €0.00

    Scenario: Mina places her order
      Given Mina has started an order
      And 2 bags of Sidamo have been added
      When the order is placed
      Then the order is a promise
      And the history reads
        | started for Mina                |
        | 2 bags of Sidamo added at €8.90 |
        | placed                          |

    Scenario: Mina changes her mind
      Given Mina has started an order
      And 2 bags of Sidamo have been added
      When the order is cancelled because "I ordered twice"
      Then the order is cancelled because "I ordered twice"
      And the order comes to €17.80

  Rule: A promise keeps its price

    Scenario: Sidamo costs more after Mina has ordered it
      Given Mina has started an order
      And 2 bags of Sidamo have been added
      When Sidamo costs €11.00 from now on
      Then the order comes to €17.80

    Scenario: Mina takes more Sidamo at the new price
      Given Mina has started an order, and added 1 bag of Sidamo twice
      And Sidamo has cost €11.00 since then
      When 1 bag of Sidamo is added
      Then the order lists
        | coffee | bags | price  |
        | Sidamo | 1    | €8.90  |
        | Sidamo | 1    | €8.90  |
        | Sidamo | 1    | €11.00 |
      And the order comes to €28.80

  Rule: What is true now follows from what happened

    Scenario: The order is read back from its history
      Given Mina has placed an order for 2 bags of Sidamo
      When the order is rebuilt from its history
      Then the order is the same as before

    Scenario: The Warehouse asks whether Ada had placed her order
      Given Ada has placed an order for 2 bags of Sidamo
      And the order has been cancelled because "gone on holiday"
      When the Warehouse asks how the order was before it was cancelled
      Then the order is a promise
      And the order comes to €17.80

    Scenario: Next week somebody asks what happened
      Given Ada has placed an order for 2 bags of Sidamo
      When the order is cancelled because "gone on holiday"
      Then the history reads
        | started for Ada                 |
        | 2 bags of Sidamo added at €8.90 |
        | placed                          |
        | cancelled: gone on holiday      |
      And the order comes to €17.80
