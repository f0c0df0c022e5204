Feature: Two clerks at one order do not undo each other's work
  Grace and Jun have the same book open, and neither waits for the other. A
  decision on an order that has changed in the meantime is made again.

  Background:
    Given today's price list
      | coffee  | price  |
      | Sidamo  | €8.90  |
      | Huila   | €9.50  |
      | Antigua | €10.20 |
    And Grace has started an order for Mina
    And Grace has added 2 bags of Sidamo to Mina's order

  Rule: A change of an old copy is refused

    Scenario: Jun comes too late
      Given Jun has read Mina's order
      And Grace has added 1 bag of Huila to Mina's order
      When Jun adds 3 bags of Antigua to his copy, and saves it
      Then Jun is told that his copy is out of date
      And Mina's order now lists
        | coffee | bags | price |
        | Sidamo | 2    | €8.90 |
        | Huila  | 1    | €9.50 |

    Scenario: The disk is full when Jun saves his copy
      Given Jun has read Mina's order
      When Jun adds 3 bags of Antigua to his copy, and the disk is full
      Then Jun is told that it could not be written

  Rule: Different orders never clash

    Scenario: Grace serves Ada at the same time
      Given Grace has started an order for Ada
      And Grace is about to add 1 bag of Huila to Ada's order
      When Jun adds 3 bags of Antigua to Mina's order
      Then Jun has decided once
      And Mina's order now lists
        | coffee  | bags | price  |
        | Sidamo  | 2    | €8.90  |
        | Antigua | 3    | €10.20 |

  Rule: Whoever was too late reads again and decides again

    Scenario: Grace is quicker
      Given Grace is about to add 1 bag of Huila to Mina's order
      When Jun adds 3 bags of Antigua to Mina's order
      Then Jun has decided twice
      And Mina's order now lists
        | coffee  | bags | price  |
        | Sidamo  | 2    | €8.90  |
        | Huila   | 1    | €9.50  |
        | Antigua | 3    | €10.20 |

    Scenario: Grace is quicker twice
      Given Grace is about to add 1 bag of Huila to Mina's order twice
      When Jun adds 3 bags of Antigua to Mina's order
      Then Mina's order now lists
        | coffee  | bags | price  |
        | Sidamo  | 2    | €8.90  |
        | Huila   | 1    | €9.50  |
        | Huila   | 1    | €9.50  |
        | Antigua | 3    | €10.20 |

    Scenario: Grace is quicker by a moment
      Given Grace will add 1 bag of Huila to Mina's order just before Jun's pen touches the book
      When Jun adds 3 bags of Antigua to Mina's order
      Then Jun has decided twice
      And Mina's order now lists
        | coffee  | bags | price  |
        | Sidamo  | 2    | €8.90  |
        | Huila   | 1    | €9.50  |
        | Antigua | 3    | €10.20 |

    Scenario: Grace is later by a moment
      Given Grace will add 1 bag of Huila to Mina's order as soon as Jun's pen has left the book
      When Jun adds 3 bags of Antigua to Mina's order
      Then Jun has decided once
      And Mina's order now lists
        | coffee  | bags | price  |
        | Sidamo  | 2    | €8.90  |
        | Antigua | 3    | €10.20 |
        | Huila   | 1    | €9.50  |

    Scenario: Grace leaves no room
      Given Grace is about to add 17 bags of Huila to Mina's order
      When Jun adds 3 bags of Antigua to Mina's order
      Then it is refused because an order holds at most 20 bags
      And Jun has decided twice

    Scenario: Grace cancels the order first
      Given Grace is about to cancel Mina's order because "gone on holiday"
      When Jun adds 3 bags of Antigua to Mina's order
      Then it is refused because the order is closed
      And Mina's order now lists
        | coffee | bags | price |
        | Sidamo | 2    | €8.90 |

    Scenario: Grace placed the order long ago
      Given Grace has placed Mina's order
      When Jun adds 3 bags of Antigua to Mina's order
      Then it is refused because the order is closed
      And Jun has decided once

    Scenario: Jun asks for too much in one go
      When Jun adds 3 bags of Antigua, and then 20 bags of Huila, to Mina's order
      Then it is refused because an order holds at most 20 bags
      And Mina's order now lists
        | coffee | bags | price |
        | Sidamo | 2    | €8.90 |

    Scenario: Jun leaves the order as it is
      When Jun looks at Mina's order, and changes nothing
      Then Jun is told nothing
      And Jun has decided once

    Scenario: Jun mistypes a number
      When Jun adds 3 bags of Antigua to an order that nobody has started
      Then Jun is told that there is no such order
      And Jun has not decided at all

  Rule: Only a change by somebody else is decided again

    Scenario: The disk is full for a moment
      When Jun adds 3 bags of Antigua to Mina's order, and the disk is full
      Then Jun is told that it could not be written
      And Jun has decided once

    Scenario: The book cannot be read for a moment
      When Jun adds 3 bags of Antigua to Mina's order, and the book cannot be read
      Then Jun is told that it could not be read
      And Jun has not decided at all

  Rule: Nobody tries for ever

    Scenario: Grace is quicker three times
      Given Grace is about to add 1 bag of Huila to Mina's order 3 times
      When Jun adds 3 bags of Antigua to Mina's order
      Then Jun gives up after 3 tries
      And Jun has decided 3 times

    Scenario: Grace is quicker each time
      Given Grace is about to add 1 bag of Huila to Mina's order again and again
      When Jun adds 3 bags of Antigua to Mina's order in at most 4 tries
      Then Jun gives up after 4 tries
      And Jun has decided 4 times

    Scenario: Jun is in a hurry
      Given Grace is about to add 1 bag of Huila to Mina's order again and again
      When Jun adds 3 bags of Antigua to Mina's order in at most 1 try
      Then Jun gives up after 1 try
      And Jun has decided once
