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
      Given Ada has chosen 1 bag of Huila
      When Sales publishes
      Then Sales has said nothing in public
      And nothing is left to be translated

    Scenario: Mina orders two coffees
      Given Mina has chosen 2 bags of Sidamo
      And Mina has ordered 1 bag of Huila with it
      When Sales publishes
      Then each message keeps to the schema
      And Sales has said in public
        | customer | placed              | coffee | bags | price |
        | Mina     | 2 March 2026, 09:00 | Sidamo | 2    | €8.90 |
        | Mina     | 2 March 2026, 09:00 | Huila  | 1    | €9.50 |

    Scenario: Mina adds a bag after she has ordered
      Given Mina has chosen 2 bags of Antigua
      And Mina has placed her order on 2 March 2026, 10:00
      And Mina has chosen 1 bag of Huila
      When Sales publishes
      Then Sales has said in public
        | customer | placed              | coffee  | bags | price |
        | Mina     | 2 March 2026, 10:00 | Antigua | 2    | €9.95 |

    Scenario: The cost price stays at home
      Given Mina has ordered 2 bags of Sidamo
      And Ada has ordered 1 bag of Huila
      When Sales publishes
      Then 2 messages have been published
      And no message tells what a bag costs Sales

    Scenario: Sales gives its private events other names
      Given Sales has rewritten its orders
      And Mina has ordered 2 bags of Sidamo
      When Sales publishes
      Then each message keeps to the schema
      And Sales has said in public
        | customer | placed              | coffee | bags | price |
        | Mina     | 2 March 2026, 09:00 | Sidamo | 2    | €8.90 |

    Scenario: The disk is full while Sales publishes
      Given Mina has ordered 2 bags of Sidamo
      And the disk was full when Sales published
      When Sales publishes
      Then Sales has said in public
        | customer | placed              | coffee | bags | price |
        | Mina     | 2 March 2026, 09:00 | Sidamo | 2    | €8.90 |

  Rule: Billing reads in its own words

    Scenario: Mina gets an invoice
      Given Mina has chosen 2 bags of Sidamo
      And Mina has ordered 1 bag of Huila with it
      And Sales has published
      When Billing reads
      Then these are the invoices
        | debtor | amount |
        | Mina   | €27.30 |

    Scenario: Billing works with its own program alone
      Given Mina has ordered 2 bags of Sidamo
      And Sales has published
      When Billing reads
      Then no team needs another's code
      And no code is needed by two teams

    Scenario: Zoë orders as much as a message may say
      Given these messages have come
        | text                                                                                                                                              |
        | {"message": "OrderPlaced", "order": "A1", "customer": "Zoë", "lines": [{"bags": 1000000, "cents_a_bag": 1}, {"bags": 1, "cents_a_bag": 1000000}]} |
        | {"message": "OrderPlaced", "order": "A2", "customer": "Jun", "lines": [{"bags": 1, "cents_a_bag": 0}]}                                            |
      When Billing reads
      Then these are the invoices
        | debtor | amount    |
        | Jun    | €0.00     |
        | Zoë    | €20000.00 |

    Scenario: Sales says more than before
      Given these messages have come
        | text                                                                                                                                                                     |
        | {"message": "OrderPlaced", "order": "A1", "customer": "Mina", "gift": true, "lines": [{"bags": 2, "roast": "light", "cents_a_bag": 890}, {"bags": 1, "cents_a_bag": 0}]} |
      When Billing reads
      Then these are the invoices
        | debtor | amount |
        | Mina   | €17.80 |
      And no message has been set aside

    Scenario: Sales speaks of something new
      Given these messages have come
        | text                                                                                                        |
        | {"message": "PriceChanged", "coffee": "Huila", "cents_a_bag": 990}                                          |
        | {"message": "OrderCancelled", "order": "A0", "customer": "Ada", "lines": [{"bags": 2, "cents_a_bag": 950}]} |
      When Billing reads
      Then these are the invoices
        | debtor | amount |
      And no message has been set aside
      And no message is left to be read

    Scenario: Sales says the same twice
      Given these messages have come
        | text                                                                                                      |
        | {"message": "OrderPlaced", "order": "A1", "customer": "Mina", "lines": [{"bags": 2, "cents_a_bag": 890}]} |
        | {"message": "OrderPlaced", "order": "A1", "customer": "Mina", "lines": [{"bags": 2, "cents_a_bag": 890}]} |
      When Billing reads
      Then these are the invoices
        | debtor | amount |
        | Mina   | €17.80 |
      And no message has been set aside

    Scenario: The disk is full while Billing reads
      Given these messages have come
        | text                                                                                                      |
        | {"message": "OrderPlaced", "order": "A1", "customer": "Mina", "lines": [{"bags": 2, "cents_a_bag": 890}]} |
      And the disk was full when Billing read
      When Billing reads
      Then these are the invoices
        | debtor | amount |
        | Mina   | €17.80 |
      And no message has been set aside

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
      Then these are the invoices
        | debtor | amount |
        | Jun    | €9.50  |
        | Mina   | €17.80 |

    Scenario: Grace looks at the dead letters the next morning
      Given these messages have come
        | what is wrong            | text                                                                                 |
        | it is no JSON            | Ada wants two bags                                                                                           |
        | it is a list             | ["OrderPlaced", "Ada"]                                                                                       |
        | it is a number           | 7                                                                                                            |
        | it is nothing            | null                                                                                                         |
        | it does not say its kind | {"order": "A5", "customer": "Ada", "lines": [{"bags": 2, "cents_a_bag": 950}]}                               |
        | its order is a number    | {"message": "OrderPlaced", "order": 17, "customer": "Ada", "lines": [{"bags": 2, "cents_a_bag": 950}]}       |
        | its customer is a number | {"message": "OrderPlaced", "order": "A7", "customer": 7, "lines": [{"bags": 2, "cents_a_bag": 950}]}         |
        | its lines are a text     | {"message": "OrderPlaced", "order": "A8", "customer": "Ada", "lines": ""}                                    |
        | a line lacks its price   | {"message": "OrderPlaced", "order": "A9", "customer": "Ada", "lines": [{"bags": 2}]}                         |
        | a line is a number       | {"message": "OrderPlaced", "order": "B6", "customer": "Ada", "lines": [7]}                                   |
        | a price is a text        | {"message": "OrderPlaced", "order": "B1", "customer": "Ada", "lines": [{"bags": 2, "cents_a_bag": "950"}]}   |
        | fewer bags than one      | {"message": "OrderPlaced", "order": "B2", "customer": "Ada", "lines": [{"bags": 0, "cents_a_bag": 950}]}     |
        | half a bag               | {"message": "OrderPlaced", "order": "B7", "customer": "Ada", "lines": [{"bags": 1.5, "cents_a_bag": 950}]}   |
        | a price below zero       | {"message": "OrderPlaced", "order": "B3", "customer": "Ada", "lines": [{"bags": 2, "cents_a_bag": -1}]}      |
        | more than a million bags | {"message": "OrderPlaced", "order": "B4", "customer": "Ada", "lines": [{"bags": 1000001, "cents_a_bag": 1}]} |
        | an unprintable customer  | {"message": "OrderPlaced", "order": "B5", "customer": "\ud800", "lines": [{"bags": 2, "cents_a_bag": 950}]} |
        | an unprintable order     | {"message": "OrderPlaced", "order": "\u0000", "customer": "Ada", "lines": [{"bags": 2, "cents_a_bag": 950}]} |
      When Billing reads
      Then each of them has been set aside, with a reason

    Scenario: Somebody plays tricks on Billing
      Given messages have come that no computer can hold
      When Billing reads
      Then each of them has been set aside, with a reason

    Scenario: Sales contradicts itself
      Given these messages have come
        | text                                                                                                      |
        | {"message": "OrderPlaced", "order": "A1", "customer": "Mina", "lines": [{"bags": 2, "cents_a_bag": 890}]} |
        | {"message": "OrderPlaced", "order": "A1", "customer": "Mina", "lines": [{"bags": 3, "cents_a_bag": 890}]} |
      When Billing reads
      Then these are the invoices
        | debtor | amount |
        | Mina   | €17.80 |
      And the second message has been set aside, with a reason
      And only the second message has been reported

    Scenario: The disk is full while a message is set aside
      Given these messages have come
        | text               |
        | Ada wants two bags |
      And the disk was full when Billing read
      When Billing reads
      Then each of them has been set aside, with a reason
      And each of them has been reported, and only once

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
        | Ada wants two bags |
      And Billing has read
      When Billing reads
      Then each of them has been reported, and only once
      And no message is left to be read

  Rule: What is promised in public is not taken back

    Scenario: Sales tries out another message at home
      Given Mina has ordered 2 bags of Sidamo
      When Sales tries out other messages about it, before anybody reads them
      Then the schema says, and Billing would make of it
        | the message                          | the schema | Billing       |
        | as it is                             | yes        | an invoice    |
        | with a gift, which nobody has listed | no         | an invoice    |
        | with a gift, which the schema lists  | yes        | an invoice    |
        | without its coffee                   | no         | an invoice    |
        | without its placed_at                | no         | an invoice    |
        | without its message                  | no         | a dead letter |
        | without its order                    | no         | a dead letter |
        | without its customer                 | no         | a dead letter |
        | without its lines                    | no         | a dead letter |
        | without its bags                     | no         | a dead letter |
        | without its cents_a_bag              | no         | a dead letter |
