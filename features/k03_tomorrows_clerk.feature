Feature: An order outlives the day, and the clerk who wrote it down
  Sales keeps its orders in a book. Whoever opens the book, tomorrow or at
  the other desk, reads what was written there, to the cent.

  Background:
    Given today's price list
      | coffee  | price  |
      | Sidamo  | €8.90  |
      | Huila   | €9.55  |
      | Antigua | €10.20 |
    And Grace has started an order for Mina

  Rule: An order is found by its number, in the book where it was written

    Scenario: Jun opens the shop the next morning
      When Jun reads Mina's order the next morning
      Then the order is for Mina
      And the order comes to €0.00

    Scenario: Jun mistypes a number
      When Jun asks for an order that nobody has started
      Then Jun is told that there is no such order
      And he is told the number that he has asked for

    Scenario: The branch in Porto keeps a book of its own
      Given the branch in Porto has opened its book
      When Jun asks Porto for Mina's order
      Then Jun is told that there is no such order

    Scenario: The book cannot be read for a moment
      Given Jun has read Mina's order
      When Jun asks for Mina's order while the book cannot be read
      Then Jun is told that the book cannot be read

  Rule: What is written comes back as what it was

    Scenario: Mina has an espresso machine
      Given Grace has added 2 bags of Sidamo, ground for espresso, to Mina's order
      And Grace has added 1 bag of Huila, ground for filter, to Mina's order
      And Grace has added 3 bags of Antigua to Mina's order
      When Jun reads Mina's order the next morning
      Then its coffees are ground for
        | coffee  | grind       |
        | Sidamo  | espresso    |
        | Huila   | filter      |
        | Antigua | whole beans |

    Scenario: The mill gets a new setting overnight
      Given Grace has added 2 bags of Sidamo, ground for espresso, to Mina's order
      And the mill has been set finer for espresso
      And espresso has moved up to the top of the mill's list
      When Jun reads Mina's order the next morning
      Then its coffees are ground for
        | coffee | grind    |
        | Sidamo | espresso |

    Scenario: Mina counts her cents
      Given Grace has added 3 bags of Antigua to Mina's order
      And Grace has added 1 bag of Huila to Mina's order
      When Jun reads Mina's order the next morning
      Then the order lists
        | coffee  | bags | price  |
        | Antigua | 3    | €10.20 |
        | Huila   | 1    | €9.55  |
      And the order comes to €40.15

    Scenario: Mina places her order at closing time
      Given Grace has added 2 bags of Sidamo to Mina's order
      And Grace has placed Mina's order
      When Jun reads Mina's order the next morning
      Then the order is a promise

    Scenario: Mina changes her mind at closing time
      Given Grace has added 2 bags of Sidamo to Mina's order
      And Grace has placed Mina's order
      When Grace cancels Mina's order because "gone on holiday"
      And Jun reads Mina's order the next morning
      Then the order is cancelled because "gone on holiday"

  Rule: What one clerk writes for a customer, the other reads for that customer only

    Scenario: Ada orders after Mina
      Given Grace has started an order for Ada
      And Grace has added 1 bag of Huila to Mina's order
      When Jun reads Ada's order the next morning
      Then the order is for Ada
      And the order comes to €0.00

    Scenario: Jun serves Mina at the other desk
      Given Grace has read Mina's order
      And Jun has added 2 bags of Sidamo to Mina's order
      When Grace reads Mina's order
      Then the order comes to €17.80

  Rule: Whatever is asked of a wrong number, the clerk is told

    Scenario: Jun adds a bag, and mistypes the number
      When Jun adds 1 bag of Huila to an order that nobody has started
      Then Jun is told that there is no such order
      And he is told the number that he has asked for

    Scenario: Jun places an order, and mistypes the number
      When Jun places an order that nobody has started
      Then Jun is told that there is no such order
      And he is told the number that he has asked for

    Scenario: Jun cancels an order, and mistypes the number
      When Jun cancels an order that nobody has started
      Then Jun is told that there is no such order
      And he is told the number that he has asked for

  Rule: What could not be written is not promised, and what could not be read is not unknown

    Scenario: The disk is full for a moment
      Given Grace has added 2 bags of Sidamo to Mina's order
      When Grace tries this while the disk is full
        | to start an order for Ada             |
        | to add 1 bag of Huila to Mina's order |
        | to place Mina's order                 |
        | to cancel Mina's order                |
      Then Grace is told each time that it could not be written

    Scenario: The book cannot be read while Mina waits
      Given Grace has added 2 bags of Sidamo to Mina's order
      When Grace tries this while the book cannot be read
        | to add 1 bag of Huila to Mina's order |
        | to place Mina's order                 |
        | to cancel Mina's order                |
      Then Grace is told each time that it could not be read

  Rule: What is refused is not written, and the clerk is told

    Scenario: Mina wants more bags than an order may hold
      Given Grace has added 2 bags of Sidamo to Mina's order
      And Grace has been refused another 19 bags of Huila for Mina's order
      When Jun reads Mina's order the next morning
      Then the order comes to €17.80

    Scenario: Mina has chosen nothing yet
      Given Grace has tried to place Mina's order, and was refused
      When Jun reads Mina's order the next morning
      Then the order is not placed

    Scenario: Mina cancels twice
      Given Grace has cancelled Mina's order because "gone on holiday"
      And Grace has tried to cancel Mina's order, and was refused
      And Grace has been refused another 1 bag of Huila for Mina's order
      When Jun reads Mina's order the next morning
      Then the order is cancelled because "gone on holiday"
