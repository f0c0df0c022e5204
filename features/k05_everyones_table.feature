Feature: What one team records, no other team rewrites
  An order is a promise to Sales, a pick to the Warehouse and an invoice to
  Billing. Each team keeps its own events in a store of its own, and works
  whatever happens to the others.

  Background:
    Given Sales has promised Mina 3 bags of Sidamo
    And the Warehouse has reserved 3 bags of Sidamo for Mina
    And Billing has invoiced Mina for 3 bags at €8.90

  Rule: A promise is Sales' affair

    Scenario: The Warehouse finds a bag too few
      When the Warehouse counts 2 bags for Mina
      Then the Warehouse is to pick 2 bags for Mina
      And Mina is promised 3 bags
      And Sales has recorded
        | event    | order | customer | coffee | bags |
        | Promised | 1     | Mina     | Sidamo | 3    |

    Scenario: Ada asks for a bag too many, and for none
      Given Sales has promised Ada 20 bags of Huila
      When Sales is asked to promise Jun 21, 0 and -3 bags of Huila
      Then Sales refuses, because 21 bags are too many, and 0 and -3 bags are no order
      And Sales has recorded
        | event    | order | customer | coffee | bags |
        | Promised | 1     | Mina     | Sidamo | 3    |
        | Promised | 2     | Ada      | Huila  | 20   |

    Scenario: Grace's café bought 40 bags while that was allowed
      Given Sales recorded, while that was allowed
        | event    | order | customer | coffee  | bags |
        | Promised | 2     | Grace    | Antigua | 40   |
        | Promised | 3     | Jun      | Antigua | 0    |
      When Sales promises Ada 1 bag of Huila
      Then Grace is promised 40 bags
      And Jun is promised 0 bags
      And Ada is promised 1 bag

  Rule: A count is the Warehouse's affair

    Scenario: Mina reads her invoice after the count
      When the Warehouse counts 2 bags for Mina
      Then the Warehouse has recorded
        | event     | order | coffee | bags |
        | Reserved  | 1     | Sidamo | 3    |
        | Recounted |       |        | 2    |
      And Mina owes €26.70
      And only the store of the Warehouse has changed

    Scenario: Nothing is put aside for Jun
      Given the Warehouse has reserved 1 bag of Huila for Ada
      When the Warehouse is asked to reserve 0 and -3 bags of Huila for Jun
      Then the Warehouse refuses each of them, because nothing is to be picked
      And the Warehouse has recorded
        | event    | order | coffee | bags |
        | Reserved | 1     | Sidamo | 3    |
        | Reserved | 2     | Huila  | 1    |

    Scenario: The missing bag lay behind the shelf
      Given the Warehouse has counted 1 bag for Mina
      When the Warehouse counts 3 bags for Mina
      Then the Warehouse is to pick 3 bags for Mina
      And only the store of the Warehouse has changed

    Scenario: Jun mistypes a count
      Given the Warehouse has counted 0 bags for Mina
      When the Warehouse is told that 4 and -1 bags lie there for Mina
      Then the Warehouse refuses each of them as a miscount
      And the Warehouse is to pick 0 bags for Mina
      And the Warehouse has recorded
        | event     | order | coffee | bags |
        | Reserved  | 1     | Sidamo | 3    |
        | Recounted |       |        | 0    |

    Scenario: Grace's café got a bag more while that was allowed
      Given the Warehouse recorded, while that was allowed
        | event     | order | coffee  | bags |
        | Reserved  | 2     | Antigua | 40   |
        | Recounted |       |         | -1   |
        | Recounted |       |         | 41   |
        | Reserved  | 3     | Antigua | 0    |
      When the Warehouse counts 40 bags for Grace
      Then the Warehouse is to pick 40 bags for Grace

  Rule: A credit is Billing's affair

    Scenario: Two bags were torn on their way to Ada
      Given Billing has invoiced Ada for 5 bags at €9.50
      When Billing credits Ada with 2 bags
      Then Billing has recorded
        | event    | order | customer | bags | price a bag |
        | Sent     | 1     | Mina     | 3    | €8.90       |
        | Sent     | 2     | Ada      | 5    | €9.50       |
        | Credited |       |          | 2    |             |
      And Ada owes €28.50
      And only the store of Billing has changed

    Scenario: Jun is to pay for nothing
      Given Billing has invoiced Ada for 1 bag at €0.01
      When Billing is asked to invoice Jun for 0 and -2 bags at €9.50, and for a bag at €0.00
      Then Billing refuses each of them, because nothing is to be paid
      And Billing has recorded
        | event | order | customer | bags | price a bag |
        | Sent  | 1     | Mina     | 3    | €8.90       |
        | Sent  | 2     | Ada      | 1    | €0.01       |

    Scenario: Mina asks for more than she has paid
      Given Billing has credited Mina with 1 bag
      When Billing is asked to credit Mina with 3, 0 and -1 bags
      Then Billing refuses each of these credits
      And Mina owes €17.80
      And Billing has recorded
        | event    | order | customer | bags | price a bag |
        | Sent     | 1     | Mina     | 3    | €8.90       |
        | Credited |       |          | 1    |             |

    Scenario: All of Mina's bags were torn
      Given Billing has credited Mina with 2 bags
      When Billing credits Mina with 1 bag
      Then Mina owes €0.00
      And the Warehouse is to pick 3 bags for Mina

    Scenario: Grace's café was credited too much while that was allowed
      Given Billing recorded, while that was allowed
        | event    | order | customer | bags | price a bag |
        | Sent     | 2     | Grace    | 40   | €8.20       |
        | Credited |       |          | 0    |             |
        | Credited |       |          | 41   |             |
        | Sent     | 3     | Jun      | 0    | €0.00       |
      When Billing invoices Ada for 1 bag at €9.50
      Then Grace owes -€8.20
      And Ada owes €9.50

    Scenario: Ada's order comes in parts
      Given Sales has promised Ada 3 bags of Huila
      And the Warehouse has reserved 2 bags of Huila for Ada
      When Billing invoices Ada for 1 bag at €9.50
      Then the Warehouse is to pick 2 bags for Ada
      And Ada owes €9.50

    Scenario: Grace's café gets what it was promised last year
      Given Sales recorded, while that was allowed
        | event    | order | customer | coffee  | bags |
        | Promised | 2     | Grace    | Antigua | 40   |
      And the Warehouse has reserved 40 bags of Antigua for Grace
      When Billing invoices Grace for 40 bags at €8.20
      Then the Warehouse is to pick 40 bags for Grace
      And Grace owes €328.00

  Rule: Each team says what it does not know

    Scenario: Jun mistypes the number of an order
      When Jun asks each team for an order that nobody has heard of
      Then each of them says that it knows no such order
      And he is told the number that he has asked for

    Scenario: Ada gets Mina's number
      When each team is told of another order under Mina's number
      Then each of them says that this cannot be
      And Mina is promised 3 bags

    Scenario: A disk fails for a moment
      When each team works while its disk fails for a moment
      Then each of them says that its disk has failed
      And Mina is promised 3 bags

  Rule: A team's data are its own affair

    Scenario: Sales rebuilds its data
      When Sales stores its data under other names
      Then the Warehouse is to pick 3 bags for Mina
      And Mina owes €26.70

    Scenario: The Warehouse loses its data
      Given the Warehouse has counted 2 bags for Mina
      When the Warehouse loses all that it has stored
      Then Mina is promised 3 bags
      And Mina owes €26.70

    Scenario: Billing loses its data
      When Billing loses all that it has stored
      Then Mina is promised 3 bags
      And the Warehouse is to pick 3 bags for Mina

  Rule: A team's work is its own affair

    Scenario: A new colleague asks who depends on whom
      When she follows an order through the company
      Then no team calls, reads or writes what is not its own
      And no team needs another's code
      And no code is needed by two teams

    Scenario: Sales opens alone
      Given nobody but Sales has come to work
      When Sales promises Ada 2 bags of Huila
      Then Ada is promised 2 bags
      And only the store of Sales has changed

    Scenario: The Warehouse opens alone
      Given nobody but the Warehouse has come to work
      When the Warehouse reserves 2 bags of Huila for Ada
      Then the Warehouse is to pick 2 bags for Ada
      And only the store of the Warehouse has changed

    Scenario: Billing opens alone
      Given nobody but Billing has come to work
      When Billing invoices Ada for 2 bags at €9.50
      Then Ada owes €19.00
      And only the store of Billing has changed
