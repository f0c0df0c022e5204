Feature: Sales speaks in public, and Billing understands what concerns it
  What Sales records is its own affair, and so are its words. What others may
  rely on is said in public messages, with a schema that everybody can read.

  Background:
    Given it is 2 March 2026, 09:00
    And Sales sells
      | coffee  | price | cost  |
      | Sidamo  | €8.90 | €3.17 |
      | Huila   | €9.50 | €4.26 |
      | Antigua | €9.95 | €4.83 |

  Rule: Sales says what others need, and nothing more

    Scenario: Ada is still choosing
      Given Ada has noted 1 bag of Huila
      When Sales publishes
      Then Sales has said nothing in public
      And no fact is left to be translated

    Scenario: Mina orders two coffees
      Given Mina has noted 2 bags of Sidamo
      And Mina has ordered 1 bag of Huila with it
      When Sales publishes
      Then each message keeps to the schema
      And Sales has said in public
        | customer | placed_at           | coffee | bags | cents_a_bag |
        | Mina     | 2 March 2026, 09:00 | Sidamo | 2    | 890         |
        | Mina     | 2 March 2026, 09:00 | Huila  | 1    | 950         |

    Scenario: Mina thinks of more when she has ordered
      Given Mina has noted 2 bags of Antigua
      And Mina has placed her order on 2 March 2026, 10:00
      And Mina has noted 1 bag of Huila
      When Sales publishes
      Then Sales has said in public
        | customer | placed_at           | coffee  | bags | cents_a_bag |
        | Mina     | 2 March 2026, 10:00 | Antigua | 2    | 995         |

    Scenario: The cost price stays at home
      Given Mina has ordered 2 bags of Sidamo
      And Ada has ordered 1 bag of Huila
      When Sales publishes
      Then 2 messages have been published
      And no message tells what a bag costs Sales

    Scenario: Sales gives its private facts other names
      Given Sales has rewritten its orders
      And Mina has ordered 2 bags of Sidamo
      When Sales publishes
      Then each message keeps to the schema
      And Sales has said in public
        | customer | placed_at           | coffee | bags | cents_a_bag |
        | Mina     | 2 March 2026, 09:00 | Sidamo | 2    | 890         |

  Rule: Billing reads in its own words

    Scenario: Mina gets an invoice
      Given Mina has noted 2 bags of Sidamo
      And Mina has ordered 1 bag of Huila with it
      And Sales has published
      When Billing reads
      Then the invoices read
        | debtor | amount |
        | Mina   | €27.30 |

    Scenario: A new colleague asks whose words Billing uses
      Given Mina has ordered 2 bags of Sidamo
      And Billing has read what Sales has published
      When she reads what the modules of each team import
      Then no team imports a module of another
      And no module is imported by two teams

    Scenario: Sales says more than before
      Given these messages have come
        | text                                                                                                                                      |
        | {"message": "OrderPlaced", "order": "A1", "customer": "Mina", "gift": true, "lines": [{"bags": 2, "roast": "light", "cents_a_bag": 890}]} |
      When Billing reads
      Then the invoices read
        | debtor | amount |
        | Mina   | €17.80 |
      And no message has been set aside

    Scenario: Sales speaks of something new
      Given these messages have come
        | text                                                               |
        | {"message": "PriceChanged", "coffee": "Huila", "cents_a_bag": 990} |
      When Billing reads
      Then the invoices read
        | debtor | amount |
      And no message has been set aside
      And no message is left to be read

  Rule: A message that nobody understands stops nobody, and is not lost

    Scenario: Three damaged messages come between Mina's and Jun's
      Given these messages have come
        | text                                                                                                         |
        | {"message": "OrderPlaced", "order": "A1", "customer": "Mina", "lines": [{"bags": 2, "cents_a_bag": 890}]}    |
        | Ada wants two bags                                                                                           |
        | {"message": "OrderPlaced", "customer": "Ada", "lines": [{"bags": 2, "cents_a_bag": 950}]}                    |
        | {"message": "OrderPlaced", "order": "A4", "customer": "Ada", "lines": [{"bags": "two", "cents_a_bag": 950}]} |
        | {"message": "OrderPlaced", "order": "A5", "customer": "Jun", "lines": [{"bags": 1, "cents_a_bag": 950}]}     |
      When Billing reads
      Then the invoices read
        | debtor | amount |
        | Jun    | €9.50  |
        | Mina   | €17.80 |

    Scenario: Grace looks at the dead letters the next morning
      Given these messages have come
        | what is wrong            | text                                                                                 |
        | it is no JSON            | Ada wants two bags                                                                   |
        | it is a list             | ["OrderPlaced", "Ada"]                                                               |
        | it does not say its kind | {"order": "A3", "customer": "Ada", "lines": [{"bags": 2, "cents_a_bag": 950}]}       |
        | its customer is a number | {"message": "OrderPlaced", "order": "A4", "customer": 7, "lines": []}                |
        | its lines are a text     | {"message": "OrderPlaced", "order": "A5", "customer": "Ada", "lines": ""}            |
        | a line lacks its price   | {"message": "OrderPlaced", "order": "A6", "customer": "Ada", "lines": [{"bags": 2}]} |
      When Billing reads
      Then each of them has been set aside, with a reason

    Scenario: The power fails while a message is set aside
      Given these messages have come
        | text                   |
        | Ada wants two bags     |
        | Ada wants two bags now |
      And the power has failed after Billing had begun to set one aside
      When Billing reads
      Then each of them has been set aside, with a reason
      And each of them has been reported, and only once

    Scenario: Grace need not look every morning
      Given these messages have come
        | text               |
        | Ada wants two bags |
      And Billing has read
      When Billing reads
      Then each of them has been reported, and only once
      And no message is left to be read
