Feature: Support asks the past a question that nobody had thought of
  The events were there before the question. A new reader goes through all
  of them, learns what it wants to know, and disturbs nobody.

  Background:
    Given today's price list
      | coffee | price |
      | Sidamo | €8.90 |
      | Huila  | €9.50 |

  Rule: Old history answers a new question

    Scenario: Support follows from the first day on
      Given Sales has sold 2 bags of Sidamo to Mina
      And it is 5 March 2026, 10:00
      And Sales has cancelled Mina's order because "I ordered twice"
      When Support looks at what is new
      Then the cases tell
        | customer | after  | said            |
        | Mina     | 3 days | I ordered twice |

    Scenario: Support joins years later
      Given Sales has sold 2 bags of Sidamo to Mina
      And it is 5 March 2026, 10:00
      And Sales has cancelled Mina's order because "I ordered twice"
      When Support replays Sales' history
      Then the cases tell
        | customer | after  | said            |
        | Mina     | 3 days | I ordered twice |

    Scenario: Mina and Ada cancel on different days
      Given Sales has opened and cancelled orders
        | customer | opened  | cancelled | because         |
        | Mina     | 2 March | 3 March   | gone on holiday |
        | Ada      | 3 March | 5 March   | too sour        |
      When Support replays Sales' history
      Then the cases tell
        | customer | after  | said            |
        | Mina     | 1 day  | gone on holiday |
        | Ada      | 2 days | too sour        |

    Scenario: Support loses its cases
      Given Sales has opened orders for Ada, Grace and Mina
      And Sales has cancelled Mina's order because "I ordered twice"
      And Support has followed from the first day on
      When Support loses its cases, and replays Sales' history
      Then the cases tell the same as before

    Scenario: Four clerks of Sales have changed one order at once
      Given Sales has sold 2 bags of Sidamo to Mina
      And four clerks of Sales have added to an order of Ada's at once
      And Sales has cancelled Ada's order because "too much"
      When Support replays Sales' history
      Then the cases tell
        | customer | after  | said     |
        | Ada      | 0 days | too much |

  Rule: A replay disturbs nobody

    Scenario: Mina had cancelled long ago
      Given Sales has sold 2 bags of Sidamo to Mina
      And Sales has cancelled Mina's order because "I ordered twice"
      When Support replays Sales' history
      Then nobody has got a letter

    Scenario: Ada cancels after the replay
      Given Sales has sold 1 bag of Huila to Ada
      And Support has replayed Sales' history
      When Sales cancels Ada's order because "too sour"
      And Support looks at what is new
      Then one letter has gone out, to Ada

    Scenario: Jun cancels during the replay
      Given Sales has opened orders for Mina, Ada and Jun, who will cancel during the replay
      When Support replays Sales' history
      Then the cases tell of nobody
      And nobody has got a letter

    Scenario: Jun gets his letter
      Given Sales has opened orders for Mina, Ada and Jun, who will cancel during the replay
      And Support has replayed Sales' history
      When Support looks at what is new
      Then one letter has gone out, to Jun

  Rule: A long history is replayed a little at a time

    Scenario: Support opens before Sales has sold anything
      When Support replays Sales' history
      Then it has reported no progress
      And nobody has got a letter

    Scenario: Support asks how far it is
      Given each of 8 customers has opened an order
      And each of them has cancelled because "too bitter"
      When Support replays Sales' history
      Then it has read a little at a time
      And it has reported how far it was, up to the end

    Scenario: For a while nothing happens that Support asks about
      Given Sales has sold 1 bag of Huila to Ada
      And Sales has written a note of its own
      When Support replays Sales' history
      Then it has reported how far it was, up to the end

    Scenario: Support replays a second time
      Given Sales has opened orders for Mina, Ada and Grace
      And Support has replayed Sales' history
      When Support replays Sales' history
      Then it has reported no progress

  Rule: What is interrupted goes on later, and loses nothing

    Scenario: The power fails
      Given each of 8 customers has opened an order
      And each of them has cancelled because "too bitter"
      And the power has failed in the middle of a replay
      When Support replays Sales' history
      Then it has gone on where it had stopped

    Scenario: Mina's order is on both sides of the power failure
      Given Sales has opened orders for Mina, Ada and Grace
      And Sales has cancelled Mina's order because "I ordered twice"
      And the power has failed in the middle of a replay
      When Support replays Sales' history
      Then the cases tell
        | customer | after  | said            |
        | Mina     | 0 days | I ordered twice |

    Scenario: Jun cancels, and then the power fails
      Given Sales has opened orders for Mina, Ada and Jun, who will cancel during the replay
      And the power has failed in the middle of a replay
      And Support has replayed Sales' history
      When Support looks at what is new
      Then one letter has gone out, to Jun

    Scenario: Support looks at what is new too early
      Given Sales has opened orders for Mina, Ada and Jun
      And Sales has cancelled Mina's order because "I ordered twice"
      And the power has failed in the middle of a replay
      When Support looks at what is new
      Then it has to finish the replay first, and nobody has got a letter

    Scenario: Omar and his colleague replay at once
      Given each of 8 customers has opened an order
      When two of Support replay Sales' history at once
      Then the cases know each order

    Scenario: The disk is full during a replay
      Given Sales has opened orders for Mina, Ada and Grace
      And the disk has been full for a moment during a replay
      When Support replays Sales' history
      Then the cases know each order

    Scenario: The disk is full when Support looks at what is new
      Given Sales has sold 2 bags of Sidamo to Mina
      And Sales has cancelled Mina's order because "I ordered twice"
      And the disk has been full for a moment when Support looked at what was new
      When Support looks at what is new
      Then one letter has gone out, to Mina
