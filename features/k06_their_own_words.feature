Feature: Each team changes what a coffee is to it, and disturbs nobody
  To Sales a coffee is an offer with a price, to the Warehouse a lot that may
  spoil, to Billing something that is taxed. One word, several models, and each
  changes when its own business changes.

  Background:
    Given Sales has offered Sidamo at €10.00
    And the Warehouse has received lot A12 with 10 bags of Sidamo
    And Billing has taxed coffee with 7 per cent
    And Billing has invoiced Mina for 2 bags of Sidamo at €10.00

  Rule: In the old company a new tax is everybody's affair

    Scenario: The tax rises, and three departments meet
      Given the old company has invoiced Grace for 2 bags of Sidamo at €10.00
      When the tax there rises to 16 per cent, and Ada buys 3 bags
      Then the old company bills Grace €21.40 and Ada €34.80
      And its shop sells a bag for €10.00 at 7, 16 and 19 per cent, and for nothing at 61
      And three departments were needed for it

  Rule: A lot is the Warehouse's affair

    Scenario: A sack of Sidamo gets wet
      When lot A12 is spoiled
      Then Sidamo costs €10.00
      And Mina owes €21.40
      And lot A12 holds 0 bags
      And only the store of the Warehouse has changed

    Scenario: One of two lots gets wet
      Given the Warehouse has received lot B7 with 6 bags of Sidamo
      When lot A12 is spoiled
      Then the Warehouse has recorded
        | event    | lot | coffee | bags |
        | Received | A12 | Sidamo | 10   |
        | Received | B7  | Sidamo | 6    |
        | Spoiled  |     |        |      |
      And lot A12 holds 0 bags
      And lot B7 holds 6 bags

    Scenario: Two clerks report the same wet sack
      Given lot A12 has been spoiled
      When lot A12 is spoiled
      Then lot A12 holds 0 bags
      And the Warehouse has recorded
        | event    | lot | coffee | bags |
        | Received | A12 | Sidamo | 10   |
        | Spoiled  |     |        |      |

    Scenario: An empty sack is delivered
      Given the Warehouse has received lot C3 with 1 bag of Huila
      When the Warehouse is asked to receive lots of 0 and of -2 bags of Huila
      Then the Warehouse refuses each of them as an empty lot
      And lot C3 holds 1 bag

  Rule: A price is Sales' affair

    Scenario: The price of Sidamo rises
      When Sales reprices Sidamo at €12.00
      Then Sidamo costs €12.00
      And Mina owes €21.40
      And only the store of Sales has changed
      And Sales has recorded
        | event    | coffee | price a bag |
        | Offered  | Sidamo | €10.00      |
        | Repriced |        | €12.00      |

    Scenario: Grace forgets the price
      Given Sales has offered Huila at €0.01
      When Sales is asked to sell Sidamo, and what is new, at €0.00
      Then Sales refuses each of them, because that is no price
      And Sidamo costs €10.00
      And Huila costs €0.01

  Rule: A tax is Billing's affair

    Scenario: The tax rises after Mina's invoice
      When Billing taxes coffee with 19 per cent
      Then Billing has recorded
        | event      | order | coffee | bags | price a bag | per cent |
        | Introduced |       |        |      |             | 7        |
        | Sent       | 1     | Sidamo | 2    | €10.00      | 7        |
        | Changed    |       |        |      |             | 19       |
      And Mina owes €21.40
      And Sidamo costs €10.00
      And only the store of Billing has changed

    Scenario: Ada is invoiced after the tax has risen
      Given Billing has changed the tax to 16 per cent
      When Billing invoices Ada for 3 bags of Huila at €5.00
      Then Ada owes €17.40
      And Mina owes €21.40

    Scenario: Jun is to pay for nothing
      Given Billing has invoiced Ada for 1 bag of Huila at €0.01
      When Billing is asked to invoice Jun for 0 and -2 bags of Huila at €5.00, and for a bag at €0.00
      Then Billing refuses each of them, because nothing is to be paid
      And Ada owes €0.01

    Scenario: The tax is taken off coffee
      Given Billing has changed the tax to 0 per cent
      When Billing is asked for a tax of -1 per cent, as a change and as the first tax
      Then Billing refuses each of them, because that is no tax
      And Mina owes €21.40

    Scenario: Coffee is a luxury abroad
      Given a company abroad has taxed coffee with 0 per cent
      When it raises the tax to 125 per cent
      Then it invoices Grace with €22.50 for 2 bags of Huila at €5.00

    Scenario: The tax rises, and one team is needed
      Given Billing has changed the tax to 16 per cent
      When the tax rises to 19 per cent, and Ada buys 3 bags of Huila at €8.95
      Then nobody but Billing is needed for it
      And Ada owes €31.95

  Rule: What has happened is not judged by today's rules

    Scenario: The roastery once gave samples away
      Given the Warehouse recorded, while that was allowed
        | event    | lot | coffee  | bags |
        | Received | Z1  | Antigua | 0    |
      And Sales recorded, while that was allowed
        | event    | coffee  | price a bag |
        | Offered  | Antigua | €0.00       |
        | Repriced |         | €0.00       |
      And Billing recorded, while that was allowed
        | event   | order | coffee  | bags | price a bag | per cent |
        | Changed |       |         |      |             | -50      |
        | Sent    | 2     | Antigua | 0    | €0.00       | 7        |
      Then lot Z1 holds 0 bags
      And Antigua costs €0.00

  Rule: Each team says what it does not know

    Scenario: Jun mistypes what he asks for
      When Jun asks each team for something that it has never heard of
      Then each of them says so in its own words
      And he is told what he has asked for

    Scenario: Another sack has the number of the first
      When each team is told of another one under a name that is taken
      Then each of them says that this cannot be
      And lot A12 holds 10 bags

    Scenario: A disk fails for a moment
      When each team works while its disk fails for a moment
      Then each of them says that its disk has failed
      And Mina owes €21.40

  Rule: A model is its team's affair

    Scenario: A new colleague asks whose words are whose
      When she reads what each team has written about a coffee
      Then no team uses another's words for it
      And each model keeps what its team asks for, and nobody else changes it
      And no team needs another's code
      And no code is needed by two teams

    Scenario: The others have stayed at home
      When each team in turn comes to work alone
      Then Sales sells Huila at €9.50
      And the Warehouse keeps lot C3 with 4 bags of Huila
      And Billing invoices Ada with €28.72 for 3 bags at €8.95
      And none of them has needed what is another's
