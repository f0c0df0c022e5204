Feature: A voucher is redeemed as often as was promised, and not once more
  Each code is good for a number of customers, and each customer redeems one
  voucher, whichever code they have found. This holds in a rush, too.

  Background:
    Given these codes have been issued
      | code   | customers |
      | SPRING | 2         |
      | SUNDAY | 1         |
      | SUMMER | 99        |

  Rule: A code is good for a number of customers

    Scenario: Mina has a voucher
      When Mina redeems SPRING
      Then it is granted
      And only Mina has redeemed SPRING
      And Mina has redeemed only SPRING

    Scenario: Jun comes after the last one
      Given Ada has redeemed SUNDAY
      When Jun redeems SUNDAY
      Then the voucher is refused because the code is used up
      And only Ada has redeemed SUNDAY

    Scenario: Mina mistypes the code
      Given Mina has redeemed SPRING
      When Mina redeems SPRUNG at that counter
      Then the voucher is refused because nobody has issued the code
      And nobody has redeemed SPRUNG

    Scenario: A code comes out that nobody may redeem
      Given Mina has asked for LATER in vain
      And these codes have been issued
        | code  | customers |
        | LATER | 0         |
      When Mina redeems LATER at that counter
      Then the voucher is refused because the code is used up

  Rule: A customer redeems one voucher

    Scenario: Mina collects vouchers
      Given Mina has redeemed SPRING
      When Mina redeems SUNDAY
      Then the voucher is refused because a customer redeems one voucher
      And Mina has redeemed only SPRING

    Scenario: Mina comes again with the same code
      Given Mina has redeemed SUMMER
      And Ada has redeemed SUMMER
      When Mina redeems SUMMER
      Then the voucher is refused because a customer redeems one voucher
      And Mina has redeemed only SUMMER

    Scenario: Mina had the last one herself
      Given Mina has redeemed SUNDAY
      And Ada has redeemed SUNDAY as well, by mistake
      And Jun has asked for SUNDAY in vain
      When Mina redeems SUNDAY at that counter
      Then the voucher is refused because a customer redeems one voucher

  Rule: This holds in a rush, too

    Scenario: Two want the last one
      When these customers redeem a voucher at the same moment
        | customer | code   |
        | Mina     | SUNDAY |
        | Ada      | SUNDAY |
      Then 1 is granted
      And 1 is refused because the code is used up

    Scenario: Five want the last two
      When these customers redeem a voucher at the same moment
        | customer | code   |
        | Mina     | SPRING |
        | Ada      | SPRING |
        | Grace    | SPRING |
        | Jun      | SPRING |
        | Omar     | SPRING |
      Then 2 are granted
      And 3 are refused because the code is used up

    Scenario: Mina is at two counters
      When these customers redeem a voucher at the same moment
        | customer | code   |
        | Mina     | SPRING |
        | Mina     | SUNDAY |
      Then 1 is granted
      And 1 is refused because a customer redeems one voucher

    Scenario: There is one for each
      When these customers redeem a voucher at the same moment
        | customer | code   |
        | Mina     | SPRING |
        | Ada      | SPRING |
      Then 2 are granted
      And Mina has redeemed only SPRING
      And Ada has redeemed only SPRING

  Rule: Nobody is too late because of something that does not concern them

    Scenario: Others hold another code
      When these customers redeem a voucher at the same moment
        | customer | code   |
        | Mina     | SPRING |
        | Ada      | SPRING |
        | Jun      | SUMMER |
        | Omar     | SUMMER |
      Then nobody was too late more than once
      And 4 are granted

    Scenario: A new code comes out at that moment
      When Mina redeems SPRING just as WINTER is issued
      Then it is granted
      And nobody was too late

  Rule: Nobody waits for ever, and a yes can be relied on

    Scenario: Somebody else is quicker each time
      When these customers redeem SUMMER, and somebody else is quicker each time
        | customer | tries    |
        | Mina     | 1        |
        | Ada      | as usual |
      Then each of them is told so after their last try
      And Mina has redeemed nothing
      And Ada has redeemed nothing

    Scenario: Jun tries very often
      When these customers redeem SUMMER, and somebody else is quicker each time
        | customer | tries |
        | Jun      | 30    |
      Then each of them is told so after their last try
      And Jun has redeemed nothing

    Scenario: The disk is full for a moment
      When Mina redeems SPRING and a clerk issues WINTER while the disk is full
      Then both are told that the disk is full
      And Mina has redeemed nothing
      But a moment later Mina is granted SPRING at that counter

  Rule: A code is issued once

    Scenario: Two clerks have the same idea
      When two clerks issue WINTER at the same moment
      Then one of them is told that the code is taken
      And WINTER has been issued once
