Feature: Sales promises nothing that it would have to take back
  Sales first decides whether an order may grow, be placed or be cancelled,
  and only then records it. A refusal names the rule, and leaves no trace.

  Background:
    Given today's price list
      | coffee      | price |
      | Sidamo      | €8.90 |
      | Huila       | €9.50 |

  Rule: An order holds at most 20 bags

    Scenario: Mina takes her twentieth bag
      Given Mina has started an order
      And 19 bags of Sidamo have been added
      When 1 bag of Huila is added
      Then the order lists
        | coffee | bags | price |
        | Sidamo | 19   | €8.90 |
        | Huila  | 1    | €9.50 |

    Scenario: Mina asks for one bag too many
      Given Mina has started an order, and added 9 bags of Sidamo twice
      When Mina tries to add 3 bags of Huila
      Then it is refused because an order holds at most 20 bags
      And the order is the same as before

    Scenario: Grace asks for 21 bags at once
      Given Grace has started an order
      When Grace tries to add 21 bags of Sidamo
      Then it is refused because an order holds at most 20 bags
      And the order is the same as before

  Rule: At least one bag is added

    Scenario: Mina types a zero
      Given Mina has started an order
      And 2 bags of Sidamo have been added
      When Mina tries to add 0 bags of Huila
      Then it is refused because at least one bag is added
      And the order is the same as before

    Scenario: Mina wants to hand 3 bags back
      Given Mina has started an order
      And 18 bags of Sidamo have been added
      When Mina tries to add -3 bags of Sidamo
      Then it is refused because at least one bag is added
      And the order is the same as before

  Rule: What has no price is not promised

    Scenario: Mina mistypes a coffee
      Given Mina has started an order
      And 2 bags of Sidamo have been added
      When Mina tries to add 1 bag of Sidarno
      Then it is refused because the coffee has no price
      And the order is the same as before

  Rule: An empty order is not placed, but may be cancelled

    Scenario: Mina has chosen nothing yet
      Given Mina has started an order
      When Mina tries to place the order
      Then it is refused because the order is empty
      And the order is the same as before

    Scenario: Mina only takes a free sample
      Given Mina has started an order
      And Sidamo has cost €0.00 since then
      And 1 bag of Sidamo has been added
      When the order is placed
      Then the order is a promise

    Scenario: Ada cancels before she has chosen
      Given Ada has started an order
      When the order is cancelled because "gone on holiday"
      Then the order is cancelled because "gone on holiday"

  Rule: A placed order is closed, but may be cancelled

    Scenario: Mina remembers one more bag
      Given Mina has placed an order for 2 bags of Sidamo
      When Mina tries to add 1 bag of Huila
      Then it is refused because the order is closed
      And the order is the same as before

    Scenario: Mina presses the button twice
      Given Mina has placed an order for 2 bags of Sidamo
      When Mina tries to place the order
      Then it is refused because the order is closed
      And the history reads
        | started for Mina                |
        | 2 bags of Sidamo added at €8.90 |
        | placed                          |

    Scenario: Mina changes her mind
      Given Mina has placed an order for 2 bags of Sidamo
      When the order is cancelled because "I ordered twice"
      Then the order is cancelled because "I ordered twice"

  Rule: A cancelled order is closed for everything

    Scenario: Ada comes back from her holiday
      Given Ada has cancelled an order for 2 bags of Sidamo because "gone on holiday"
      When Ada tries to add 1 bag of Huila
      Then it is refused because the order is closed
      And the order is the same as before

    Scenario: Ada wants her cancelled order after all
      Given Ada has cancelled an order for 2 bags of Sidamo because "gone on holiday"
      When Ada tries to place the order
      Then it is refused because the order is closed
      And the order is the same as before

    Scenario: Ada cancels twice
      Given Ada has cancelled an order for 2 bags of Sidamo because "gone on holiday"
      When Ada tries to cancel the order because "I drink tea now"
      Then it is refused because the order is closed
      And the history reads
        | started for Ada                 |
        | 2 bags of Sidamo added at €8.90 |
        | cancelled: gone on holiday      |

  Rule: A refusal leaves no trace

    Scenario: Mina asks for too much, then for less
      Given Mina has started an order
      And 18 bags of Sidamo have been added
      And 3 bags of Huila have been refused
      When 2 bags of Huila are added
      Then the history reads
        | started for Mina                 |
        | 18 bags of Sidamo added at €8.90 |
        | 2 bags of Huila added at €9.50   |

    Scenario: Mina was too quick with the button
      Given Mina has started an order
      And placing the order has been refused
      When 2 bags of Sidamo are added
      Then the history reads
        | started for Mina                |
        | 2 bags of Sidamo added at €8.90 |

  Rule: What has happened is not judged by today's rules

    Scenario: Grace bought 40 bags while that was allowed
      Given this was recorded last year
        | started for Grace                |
        | 40 bags of Sidamo added at €8.20 |
      And 1 bag of Huila has been refused
      When the order is placed
      Then the order is a promise
      And the order comes to €328.00

    Scenario: Jun placed his order first, and chose later
      Given this was recorded last year
        | started for Jun                |
        | placed                         |
        | 2 bags of Huila added at €9.10 |
        | 0 bags of Huila added at €9.10 |
      When Jun tries to add 1 bag of Sidamo
      Then it is refused because the order is closed
      And the order lists
        | coffee | bags | price |
        | Huila  | 2    | €9.10 |
        | Huila  | 0    | €9.10 |

    Scenario: Ada cancelled, and then found a better reason
      Given this was recorded last year
        | started for Ada                |
        | 2 bags of Huila added at €9.10 |
        | cancelled: nobody at home      |
        | cancelled: wrong address       |
      When Ada tries to place the order
      Then it is refused because the order is closed
      And the order is cancelled because "wrong address"
      And the order comes to €18.20
