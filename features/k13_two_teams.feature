Feature: Every address has one owner, and none that was written is lost
  The team splits, and Support takes over what Sales has recorded about its
  customers. The old records are read in a new shape, and Sales follows.

  Background:
    Given it is 2 March 2026, 09:00
    And a year of Sales' records has been handed over to Support

  Rule: What was recorded is read as it is meant today, and stored as it was

    Scenario: Grace looks up where Jun lives
      When Support opens the records
      Then Jun's addresses are
        | street        | town    | country |
        | Elbchaussee 7 | Hamburg | Germany |
      And what was handed over is stored as it was

    Scenario: Grace looks up where Mina has lived
      When Support opens the records
      Then Mina's addresses are
        | street         | town    | country |
        | Lindenstraße 4 | Berlin  | Germany |
        | Uferweg 12     | Potsdam | Germany |
      And what was handed over is stored as it was

    Scenario: Ada lives in the rear building
      When Support opens the records
      Then Ada's addresses are
        | street                  | town        | country |
        | Rear building, Am Markt | Bad Homburg | Germany |
      And what was handed over is stored as it was

    Scenario: Mina moves to Turin
      When Support notes that Mina has moved to Via Roma 9 in Turin, Italy
      Then Mina's addresses are
        | street         | town    | country |
        | Lindenstraße 4 | Berlin  | Germany |
        | Uferweg 12     | Potsdam | Germany |
        | Via Roma 9     | Turin   | Italy   |
      And Support has recorded
        | event          | name | street                  | town        | country |
        | Registered     | Mina | Lindenstraße 4          | Berlin      | Germany |
        | Registered     | Ada  | Rear building, Am Markt | Bad Homburg | Germany |
        | AddressChanged |      | Uferweg 12              | Potsdam     | Germany |
        | Registered     | Jun  | Elbchaussee 7           | Hamburg     | Germany |
        | AddressChanged |      | Via Roma 9              | Turin       | Italy   |
      And what was handed over is stored as it was

    Scenario: Kim is a new customer
      Given Support has registered Kim at Calle Mayor 5 in Madrid, Spain
      When Support notes that Kim has moved to Via Roma 9 in Turin, Italy
      Then Kim's addresses are
        | street        | town   | country |
        | Calle Mayor 5 | Madrid | Spain   |
        | Via Roma 9    | Turin  | Italy   |

    Scenario: There are two of that name
      Given Support has registered Kim at Calle Mayor 5 in Madrid, Spain
      And Support has registered the other Kim at Gran Vía 2 in Bilbao, Spain
      When Support notes that Kim has moved to Via Roma 9 in Turin, Italy
      Then Kim's addresses are
        | street        | town   | country |
        | Calle Mayor 5 | Madrid | Spain   |
        | Via Roma 9    | Turin  | Italy   |
      And the other Kim's addresses are
        | street     | town   | country |
        | Gran Vía 2 | Bilbao | Spain   |

    Scenario: Both handovers are counted
      Given a year of Subscriptions' records has been handed over as well
      When both new teams open their records
      Then the boxes, which had a service of their own, are read as they were written
      But the addresses, which were added to Sales, are read in a new shape

  Rule: Sales keeps what it needs, and asks nobody

    Scenario: Jun orders for the first time since the split
      Given Sales has caught up
      When Sales ships 2 bags of Sidamo to Jun
      Then the parcel goes to "Elbchaussee 7, Hamburg, Germany"
      And Sales has shipped
        | event   | customer | coffee | bags | label                           |
        | Shipped | Jun      | Sidamo | 2    | Elbchaussee 7, Hamburg, Germany |

    Scenario: Mina has moved before she orders
      Given Sales has caught up
      And Support has noted that Mina has moved to Via Roma 9 in Turin, Italy
      And Sales has caught up
      When Sales ships 1 bag of Huila to Mina
      Then the parcel goes to "Via Roma 9, Turin, Italy"

    Scenario: Kim orders for the first time
      Given Support has registered Kim at Calle Mayor 5 in Madrid, Spain
      And Support has noted that Kim may move one day to Gran Vía 2 in Bilbao, Spain
      And Sales has caught up
      When Sales ships 1 bag of Huila to Kim
      Then the parcel goes to "Calle Mayor 5, Madrid, Spain"

    Scenario: Kim orders before Sales has heard of Kim
      Given Support has registered Kim at Calle Mayor 5 in Madrid, Spain
      When Sales tries to ship 1 bag of Huila to Kim
      Then it is refused, because Sales knows no address yet
      And Sales has shipped nothing

    Scenario: The disk is full when Sales reads that Mina has moved
      Given Sales has caught up
      And Support has noted that Mina has moved to Via Roma 9 in Turin, Italy
      And the disk was full when Sales caught up
      When Sales ships 1 bag of Huila to Mina
      Then the parcel goes to "Via Roma 9, Turin, Italy"

    Scenario: Support writes down twice where Mina lives
      Given Sales has caught up
      And Support has noted that Mina has moved to Uferweg 12 in Potsdam, Germany
      When Sales catches up
      Then the next parcel for Mina goes to "Uferweg 12, Potsdam, Germany"

    Scenario: Mina moves between two parcels
      Given Sales is at work, and has caught up
      And Sales has shipped 1 bag of Huila to Mina
      And Support has noted that Mina has moved to Via Roma 9 in Turin, Italy
      When Sales catches up
      Then the next parcel for Mina goes to "Via Roma 9, Turin, Italy"

    Scenario: Sales loses its address book
      Given Support has noted that Mina has moved to Via Roma 9 in Turin, Italy
      And Sales has caught up
      When Sales loses its address book, and reads all of it again
      Then the next parcel for Mina goes to "Via Roma 9, Turin, Italy"

    Scenario: Nobody in Support answers questions
      Given Sales has caught up
      And Support has noted that Mina has moved to Via Roma 9 in Turin, Italy
      And nobody in Support answers questions any more
      When Sales ships 1 bag of Huila to Mina
      Then the parcel goes to "Uferweg 12, Potsdam, Germany"

    Scenario: Each team works with its own program alone
      Given Sales has caught up
      When Sales ships 2 bags of Sidamo to Jun
      Then no team needs another's code

    Scenario: Support writes its program anew
      Given Sales has caught up
      And Support's new program has noted that Mina has moved to Via Roma 9 in Turin, Italy
      When Sales catches up
      Then the next parcel for Mina goes to "Via Roma 9, Turin, Italy"

  Rule: A parcel that has left has one address for ever

    Scenario: Mina moves while her parcel is on its way
      Given Sales has caught up
      And Sales has shipped 1 bag of Huila to Mina
      And Support has noted that Mina has moved to Via Roma 9 in Turin, Italy
      When Sales catches up
      Then the parcel goes to "Uferweg 12, Potsdam, Germany"

  Rule: Support records addresses, and nobody else does

    Scenario: Mina tells a clerk in Sales that she has moved
      Given Sales has caught up
      When Mina tells Sales that she has moved to Via Roma 9 in Turin, Italy
      Then it is refused, because Support owns addresses
      And neither team has recorded anything new
      And the next parcel for Mina goes to "Uferweg 12, Potsdam, Germany"

    Scenario: Mina tells a clerk in Sales where she has always lived
      Given Sales has caught up
      And nobody in Support answers questions any more
      When Mina tells Sales that she has moved to Uferweg 12 in Potsdam, Germany
      Then it is refused, because Support owns addresses

    Scenario: Kim tells a clerk in Sales, who has never heard of Kim
      Given Support has registered Kim at Calle Mayor 5 in Madrid, Spain
      When Kim tells Sales that they have moved to Via Roma 9 in Turin, Italy
      Then it is refused, because Support owns addresses
      And Sales has shipped nothing
