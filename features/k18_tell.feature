Feature: Mina hears yes at once, and the others read what was promised
  Sales records its promise and waits for nobody. Whoever is concerned
  reads it in his own time: nothing is lost, and nothing is doubled.

  Background:
    Given today's price list
      | coffee | price |
      | Sidamo | €8.90 |
      | Huila  | €9.50 |
    And the Warehouse has in stock
      | coffee | bags |
      | Sidamo | 5    |
      | Huila  | 5    |

  Rule: Sales asks nobody

    Scenario: Everyone is at work
      When Mina orders a bag of Sidamo, and then another
      Then Mina's order is accepted at once
      And in the end 2 bags of Sidamo are reserved
      And in the end Mina has one invoice, of €17.80

    Scenario: There is too little Sidamo
      When Mina orders 6 bags of Sidamo
      Then Mina's order is accepted at once
      And in the end no beans are reserved
      And in the end 6 bags of Sidamo are missing

  Rule: Who is away or slow delays nobody

    Scenario: Billing is down
      Given Billing is down
      When Mina orders 2 bags of Sidamo
      Then Mina's order is accepted at once
      And meanwhile 2 bags of Sidamo are reserved
      And in the end Mina has one invoice, of €17.80

    Scenario: Billing is slow
      Given Billing takes 30 seconds for an order
      When Mina orders 2 bags of Sidamo
      Then Mina's order is accepted at once
      And meanwhile 2 bags of Sidamo are reserved
      And in the end Mina has one invoice, of €17.80

    Scenario: The Warehouse is slow
      Given the Warehouse takes 30 seconds for an order
      When Mina orders 2 bags of Sidamo
      Then Mina's order is accepted at once
      And in the end 2 bags of Sidamo are reserved

  Rule: Nothing is lost, and nothing is doubled

    Scenario: Billing is in trouble for a moment
      Given Billing's disk will be full for a moment
      And Ada has ordered 1 bag of Huila
      When Mina orders 2 bags of Sidamo
      Then in the end it stands like this
        | customer | order    | invoiced |
        | Ada      | accepted | €9.50    |
        | Mina     | accepted | €17.80   |

    Scenario: Billing hears it twice
      Given each fact will be delivered to Billing twice
      When Mina orders 2 bags of Sidamo
      Then Mina's order is accepted at once
      And in the end Mina has one invoice, of €17.80

    Scenario: A bad day at Billing
      When these customers order 1 bag of Sidamo each, one after the other
        | customer | meanwhile Billing  |
        | Mina     | is at work         |
        | Ada      | is down            |
        | Grace    | is slow, then away |
        | Jun      | hears it twice     |
        | Omar     | loses power        |
      Then in the end it stands like this
        | customer | order    | invoiced |
        | Mina     | accepted | €8.90    |
        | Ada      | accepted | €8.90    |
        | Grace    | accepted | €8.90    |
        | Jun      | accepted | €8.90    |
        | Omar     | accepted | €8.90    |
      And in the end 5 bags of Sidamo are reserved

  Rule: Whoever wants to know of an order reads it

    Scenario: Loyalty joins
      Given Mina has ordered a bag of Sidamo, and then another
      And Loyalty has joined
      When Ada orders 1 bag of Huila
      Then in the end Loyalty has credited
        | customer | points |
        | Mina     | 17     |
        | Ada      | 9      |
      And Sales does not know that Loyalty is there

    Scenario: Loyalty is down
      Given Loyalty has joined
      And Loyalty is down
      When Mina orders 2 bags of Sidamo
      Then Mina's order is accepted at once
      And in the end Loyalty has credited
        | customer | points |
        | Mina     | 17     |

    Scenario: A bad day at Loyalty
      Given Loyalty has joined
      When these customers order 1 bag of Sidamo each, one after the other
        | customer | meanwhile Loyalty |
        | Mina     | is at work        |
        | Ada      | is slow           |
        | Grace    | has a full disk   |
        | Jun      | hears it twice    |
        | Mina     | loses power       |
      Then in the end Loyalty has credited
        | customer | points |
        | Mina     | 16     |
        | Ada      | 8      |
        | Grace    | 8      |
        | Jun      | 8      |
      And in the end 5 bags of Sidamo are reserved

    Scenario: Ada is still choosing
      Given Loyalty has joined
      And Ada is still choosing 1 bag of Huila
      When Mina orders 2 bags of Sidamo
      Then in the end Ada has no invoice
      And in the end Loyalty has credited
        | customer | points |
        | Mina     | 17     |
        | Ada      | 0      |

    Scenario: Sales goes home early
      Given Mina has ordered 2 bags of Sidamo
      And Loyalty has joined
      When nobody in Sales answers questions any more
      Then in the end Mina has one invoice, of €17.80
      And in the end Loyalty has credited
        | customer | points |
        | Mina     | 17     |
