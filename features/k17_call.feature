Feature: Mina hears yes when all have said yes
  Sales telephones those whom an order concerns, and waits for their
  answers. It promises what all have agreed to, or nothing at all.

  Background:
    Given today's price list
      | coffee | price |
      | Sidamo | €8.90 |
      | Huila  | €9.50 |
    And the Warehouse has in stock
      | coffee | bags |
      | Sidamo | 5    |
      | Huila  | 5    |

  Rule: An order is accepted if all say yes

    Scenario: Everyone is at work
      When Mina orders a bag of Sidamo, and then another
      Then Mina's order is accepted within 10 seconds
      And 2 bags of Sidamo are reserved already
      And in the end Mina has one invoice, of €17.80

    Scenario: Mina has chosen nothing
      When Mina orders nothing
      Then Mina hears that the order has no lines
      And Sales has telephoned nobody

    Scenario: There is too little Sidamo
      When Mina orders 6 bags of Sidamo
      Then Mina's order is refused within 5 seconds
      And after that answer Sales has asked nobody for more
      And in the end no beans are reserved
      And in the end Mina has no invoice

    Scenario: The clerk places an accepted order again
      Given Mina has ordered 2 bags of Sidamo
      And Billing is down
      When the clerk places Mina's order again
      Then Mina hears that the order is placed
      And Sales has telephoned nobody

  Rule: An order is accepted entirely or not at all

    Scenario: Billing is down
      Given Billing is down
      When Mina orders 2 bags of Sidamo
      Then Mina's order is refused within 10 seconds
      And in the end no beans are reserved
      And it is written down that Billing may not know that Mina's order is withdrawn

    Scenario: Billing gives Mina no credit
      Given Billing gives Mina no credit
      When Mina orders 2 bags of Sidamo
      Then Mina's order is refused within 5 seconds
      And after that answer Sales has asked nobody for more
      And in the end no beans are reserved

    Scenario: Billing is slow
      Given Billing takes 30 seconds for an order
      When Mina orders 2 bags of Sidamo
      Then Mina's order is refused within 10 seconds
      And in the end no beans are reserved
      And in the end Mina has no invoice

    Scenario: The Warehouse is slow
      Given the Warehouse takes 30 seconds for an order
      When Mina orders 2 bags of Sidamo
      Then Mina's order is refused within 10 seconds
      And in the end no beans are reserved
      And it is written down that the Warehouse may not know that Mina's order is withdrawn

    Scenario: Billing is down, and Sales' disk is full
      Given Billing is down
      When an order for 2 bags of Sidamo is placed while Sales' disk is full
      Then the clerk learns that Sales' disk is full
      And in the end no beans are reserved

    Scenario: Sales' own disk is full in the end
      Given all have agreed to Mina's order for 2 bags of Sidamo, but Sales could not store it
      When the clerk places Mina's order again
      Then Mina's order is accepted within 10 seconds
      And in the end 2 bags of Sidamo are reserved
      And in the end Mina has one invoice, of €17.80

    Scenario: Sales' disk was full, and now the Warehouse is down
      Given all have agreed to Mina's order for 2 bags of Sidamo, but Sales could not store it
      And the Warehouse is down
      When the clerk places Mina's order again
      Then Mina's order is refused within 10 seconds
      And in the end Mina has no invoice

    Scenario: Sales' disk was full, and now Mina wants a bag more
      Given all have agreed to Mina's order for 2 bags of Sidamo, but Sales could not store it
      And Mina has added 1 bag of Sidamo
      When the clerk places Mina's order again
      Then Mina's order is refused within 5 seconds
      And in the end nothing is left of Mina's order

    Scenario: Another clerk adds a bag in the meantime
      When Mina orders 2 bags of Sidamo, and another clerk adds 1 bag while Billing is asked
      Then Sales has promised Mina nothing
      And what the other clerk has added is in Mina's order: now it has 3 bags

    Scenario: Another clerk places the order in the meantime
      When Mina orders 2 bags of Sidamo, and another clerk places the order while Billing is asked
      Then the other clerk's yes to Mina holds
      And in the end 2 bags of Sidamo are reserved
      And in the end Mina has one invoice, of €17.80

  Rule: A failed call is made again, and counts once

    Scenario: Billing is in trouble for a moment
      Given Billing does not pick up the first time
      When Mina orders 2 bags of Sidamo
      Then Mina's order is accepted within 10 seconds
      And 2 bags of Sidamo are reserved already
      And in the end Mina has one invoice, of €17.80

    Scenario: Billing is left in peace between two calls
      Given Billing is down
      When these customers order 1 bag of Sidamo each, one after the other
        | customer |
        | Mina     |
        | Ada      |
        | Grace    |
      Then Sales has waited before it called Billing again, longer each time
      And no two of them had the same pauses

    Scenario: Billing hears it twice
      Given the line to Billing drops before the next answer
      When Mina orders 2 bags of Sidamo
      Then Mina's order is accepted within 10 seconds
      And in the end Mina has one invoice, of €17.80

    Scenario: A bad day at Billing
      Given Billing gives Kim no credit
      When these customers order 1 bag of Sidamo each, one after the other
        | customer | meanwhile Billing   |
        | Mina     | is at work          |
        | Ada      | is down             |
        | Grace    | is slow, then away  |
        | Jun      | hears it twice      |
        | Omar     | loses power         |
        | Kim      | hears it twice      |
        | Zoe      | hears it four times |
      Then in the end these are the orders
        | customer | order    | invoiced |
        | Mina     | accepted | €8.90    |
        | Ada      | refused  | nothing  |
        | Grace    | refused  | nothing  |
        | Jun      | accepted | €8.90    |
        | Omar     | accepted | €8.90    |
        | Kim      | refused  | nothing  |
        | Zoe      | accepted | €8.90    |
      And in the end 4 bags of Sidamo are reserved

    Scenario: A bad day at the Warehouse
      Given Billing gives Ada no credit
      When these customers order 1 bag of Sidamo each, one after the other
        | customer | meanwhile the Warehouse |
        | Mina     | hears it twice          |
        | Ada      | says yes, then is away  |
        | Grace    | loses power             |
      Then in the end these are the orders
        | customer | order    | invoiced |
        | Mina     | accepted | €8.90    |
        | Ada      | refused  | nothing  |
        | Grace    | accepted | €8.90    |
      And in the end 2 bags of Sidamo are reserved

  Rule: Whoever is to know of an order is called

    Scenario: Loyalty joins
      Given Mina has ordered a bag of Sidamo, and then another
      And Loyalty has joined
      When Ada orders 1 bag of Huila
      Then in the end Loyalty has credited
        | customer | points |
        | Mina     | 0      |
        | Ada      | 9      |
      And Sales has telephoned the Warehouse, Billing and Loyalty

    Scenario: Loyalty is down
      Given Loyalty has joined
      And Loyalty is down
      When Mina orders 2 bags of Sidamo
      Then Mina's order is refused within 10 seconds
      And in the end Mina has no invoice

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
        | Ada      | 0      |
        | Grace    | 8      |
        | Jun      | 8      |
      And in the end 4 bags of Sidamo are reserved

  Rule: Whoever is called has to understand the caller

    Scenario: Billing has a new form
      When these customers order 1 bag of Sidamo each, on these forms
        | customer | Sales fills in | Billing takes |
        | Mina     | the old form   | the old form  |
        | Ada      | the old form   | the new form  |
        | Grace    | the new form   | the old form  |
        | Jun      | the old form   | both forms    |
        | Omar     | the new form   | both forms    |
        | Kim      | the new form   | the new form  |
      Then in the end these are the orders
        | customer | order    | invoiced |
        | Mina     | accepted | €8.90    |
        | Ada      | refused  | nothing  |
        | Grace    | refused  | nothing  |
        | Jun      | accepted | €8.90    |
        | Omar     | accepted | €8.90    |
        | Kim      | accepted | €8.90    |
      And in the end 4 bags of Sidamo are reserved

  Rule: The slowest department decides how many orders the company can take

    Scenario: Saturday morning
      Given the Warehouse has in stock
        | coffee | bags |
        | Sidamo | 100  |
      And Billing takes 2 seconds for an order, and all others take 1 second
      When 12 customers stand in line on a Saturday, and so many people are at work
        | clerks | at Billing |
        | 1      | 1          |
        | 2      | 1          |
        | 3      | 1          |
        | 3      | 2          |
      Then this many of them hear yes
        | clerks | at Billing | hear yes |
        | 1      | 1          | 12       |
        | 2      | 1          | 12       |
        | 3      | 1          | 8        |
        | 3      | 2          | 12       |
      And whoever hears yes has an invoice and a bag, and the others have neither
