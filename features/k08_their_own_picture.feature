Feature: The Warehouse and Billing each draw a picture of their own
  The Warehouse wants to know which shelf to walk to, Billing who owes what.
  Sales tells both what has happened, and how Sales keeps its own tables is
  nobody else's business.

  Background:
    Given it is 2 March 2026, 09:00
    And today's price list
      | coffee  | price  |
      | Sidamo  | €8.90  |
      | Huila   | €9.50  |
      | Antigua | €10.20 |
    And the coffees lie on these shelves
      | coffee  | shelf |
      | Huila   | A1    |
      | Sidamo  | C3    |
      | Antigua | C3    |
    And since this morning Sales keeps first and last names apart

  Rule: The Warehouse sees shelves

    Scenario: Sales splits the customer's name
      Given Sales has opened an order for Ada
      When the Warehouse catches up
      Then the pick list is empty

    Scenario: Ada is still thinking
      Given Sales has noted 1 bag of Huila for Ada
      When the Warehouse catches up
      Then the pick list is empty

    Scenario: Mina buys Sidamo
      Given Sales has noted 1 bag of Huila for Ada
      And Sales has sold 2 bags of Sidamo to Mina
      And Sales has sold 1 bag of Antigua to Jun
      When the Warehouse catches up
      Then the pick list reads
        | shelf | coffee  | bags |
        | C3    | Antigua | 1    |
        | C3    | Sidamo  | 2    |

    Scenario: Grace wants two coffees, and Jun one of them
      Given Sales has sold 1 bag of Antigua to Jun
      And Sales has noted 3 bags of Antigua for Grace
      And Sales has sold Grace 2 bags of Huila in the same order
      When the Warehouse catches up
      Then the pick list reads
        | shelf | coffee  | bags |
        | A1    | Huila   | 2    |
        | C3    | Antigua | 4    |

    Scenario: Ada makes up her mind after lunch
      Given the Warehouse has noted 1 bag of Huila for Ada
      And Ada has placed her order
      When the Warehouse catches up
      Then the pick list reads
        | shelf | coffee | bags |
        | A1    | Huila  | 1    |

    Scenario: Huila has moved
      Given the Warehouse has noted 1 bag of Huila for Ada
      And Sales has sold Ada 2 bags of Huila in the same order
      And Huila has been put on shelf B2
      When the Warehouse catches up
      Then the pick list reads
        | shelf | coffee | bags |
        | B2    | Huila  | 3    |

    Scenario: Huila moves in the afternoon
      Given Sales has sold 3 bags of Huila to Ada
      And the Warehouse has caught up, and stays open
      And somebody has looked at the pick list
      When Huila is put on shelf B2
      Then the pick list reads
        | shelf | coffee | bags |
        | B2    | Huila  | 3    |

    Scenario: Mina cancels, and Jun does not
      Given Sales has sold 1 bag of Sidamo to Jun
      And Sales has sold 2 bags of Sidamo to Mina
      And Sales has cancelled Mina's order because "gone on holiday"
      When the Warehouse catches up
      Then the pick list reads
        | shelf | coffee | bags |
        | C3    | Sidamo | 1    |

    Scenario: Ada leaves before she has chosen
      Given Sales has sold 1 bag of Sidamo to Jun
      And Sales has opened an order for Ada
      And Sales has cancelled Ada's order because "gone on holiday"
      When the Warehouse catches up
      Then the pick list reads
        | shelf | coffee | bags |
        | C3    | Sidamo | 1    |

    Scenario: The pick list lies on the floor
      Given Sales has sold 2 bags of Antigua to Jun
      And an order of 3 bags of Huila was cancelled before it was placed
      And an order of 2 bags of Sidamo was cancelled after it was placed
      When the Warehouse catches up
      Then the Warehouse has written down coffees and bags, and nothing of what is cancelled

  Rule: Billing sees customers, amounts and dates

    Scenario: Ada is still thinking, and owes nothing
      Given Sales has noted 1 bag of Huila for Ada
      When Billing catches up
      Then Ada's ledger is empty

    Scenario: Mina buys in the morning
      Given Sales has noted 2 bags of Sidamo for Mina
      And Sales has sold Mina 1 bag of Huila in the same order
      And Sales has sold 1 bag of Huila to Ada
      When Billing catches up in the evening
      Then Mina's ledger reads
        | amount | promised            | cancelled |
        | €27.30 | 2 March 2026, 09:00 |           |

    Scenario: Mina asks before she buys
      Given Billing stays open, and has shown Mina the ledger
      And Sales has sold 2 bags of Sidamo to Mina
      When Billing catches up
      Then Mina's ledger reads
        | amount | promised            | cancelled |
        | €17.80 | 2 March 2026, 09:00 |           |

    Scenario: Mina comes back at noon
      Given Sales has noted 2 bags of Sidamo for Mina
      And Sales has also sold 3 bags of Huila to Mina
      And Mina has placed the first order at noon
      When Billing catches up in the evening
      Then Mina's ledger reads
        | amount | promised            | cancelled |
        | €28.50 | 2 March 2026, 09:00 |           |
        | €17.80 | 2 March 2026, 12:00 |           |

    Scenario: Ada gives up before she has bought
      Given Sales has noted 1 bag of Huila for Ada
      And Sales has cancelled Ada's order because "gone on holiday"
      When Billing catches up
      Then Ada's ledger is empty

    Scenario: Mina cancels at noon
      Given Sales has sold 2 bags of Sidamo to Mina
      And it is 2 March 2026, 12:15
      And Sales has cancelled Mina's order because "gone on holiday"
      When Billing catches up in the evening
      Then Mina's ledger reads
        | amount | promised            | cancelled           |
        | €17.80 | 2 March 2026, 09:00 | 2 March 2026, 12:15 |

    Scenario: The ledger lies on the floor
      Given Sales has noted 15 bags of Sidamo for Mina
      And Mina has placed the first order at noon
      And Sales has cancelled Mina's order because "gone on holiday"
      When Billing catches up in the evening
      Then Billing has written down customers, amounts and dates, and nothing else

  Rule: Nobody asks Sales

    Scenario: Sales writes a note that concerns nobody else
      Given Sales has written a note of its own
      And Sales has sold 2 bags of Sidamo to Mina
      When the Warehouse and Billing catch up
      Then the pick list reads
        | shelf | coffee | bags |
        | C3    | Sidamo | 2    |
      And Mina's ledger reads
        | amount | promised            | cancelled |
        | €17.80 | 2 March 2026, 09:00 |           |

    Scenario: Nobody in Sales picks up the telephone
      Given Sales has sold 2 bags of Sidamo to Mina
      And nobody in Sales answers questions any more
      When the Warehouse and Billing catch up
      Then the pick list reads
        | shelf | coffee | bags |
        | C3    | Sidamo | 2    |
      And Mina's ledger reads
        | amount | promised            | cancelled |
        | €17.80 | 2 March 2026, 09:00 |           |

    Scenario: The afternoon is quiet
      Given Sales has sold 2 bags of Sidamo to Mina
      And the Warehouse and Billing have caught up
      When the Warehouse and Billing catch up
      Then neither has read an event twice
      And the pick list reads
        | shelf | coffee | bags |
        | C3    | Sidamo | 2    |

    Scenario: Sales' book burns
      Given Sales has sold 2 bags of Sidamo to Mina
      And the Warehouse and Billing have caught up
      When Sales' store is lost
      Then the pick list reads
        | shelf | coffee | bags |
        | C3    | Sidamo | 2    |
      And Mina's ledger reads
        | amount | promised            | cancelled |
        | €17.80 | 2 March 2026, 09:00 |           |

  Rule: A picture shows what has happened up to an event, and can be drawn again

    Scenario: Both pictures are lost
      Given the Warehouse has noted 1 bag of Huila for Ada
      And Huila has been put on shelf B2
      And Sales has sold Ada 2 bags of Huila in the same order
      When the Warehouse and Billing lose their pictures, and draw them again
      Then both pictures are what they were before

    Scenario: The power fails in both departments, again and again
      Given Sales has sold 2 bags of Sidamo to Mina
      And Sales has cancelled Mina's order because "gone on holiday"
      And the power has failed at each of their writes in turn
      When the Warehouse and Billing catch up
      Then at all times each picture showed the event that was read last
        | read last           | pick list      | ledger            |
        | nothing             | nothing        | nothing           |
        | an order opened     | nothing        | nothing           |
        | a line added        | nothing        | nothing           |
        | the order placed    | C3: 2 × Sidamo | €17.80            |
        | the order cancelled | nothing        | €17.80, cancelled |

    Scenario: The disk is full for a moment in both departments
      Given Sales has sold 2 bags of Sidamo to Mina
      And Sales has cancelled Mina's order because "gone on holiday"
      And the disk has been full for a moment at each of their writes in turn
      When the Warehouse and Billing catch up
      Then at all times each picture showed the event that was read last
        | read last           | pick list      | ledger            |
        | nothing             | nothing        | nothing           |
        | an order opened     | nothing        | nothing           |
        | a line added        | nothing        | nothing           |
        | the order placed    | C3: 2 × Sidamo | €17.80            |
        | the order cancelled | nothing        | €17.80, cancelled |
