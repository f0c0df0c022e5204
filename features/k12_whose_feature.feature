Feature: A box orders itself, and Sales need not know why
  Subscriptions are a service of their own. It keeps its promises itself, and
  it calls Sales on the day, as any customer would.

  Background:
    Given today's price list
      | coffee | price |
      | Sidamo | €8.90 |
      | Huila  | €9.50 |
    And Sales has sold 1 bag of Huila to Mina
    And Mina has subscribed to 2 bags of Sidamo every 14 days at €8.90, from 2 March

  Rule: A subscription is a promise, and it is Subscriptions' own

    Scenario: Ada fills in the form
      When Ada subscribes to 1 bag of Huila every 7 days at €9.50, from 4 March
      Then Subscriptions has recorded
        | fact       | customer | coffee | bags | price | rhythm | next_day   |
        | Subscribed | Mina     | Sidamo | 2    | €8.90 | 14     | 2026-03-02 |
        | Subscribed | Ada      | Huila  | 1    | €9.50 | 7      | 2026-03-04 |
      And since then Sales has sold nothing

  Rule: Sales takes an order at an agreed price, and takes it once

    Scenario: Jun and Sales have agreed on a price
      When Sales takes an order of Jun for 3 bags of Huila, at €9.00 as agreed
      Then since then Sales has sold
        | on      | customer | coffee | bags | price |
        | 2 March | Jun      | Huila  | 3    | €9.00 |
      And on the price list a bag of Huila still costs €9.50

    Scenario: Jun is not sure whether he was heard
      Given Sales has taken an order of Jun for 3 bags of Huila, at €9.00 as agreed
      When Sales is given the same order again
      Then since then Sales has sold
        | on      | customer | coffee | bags | price |
        | 2 March | Jun      | Huila  | 3    | €9.00 |

  Rule: A box orders itself on its day

    Scenario: The day of Mina's box comes
      When 2 March comes
      Then since then Sales has sold
        | on      | customer | coffee | bags | price |
        | 2 March | Mina     | Sidamo | 2    | €8.90 |
      And Subscriptions has noted that the box of 2 March is ordered

    Scenario: Two weeks go by
      Given 2 March has passed
      And 15 March has passed
      When 16 March comes
      Then since then Sales has sold
        | on       | customer | coffee | bags | price |
        | 2 March  | Mina     | Sidamo | 2    | €8.90 |
        | 16 March | Mina     | Sidamo | 2    | €8.90 |

    Scenario: Kim has never bought anything before
      Given Kim has subscribed to 1 bag of Huila every 7 days at €9.50, from 2 March
      When 2 March comes
      Then since then Sales has sold
        | on      | customer | coffee | bags | price |
        | 2 March | Mina     | Sidamo | 2    | €8.90 |
        | 2 March | Kim      | Huila  | 1    | €9.50 |

    Scenario: Mina wants Huila as well
      Given Subscriptions runs day and night
      And 2 March has passed
      And Mina has subscribed to 1 bag of Huila every 7 days at €9.50, from 16 March
      When 16 March comes
      Then since then Sales has sold
        | on       | customer | coffee | bags | price |
        | 2 March  | Mina     | Sidamo | 2    | €8.90 |
        | 16 March | Mina     | Sidamo | 2    | €8.90 |
        | 16 March | Mina     | Huila  | 1    | €9.50 |

    Scenario: Mina goes on holiday
      Given 2 March has passed
      And Mina has paused her box
      When 16 March comes
      Then since then Sales has sold
        | on      | customer | coffee | bags | price |
        | 2 March | Mina     | Sidamo | 2    | €8.90 |

    Scenario: Mina comes home
      Given Mina has paused her box
      And 16 March has passed
      And Mina has resumed her box, from 1 April
      When 1 April comes
      Then since then Sales has sold
        | on      | customer | coffee | bags | price |
        | 1 April | Mina     | Sidamo | 2    | €8.90 |

  Rule: Each promise keeps its price

    Scenario: Sidamo gets dearer
      Given Sidamo has got dearer, and costs €11.00
      And 2 March has passed
      When Sales sells 1 bag of Sidamo to Jun
      Then since then Sales has sold
        | on      | customer | coffee | bags | price  |
        | 2 March | Mina     | Sidamo | 2    | €8.90  |
        | 2 March | Jun      | Sidamo | 1    | €11.00 |

  Rule: Sales never says "subscription"

    Scenario: A clerk reads Sales' book
      Given Sales has sold 1 bag of Sidamo to Jun
      When 2 March comes
      Then each fact of Sales is of a kind that it had before
      And Sales' program says neither "subscription" nor "box"

  Rule: While Sales is away a box is late, but none is lost and none is doubled

    Scenario: Nobody in Sales picks up the telephone
      Given 2 March has passed, and nobody in Sales picked up the telephone
      And 4 March has passed
      When 16 March comes
      Then since then Sales has sold
        | on       | customer | coffee | bags | price |
        | 4 March  | Mina     | Sidamo | 2    | €8.90 |
        | 16 March | Mina     | Sidamo | 2    | €8.90 |

    Scenario: Sales is away for weeks
      Given 2 March has passed, and nobody in Sales picked up the telephone
      And 16 March has passed, and nobody in Sales picked up the telephone
      When 17 March comes
      Then since then Sales has sold
        | on       | customer | coffee | bags | price |
        | 17 March | Mina     | Sidamo | 2    | €8.90 |
        | 17 March | Mina     | Sidamo | 2    | €8.90 |

    Scenario: Sales hears, and its answer is lost
      Given 2 March has passed, and Sales heard, but its answer was lost
      And Mina has paused her box
      And Mina has resumed her box, from 2 March
      When 3 March comes
      Then since then Sales has sold
        | on      | customer | coffee | bags | price |
        | 2 March | Mina     | Sidamo | 2    | €8.90 |

    Scenario: The line breaks at the first call
      Given Ada has subscribed to 1 bag of Huila every 7 days at €9.50, from 2 March
      And 2 March has passed, and the first call did not get through
      When 3 March comes
      Then since then Sales has sold
        | on      | customer | coffee | bags | price |
        | 2 March | Ada      | Huila  | 1    | €9.50 |
        | 3 March | Mina     | Sidamo | 2    | €8.90 |

    Scenario: The power fails, again and again
      Given the power has failed on 2 March at each write in turn
      When 3 March comes
      Then since then Sales has sold
        | customer | coffee | bags | price |
        | Mina     | Sidamo | 2    | €8.90 |

  Rule: A no of Sales is an answer, and somebody hears it

    Scenario: Grace wants more than an order may hold
      Given Grace has subscribed to 21 bags of Huila every 7 days at €9.50, from 2 March
      When 2 March comes, and Sales refuses
      Then whoever runs Subscriptions hears of it
