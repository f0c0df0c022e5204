Feature: Mina hears yes at once, and the others read what was promised
  Sales promises and waits for nobody. Whoever is concerned reads the promise
  in their own time: nothing is lost, and nothing is doubled.

  Background:
    Given today's price list
      | coffee | price |
      | Sidamo | €8.90 |
      | Huila  | €9.50 |
    And the Warehouse has in stock
      | coffee | bags |
      | Sidamo | 5    |
      | Huila  | 5    |

  Rule: Sales promises alone

    Scenario: Nobody but Sales is at work
      Given the Warehouse is down
      And Billing is down
      When Mina orders 2 bags of Sidamo
      Then Mina's order is accepted at once

    Scenario: There is too little Sidamo
      When Mina orders 6 bags of Sidamo
      Then Mina's order is accepted at once
      And in the end no beans are reserved
      And in the end 6 bags of Sidamo are missing

    Scenario: The Warehouse is slow
      Given the Warehouse takes 30 seconds for an order
      When Mina orders 2 bags of Sidamo
      Then Mina's order is accepted at once
      And in the end 2 bags of Sidamo are reserved

    Scenario: Sales' own disk is full
      Given Billing is down
      And Sales' disk was full when Mina ordered 2 bags of Sidamo
      And the clerk has learned that nothing is promised
      When the clerk places Mina's order again
      Then Mina's order is accepted at once

  Rule: Whoever is away or slow delays nobody

    Scenario: Everyone is at work
      When Mina orders a bag of Sidamo, and then another
      Then Mina's order is accepted at once
      And in the end 2 bags of Sidamo are reserved
      And in the end Mina has one invoice, of €17.80

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

  Rule: Nothing is lost, and nothing is doubled

    Scenario: Billing is in trouble for a moment
      Given Billing's disk will be full for a moment
      And Ada has ordered 1 bag of Huila
      When Mina orders 2 bags of Sidamo
      Then in the end these are the orders
        | customer | order    | invoiced |
        | Ada      | accepted | €9.50    |
        | Mina     | accepted | €17.80   |
      And in the end these are the invoices
        | number | debtor | amount |
        | 1      | Ada    | €9.50  |
        | 2      | Mina   | €17.80 |

    Scenario: Billing hears it twice
      Given each message will be delivered to Billing twice
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
        | Mina     | loses power        |
      Then in the end these are the invoices
        | number | debtor | amount |
        | 1      | Mina   | €8.90  |
        | 2      | Ada    | €8.90  |
        | 3      | Grace  | €8.90  |
        | 4      | Jun    | €8.90  |
        | 5      | Mina   | €8.90  |
      And in the end 5 bags of Sidamo are reserved

    Scenario: Sales says all of it once more
      Given all have read of Mina's order for 2 bags of Sidamo
      And Sales has said all that it has said once more
      When Ada orders 1 bag of Huila
      Then in the end these are the invoices
        | number | debtor | amount |
        | 1      | Mina   | €17.80 |
        | 2      | Ada    | €9.50  |

  Rule: Billing has words and numbers of its own

    Scenario: Sales speaks of something new
      Given Ada has ordered 1 bag of Huila
      And Ada is still choosing 1 bag of Huila
      And Sales has said that Ada's voucher has expired, and her order of last year is cancelled
      When Mina orders 2 bags of Sidamo
      Then in the end these are the invoices
        | number | debtor | amount |
        | 1      | Ada    | €9.50  |
        | 2      | Mina   | €17.80 |

    Scenario: Billing is tried out at home
      Given nobody but Billing has come to work
      When Billing reads messages as Sales has promised to write them
        | order | customer | bags | price |
        | A1    | Mina     | 2    | €8.90 |
        | A2    | Ada      | 1    | €9.50 |
        | A1    | Mina     | 2    | €8.90 |
      Then Billing has written these invoices
        | number | debtor | amount |
        | 1      | Mina   | €17.80 |
        | 2      | Ada    | €9.50  |

  Rule: Whoever wants to know of an order reads it, with tools of their own

    Scenario: Loyalty joins
      Given Mina has ordered a bag of Sidamo, and then another
      And Loyalty has joined
      When Ada orders 11 bags of Sidamo
      Then in the end Loyalty has credited
        | customer | points |
        | Mina     | 17     |
        | Ada      | 97     |
      And nobody had to tell Sales that Loyalty is there

    Scenario: Loyalty is tried out at home
      Given nobody but Loyalty has come to work
      When Loyalty reads messages as Sales has promised to write them
        | order | customer | bags | price                     |
        | A1    | Mina     | 15   | €8.20                     |
        | A2    | Ada      | 1    | €9.50                     |
        | A3    | Jun      | 1    | €10.10, €14.70, and €7.20 |
        | A1    | Mina     | 15   | €8.20                     |
      Then Loyalty has credited
        | customer | points |
        | Mina     | 123    |
        | Ada      | 9      |
        | Jun      | 32     |

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
        | ADA      | is at work        |
        | O'Hara   | is at work        |
      Then in the end Loyalty has credited
        | customer | points |
        | Mina     | 16     |
        | Ada      | 8      |
        | Grace    | 8      |
        | Jun      | 8      |
        | ADA      | 8      |
        | O'Hara   | 8      |

    Scenario: Ada is still choosing
      Given Loyalty has joined
      And Ada is still choosing 1 bag of Huila
      When Sales says that Ada's voucher has expired, and her order of last year is cancelled
      Then in the end Ada has no invoice
      And in the end Loyalty has credited
        | customer | points |
        | Ada      | 0      |

    Scenario: Sales says more than before
      Given Loyalty has joined
      And Sales says now which goods were sold, and how each coffee is roasted
      When Mina orders 2 bags of Sidamo
      Then in the end Mina has one invoice, of €17.80
      And in the end Loyalty has credited
        | customer | points |
        | Mina     | 17     |

    Scenario: Sales says less than it has promised
      Given Loyalty has joined
      And all have read of Ada's order for 1 bag of Huila
      When Sales speaks of Mina's order and then of Jun's, and each time makes a mistake in Mina's
        | it leaves out what kind of message it is |
        | it leaves out the order's number         |
        | it leaves out the customer               |
        | it leaves out the lines                  |
        | it leaves out how many bags              |
        | it leaves out the price of a bag         |
        | it says null for the order's number      |
        | it says null for the customer            |
      Then whoever needs what is missing stops at that order, and does not pass over it

    Scenario: Loyalty hears all of it once more
      Given Loyalty has joined
      And all have read of Mina's order for 2 bags of Sidamo
      When Sales says all that it has said once more
      Then in the end Loyalty has credited
        | customer | points |
        | Mina     | 17     |

    Scenario: Sales goes home early
      Given Loyalty has joined
      And Mina has ordered 19 bags of Huila
      When nobody in Sales answers questions any more
      Then in the end Mina has one invoice, of €180.50
      And in the end Loyalty has credited
        | customer | points |
        | Mina     | 180    |

    Scenario: Each department works with its own program alone
      Given Loyalty has joined
      When all have read of Mina's order for 2 bags of Sidamo
      Then no team needs another's code
      And Sales knows none of those who read

  Rule: A question may be asked by telephone

    Scenario: Sidamo runs out while customers ask
      When these customers ask how many bags of Sidamo are left, and order unless there are too few
        | customer | bags | meanwhile the Warehouse |
        | Mina     | 4    | is at work              |
        | Ada      | 2    | is at work              |
        | Grace    | 2    | is down                 |
        | Jun      | 1    | is slow                 |
      Then they have heard, after 1 second at most
        | customer | left         | order    |
        | Mina     | 5            | accepted |
        | Ada      | 1            | none     |
        | Grace    | nobody knows | accepted |
        | Jun      | nobody knows | accepted |
      And in the end 2 bags of Sidamo are missing

  Rule: Nobody is slower because another is slow

    Scenario: Saturday morning
      Given the Warehouse has in stock
        | coffee | bags |
        | Sidamo | 100  |
      And Billing takes 2 seconds for an order, and all others take 1 second
      When 12 customers stand in line on a Saturday, and so many people are at work
        | clerks |
        | 1      |
        | 3      |
      Then all of them hear yes, and this is how far the others are when the last one leaves
        | clerks | seconds | bags put aside | invoices written |
        | 1      | 12      | 11             | 5                |
        | 3      | 4       | 3              | 1                |
      And 25 seconds after the first customer came, everybody has an invoice and a bag
