Feature: Support asks the past what nobody had thought of asking
  The facts were there before the question. A new reader goes through all of
  them, learns what it wants to know, and disturbs nobody.

  Background:
    Given today's price list
      | coffee | price |
      | Sidamo | €8.90 |
      | Huila  | €9.50 |

  Rule: A promise can be read as it was

    Scenario: Mina quotes what she was promised on Tuesday
      Given Sales has sold 2 bags of Sidamo to Mina
      And it is 3 March 2026, 18:00
      And Sales has cancelled Mina's order because "I ordered twice"
      When Sales is asked for Mina's order as of 3 March 2026, 17:59
      Then it was a promise of €17.80, and not cancelled

    Scenario: Grace quotes the minute in which she cancelled
      Given Sales has sold 2 bags of Sidamo to Grace
      And it is 3 March 2026, 18:00
      And Sales has cancelled Grace's order because "I ordered tea"
      When Sales is asked for Grace's order as of 3 March 2026, 18:00
      Then it was cancelled because "I ordered tea"

    Scenario: Ada quotes an hour at which she had no order
      Given Sales has sold 1 bag of Huila to Ada
      When Sales is asked for Ada's order as of 2 March 2026, 08:00
      Then there was no such order

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

    Scenario: Support loses its cases
      Given Sales has sold 2 bags of Sidamo to Mina
      And Sales has cancelled Mina's order because "I ordered twice"
      And Support has followed from the first day on
      When Support loses its cases, and replays Sales' history
      Then the cases tell the same as before

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
      Given Jun has bought 1 bag of Huila, and will cancel during the replay
      When Support replays Sales' history in batches of 2
      And Support looks at what is new
      Then it has told
        | 2 of 3 |
        | 3 of 3 |
      And one letter has gone out, to Jun

  Rule: A long history is replayed in batches

    Scenario: Support opens before Sales has sold anything
      When Support replays Sales' history
      Then it has told nothing
      And nobody has got a letter

    Scenario: Support asks how far it is
      Given Sales has sold 1 bag of Sidamo to each of 8 customers
      When Support replays Sales' history in batches of 5
      Then it has told
        | 5 of 24  |
        | 10 of 24 |
        | 15 of 24 |
        | 20 of 24 |
        | 24 of 24 |
      And it has never held more than 5 events
      And it has written each batch at once

    Scenario: The power fails
      Given Sales has sold 1 bag of Sidamo to each of 8 customers
      And the power has failed when a replay in batches of 8 told "8 of 24"
      When Support replays Sales' history in batches of 8
      Then it has told
        | 16 of 24 |
        | 24 of 24 |

    Scenario: For a while nothing happens that Support asks about
      Given Sales has sold 1 bag of Huila to Ada
      And Sales has cancelled Ada's order because "too sour"
      And the power has failed when a replay in batches of 1 told "2 of 4"
      When Support replays Sales' history in batches of 1
      Then it has told
        | 3 of 4 |
        | 4 of 4 |

    Scenario: Mina's order lies on both sides of the power failure
      Given Sales has opened an order for Mina
      And Sales has cancelled Mina's order because "I ordered twice"
      And the power has failed when a replay in batches of 1 told "1 of 2"
      When Support replays Sales' history in batches of 1
      Then the cases tell
        | customer | after  | said            |
        | Mina     | 0 days | I ordered twice |
