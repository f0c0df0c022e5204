Feature: The Warehouse picks what is promised now, not what was promised last night
  Sales promises and cancels all day long. Whoever works from a copy works
  for yesterday, so the Warehouse follows what Sales records.

  Background:
    Given today's price list
      | coffee | price |
      | Sidamo | €8.90 |
      | Huila  | €9.50 |
    And Sales has sold 2 bags of Sidamo to Mina
    And night has come, and Sales' orders have been copied to a file

  Rule: What is promised is picked, and nothing else

    Scenario: Mina cancels at noon
      Given Sales has cancelled Mina's order because "gone on holiday"
      When the Warehouse picks
      Then nothing has been picked

    Scenario: Ada orders at noon
      Given Sales has sold 1 bag of Huila to Ada
      When the Warehouse picks
      Then the Warehouse has picked
        | customer | bags | coffee |
        | Mina     | 2    | Sidamo |
        | Ada      | 1    | Huila  |

    Scenario: Ada cannot make up her mind
      Given Sales has noted 1 bag of Huila for Ada
      And the Warehouse has picked
      And Ada has placed her order
      When the Warehouse picks
      Then this time it has picked
        | customer | bags | coffee |
        | Ada      | 1    | Huila  |

    Scenario: Tonight's copy lists what was picked today
      Given Sales has sold 1 bag of Huila to Ada
      And the Warehouse has picked
      And night has come, and Sales' orders have been copied to a file
      When the Warehouse picks
      Then nothing more has been picked

    Scenario: Mina cancels when her bags are on the van
      Given the Warehouse has picked, and found nothing more to pick
      And Sales has sold 1 bag of Huila to Ada
      And Sales has cancelled Mina's order because "gone on holiday"
      When the Warehouse picks
      Then each order has been picked once

    Scenario: The pick list is lost
      Given the Warehouse has picked
      And Sales has sold 3 bags of Sidamo to Jun
      And the Warehouse has lost all but its events
      When the Warehouse picks
      Then this time it has picked
        | customer | bags | coffee |
        | Jun      | 3    | Sidamo |

  Rule: Nothing is lost, and nothing is picked twice

    Scenario: Twenty-five customers order at noon
      Given Sales has sold 1 bag of Huila to each of 25 customers
      When the Warehouse picks
      Then each order has been picked once

    Scenario: The Warehouse is closed at noon
      Given the Warehouse has picked
      And the Warehouse has closed, and forgotten what is not in its store
      And Sales has sold 1 bag of Huila to Ada
      When the Warehouse picks
      Then each order has been picked once

    Scenario: The line breaks while the Warehouse asks
      Given Sales has sold 1 bag of Huila to each of 80 customers
      And the line to Sales has broken twice, and then the Warehouse has closed
      When the Warehouse picks
      Then each order has been picked once
      And Sales has told the Warehouse everything once

    Scenario: The power fails in the Warehouse, again and again
      Given Sales has sold 1 bag of Huila to Ada
      And the power has failed at each of the Warehouse's writes in turn
      When the Warehouse picks
      Then each order has been picked once

    Scenario: The power fails when everything has just been picked
      Given the power has failed just after the Warehouse has picked
      When the Warehouse opens again
      Then nothing is left to pick

    Scenario: The Warehouse's disk is full for a moment
      Given Sales has sold 1 bag of Huila to Ada
      And the disk has been full for a moment when the Warehouse asked
      When the Warehouse picks
      Then each order has been picked once

    Scenario: The Warehouse's disk is full all morning
      Given Sales has sold 1 bag of Huila to Ada
      And the disk has been full whenever the Warehouse asked
      When the Warehouse picks
      Then each order has been picked once

    Scenario: Sales has a new program, and the Warehouse an old one
      Given Sales has sold 1 bag of Huila to Ada
      And the Warehouse could not read her order, until it got the new program, too
      When the Warehouse picks
      Then each order has been picked once

  Rule: Sales is asked for what is new, and only for that

    Scenario: The afternoon is quiet
      Given Sales has cancelled Mina's order because "gone on holiday"
      And Sales has sold 1 bag of Huila to Ada
      And the Warehouse has asked Sales what is new
      When the Warehouse asks Sales what is new
      Then these bags are still to be picked
        | customer | bags | coffee |
        | Ada      | 1    | Huila  |

    Scenario: Sales has little time
      Given Sales has opened an order for Ada
      And the Warehouse has asked Sales what is new
      And Sales has sold 1 bag of Huila to Jun
      When the Warehouse asks Sales what is new
      Then Sales has told the Warehouse everything once

    Scenario: Two clerks place Ada's order at once
      Given Sales has noted 1 bag of Huila for Ada
      And two clerks have placed Ada's order at once, and one was refused
      And Sales has noted 1 bag of Sidamo for Jun
      When the Warehouse asks Sales what is new
      Then Sales has told the Warehouse everything once
