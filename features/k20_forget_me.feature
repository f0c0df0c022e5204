Feature: Whoever asks to be forgotten is forgotten, and the books stay right
  What has happened is neither deleted nor changed. What it says about a person
  is sealed with a key of that person's own, and without the key it says nothing.

  Background:
    Given Mina Holm has ordered for €17.80
    And Ada Reyes has ordered for €9.50

  Rule: Whoever is only deleted is still there

    Scenario: Last year somebody was deleted
      Given last year's program has taken the same orders, with names in clear
      When Mina Holm is deleted from last year's accounts
      Then these are last year's accounts
        | customer  | owed  |
        | Ada Reyes | €9.50 |
      But drawn again, these are last year's accounts
        | customer  | owed   |
        | Ada Reyes | €9.50  |
        | Mina Holm | €17.80 |
      And a thief who takes the backup of last year finds Mina Holm

  Rule: What is said about a person is stored sealed, and never otherwise

    Scenario: Grace looks up an order
      When Grace looks up the order of Mina Holm
      Then it is for Mina Holm
      And a thief who takes the stores finds no name in them

    Scenario: Billing wants its money
      Given Mina Holm has ordered again with a new card, for €5.00
      When Billing catches up
      Then these are the accounts
        | customer  | owed   |
        | Ada Reyes | €9.50  |
        | Mina Holm | €22.80 |
      And the turnover is €32.30
      And a thief who takes the stores finds no name in them

    Scenario: Mina complains
      When Support notes about Mina Holm that "Mina Holm finds the Sidamo sour"
      Then the case of Mina Holm says "Mina Holm finds the Sidamo sour"
      And a thief who takes the stores finds no name in them

  Rule: Without the key nobody can read it, anywhere

    Scenario: Mina asks to be forgotten
      Given Grace has looked up the order of Mina Holm
      When Mina Holm asks to be forgotten
      Then the order of Mina Holm is for (forgotten)
      And a thief who takes the stores and the keys does not find Mina Holm

    Scenario: Mina asks twice
      Given Mina Holm has been forgotten
      When Mina Holm asks to be forgotten
      Then the order of Mina Holm is for (forgotten)
      And the order of Ada Reyes is for Ada Reyes

    Scenario: Billing had an account for her
      Given Billing has caught up
      And the accounts have been read
      When Mina Holm asks to be forgotten
      Then these are the accounts
        | customer    | owed   |
        | (forgotten) | €17.80 |
        | Ada Reyes   | €9.50  |
      And a thief who takes the stores and the keys does not find Mina Holm

    Scenario: Support had written about her
      Given Support has noted about Mina Holm that "Mina Holm finds the Sidamo sour"
      And Support has read the case of Mina Holm
      When Mina Holm asks to be forgotten
      Then the case of Mina Holm says "(forgotten)"
      And a thief who takes the stores and the keys does not find Mina Holm

    Scenario: Her husband telephones
      Given Mina Holm has been forgotten
      When Support tries to note about Mina Holm that "Mina Holm has moved to Bergen"
      Then nothing is noted, because Mina Holm has no key
      And a thief who takes the stores and the keys does not find Mina Holm

    Scenario: Last week's backup is found
      Given Billing has caught up
      And a backup of the stores has been made
      When Mina Holm asks to be forgotten
      Then a thief who takes the backup and the keys does not find Mina Holm

    Scenario: A thief has our program, and makes keys with it
      Given Mina Holm has been forgotten
      When a thief makes keys with our program, for the number of Mina Holm
      Then they do not open what is said about Mina Holm
      And no two of them are alike, even at the same moment

    Scenario: The safe with the keys burns down
      Given Billing has caught up
      And Grace and Billing have read the names
      When all keys are lost
      Then these are the accounts
        | customer    | owed   |
        | (forgotten) | €17.80 |
        | (forgotten) | €9.50  |
      And a thief who takes the stores and the keys does not find Mina Holm

  Rule: Only those whose key is gone are forgotten

    Scenario: The store of the keys is away for a moment
      Given Billing has caught up
      When Grace and Billing want to read names while the keys are away
      Then both hear that it has failed, and nobody reads (forgotten)

    Scenario: Mina asks while the keys are away
      Given Grace has looked up the order of Mina Holm
      When Mina Holm asks to be forgotten while the keys are away
      Then she hears that it has failed
      And the order of Mina Holm is for Mina Holm

    Scenario: Two names are mixed up
      Given Jun Mori has ordered with the sealed name of Mina Holm
      And Billing has caught up
      When Grace and Billing want to read that name
      Then both hear that the key is wrong

  Rule: The books stay right

    Scenario: The disk is full while Billing reads
      Given Mina Holm has ordered again with a new card, for €5.00
      And the disk was full when Billing caught up
      When Billing catches up
      Then these are the accounts
        | customer  | owed   |
        | Ada Reyes | €9.50  |
        | Mina Holm | €22.80 |

    Scenario: Billing draws its accounts again
      Given Billing has caught up
      And Mina Holm has been forgotten
      When Billing draws its accounts again, from the first order on
      Then these are the accounts
        | customer    | owed   |
        | (forgotten) | €17.80 |
        | Ada Reyes   | €9.50  |

    Scenario: The auditor adds up
      Given Mina Holm has been forgotten
      And Ada Reyes has been forgotten
      When Billing catches up
      Then these are the accounts
        | customer    | owed   |
        | (forgotten) | €17.80 |
        | (forgotten) | €9.50  |
      And the turnover is €27.30

  Rule: Nobody else is forgotten

    Scenario: Ada has not asked
      Given Support has noted about Ada Reyes that "Ada Reyes likes the Huila"
      When Mina Holm asks to be forgotten
      Then the order of Ada Reyes is for Ada Reyes
      And the case of Ada Reyes says "Ada Reyes likes the Huila"

    Scenario: There are two of that name
      Given the other Mina Holm has ordered for €10.20
      And Billing has caught up
      When Mina Holm asks to be forgotten
      Then these are the accounts
        | customer    | owed   |
        | (forgotten) | €17.80 |
        | Ada Reyes   | €9.50  |
        | Mina Holm   | €10.20 |
      And the order of the other Mina Holm is for Mina Holm

    Scenario: A thief looks at the numbers of customers
      When customers of the same name are taken in, at the same moment
      Then their numbers have nothing in common
      And they would have other numbers, if they were taken in again

    Scenario: Mina comes back
      Given Mina Holm has been forgotten
      When the same Mina Holm comes back, and orders for €8.90
      Then the order of the same Mina Holm is for Mina Holm
      And the order of Mina Holm is for (forgotten)
