Feature: A voucher is redeemed as often as was promised, and not once more
  Each code is good for so many customers, and each customer redeems one
  voucher, whichever code he has. It holds also if all come at once.

  Background:
    Given these codes have been issued
      | code   | cap |
      | SPRING | 2   |
      | SUNDAY | 1   |
      | SUMMER | 99  |

  Rule: A code is good for so many customers

    Scenario: Mina has a voucher
      When Mina redeems SPRING
      Then it is granted
      And the facts about SPRING read
        | issued for 2 customers |
        | redeemed by Mina       |

    Scenario: Jun comes after the last one
      Given Ada has redeemed SUNDAY
      When Jun redeems SUNDAY
      Then the voucher is refused because the code is used up
      And the facts about SUNDAY read
        | issued for 1 customer |
        | redeemed by Ada       |

    Scenario: Mina mistypes the code
      Given Mina has redeemed SPRING
      When Mina redeems SPRUNG
      Then the voucher is refused because nobody has issued the code
      And there are no facts about SPRUNG

  Rule: A customer redeems one voucher

    Scenario: Mina collects vouchers
      Given Mina has redeemed SPRING
      When Mina redeems SUNDAY
      Then the voucher is refused because a customer redeems one voucher
      And the facts about Mina read
        | SPRING redeemed |

    Scenario: Mina comes again with the same code
      Given Mina has redeemed SUMMER
      And Ada has redeemed SUMMER
      When Mina redeems SUMMER
      Then the voucher is refused because a customer redeems one voucher
      And the facts about Mina read
        | SUMMER redeemed |

    Scenario: Mina had the last one herself
      Given Mina has redeemed SUNDAY
      When Mina redeems SUNDAY
      Then the voucher is refused because a customer redeems one voucher
      And the facts about SUNDAY read
        | issued for 1 customer |
        | redeemed by Mina      |

  Rule: It holds in a race

    Scenario: Two want the last one
      When all at once redeem
        | customer | code   |
        | Mina     | SUNDAY |
        | Ada      | SUNDAY |
      Then 1 is granted
      And 1 is refused because the code is used up

    Scenario: Five want the last two
      When all at once redeem
        | customer | code   |
        | Mina     | SPRING |
        | Ada      | SPRING |
        | Grace    | SPRING |
        | Jun      | SPRING |
        | Omar     | SPRING |
      Then 2 are granted
      And 3 are refused because the code is used up

    Scenario: Mina is at two counters
      When all at once redeem
        | customer | code   |
        | Mina     | SPRING |
        | Mina     | SUNDAY |
      Then 1 is granted
      And 1 is refused because a customer redeems one voucher

    Scenario: There is one for each
      When all at once redeem
        | customer | code   |
        | Mina     | SPRING |
        | Ada      | SPRING |
      Then 2 are granted
      And the facts about Mina read
        | SPRING redeemed |
      And the facts about Ada read
        | SPRING redeemed |

  Rule: Strangers do not get into each other's way

    Scenario: Two hold different codes
      When all at once redeem
        | customer | code   |
        | Mina     | SPRING |
        | Ada      | SUNDAY |
      Then 2 are granted
      And nobody was too late

  Rule: Nobody tries for ever

    Scenario: Somebody else is quicker each time
      Given somebody else will redeem SUMMER each time just before Mina's pen moves
      When Mina redeems SUMMER in at most 4 tries
      Then it is given up after 4 tries
      And there are no facts about Mina
