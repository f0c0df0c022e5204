Feature: A box orders itself, in a service of its own or added to Sales
  Boxes are a new business. One company has added them to its Sales program.
  Another one has a service for them, which orders from Sales on the day. Both
  get the same wish: a box can be paused.

  Background:
    Given today's price list
      | coffee | price |
      | Sidamo | €8.90 |
      | Huila  | €9.50 |
    And Mina has subscribed to 2 bags of Sidamo every 14 days at €8.90, from 2 March

  Rule: Sales takes an order at an agreed price, and takes it once

    Scenario: Jun and Sales have agreed on a price
      When Sales takes an order of Jun for 3 bags of Huila, at €9.00 as agreed
      Then Sales has these new orders
        | on      | customer | coffee | bags | price |
        | 2 March | Jun      | Huila  | 3    | €9.00 |
      And a bag of Huila has cost €9.50 on the price list all the time

    Scenario: Jun is not sure whether Sales has heard him
      Given Sales has taken an order of Jun for 3 bags of Huila, at €9.00 as agreed
      When Sales is given the same order again
      Then Sales has these new orders
        | on      | customer | coffee | bags | price |
        | 2 March | Jun      | Huila  | 3    | €9.00 |

    Scenario: Jun asks again, and Sales takes fewer bags by now
      Given Sales has taken an order of Jun for 20 bags of Huila, at €9.00 as agreed
      When Sales is given the same order again, and takes at most 12 bags in one order
      Then Sales has these new orders
        | on      | customer | coffee | bags | price |
        | 2 March | Jun      | Huila  | 20   | €9.00 |

    Scenario: Sales refuses what Grace was promised
      When Sales is told to take 21 bags of Huila for Grace, at €1.00 as agreed
      Then Sales refuses that
      And whoever comes to Sales next pays €9.50 for a bag of Huila

    Scenario: Jun uses one order number for two orders
      Given Sales has taken an order of Jun for 3 bags of Huila, at €9.00 as agreed
      When Sales is given other orders under the same number
        | customer | coffee | bags | price |
        | Ada      | Huila  | 3    | €9.00 |
        | Jun      | Sidamo | 3    | €9.00 |
        | Jun      | Huila  | 5    | €9.00 |
        | Jun      | Huila  | 3    | €8.00 |
        | Jun      | Huila  | 6    | €4.50 |
      Then each of them is refused, because the number is taken
      And Sales has these new orders
        | on      | customer | coffee | bags | price |
        | 2 March | Jun      | Huila  | 3    | €9.00 |

  Rule: A box orders itself on its day, at the price that was promised

    Scenario: The day of Mina's box comes
      When 2 March comes
      Then Sales has these new orders
        | on      | customer | coffee | bags | price |
        | 2 March | Mina     | Sidamo | 2    | €8.90 |
      And Subscriptions has recorded of Mina's box
        | event      | day     |
        | Subscribed | 2 March |
        | Ordered    | 2 March |

    Scenario: Two weeks go by
      Given 2 March has passed
      And 15 March has passed
      When 16 March comes
      Then Sales has these new orders
        | on       | customer | coffee | bags | price |
        | 2 March  | Mina     | Sidamo | 2    | €8.90 |
        | 16 March | Mina     | Sidamo | 2    | €8.90 |

    Scenario: Kim has never bought anything before
      Given Kim has subscribed to 1 bag of Huila every day at €9.50, from 2 March
      When 2 March comes
      Then Sales has these new orders
        | on      | customer | coffee | bags | price |
        | 2 March | Mina     | Sidamo | 2    | €8.90 |
        | 2 March | Kim      | Huila  | 1    | €9.50 |

    Scenario: Mina wants Huila as well
      Given Subscriptions runs day and night
      And 2 March has passed
      And Mina has subscribed to 1 bag of Huila every 7 days at €9.50, from 16 March
      When 16 March comes
      Then Sales has these new orders
        | on       | customer | coffee | bags | price |
        | 2 March  | Mina     | Sidamo | 2    | €8.90 |
        | 16 March | Mina     | Sidamo | 2    | €8.90 |
        | 16 March | Mina     | Huila  | 1    | €9.50 |

    Scenario: Mina orders a second box, just like the first
      Given Mina has subscribed to 2 bags of Sidamo every 14 days at €8.90, from 2 March
      When 2 March comes
      Then Sales has these new orders
        | on      | customer | coffee | bags | price |
        | 2 March | Mina     | Sidamo | 2    | €8.90 |
        | 2 March | Mina     | Sidamo | 2    | €8.90 |

    Scenario: Kim's box comes every day
      Given Kim has subscribed to 1 bag of Huila every day at €9.50, from 2 March
      When Sales is away for a year and a month, and then all boxes are ordered
      Then each order of Kim has a number of its own

    Scenario: Sidamo becomes more expensive
      Given Sidamo has become more expensive, and costs €11.00
      And 2 March has passed
      When Sales sells 1 bag of Sidamo to Jun
      Then Sales has these new orders
        | on      | customer | coffee | bags | price  |
        | 2 March | Mina     | Sidamo | 2    | €8.90  |
        | 2 March | Jun      | Sidamo | 1    | €11.00 |

    Scenario: A clerk reads Sales' book
      Given Sales has sold 1 bag of Sidamo to Jun
      When 2 March comes
      Then Sales has recorded only what it always records

  Rule: While Sales is away a box is late, but none is lost and none is doubled

    Scenario: Nobody in Sales picks up the telephone
      Given 2 March has passed, and nobody in Sales picked up the telephone
      And 4 March has passed
      When 16 March comes
      Then Sales has these new orders
        | on       | customer | coffee | bags | price |
        | 4 March  | Mina     | Sidamo | 2    | €8.90 |
        | 16 March | Mina     | Sidamo | 2    | €8.90 |

    Scenario: Sales is away for weeks
      Given 2 March has passed, and nobody in Sales picked up the telephone
      And 16 March has passed, and nobody in Sales picked up the telephone
      When 17 March comes
      Then Sales has these new orders
        | on       | customer | coffee | bags | price |
        | 17 March | Mina     | Sidamo | 2    | €8.90 |
        | 17 March | Mina     | Sidamo | 2    | €8.90 |

    Scenario: Sales hears, and its answer is lost
      Given 2 March has passed, and Sales heard, but its answer was lost
      When 3 March comes
      Then Sales has these new orders
        | on      | customer | coffee | bags | price |
        | 2 March | Mina     | Sidamo | 2    | €8.90 |

    Scenario: The line breaks at the first call
      Given Ada has subscribed to 1 bag of Huila every 7 days at €9.50, from 2 March
      And 2 March has passed, and the first call did not get through
      When 3 March comes
      Then Sales has these new orders
        | on      | customer | coffee | bags | price |
        | 2 March | Ada      | Huila  | 1    | €9.50 |
        | 3 March | Mina     | Sidamo | 2    | €8.90 |

    Scenario: The power fails, again and again
      Given the power has failed on 2 March, again and again
      When 3 March comes
      Then Sales has these new orders
        | customer | coffee | bags | price |
        | Mina     | Sidamo | 2    | €8.90 |

    Scenario: The disk is full for a moment
      Given Ada has subscribed to 1 bag of Huila every 7 days at €9.50, from 2 March
      And the disk was full for a moment on 2 March
      When 3 March comes
      Then Sales has these new orders
        | on      | customer | coffee | bags | price |
        | 2 March | Ada      | Huila  | 1    | €9.50 |
        | 3 March | Mina     | Sidamo | 2    | €8.90 |

    Scenario: The disk is full for a moment, again and again
      Given the disk was full for a moment on 2 March, again and again
      When 3 March comes
      Then Sales has these new orders
        | customer | coffee | bags | price |
        | Mina     | Sidamo | 2    | €8.90 |

  Rule: A no is an answer, and it is heard

    Scenario: Grace wants boxes that nobody can send
      When Grace tries to subscribe to these boxes of Huila
        | bags | every |
        | 21   | 7     |
        | 0    | 7     |
        | -3   | 7     |
        | 1    | 0     |
        | 1    | -7    |
      Then Subscriptions refuses each of them
      And Subscriptions has recorded nothing of Grace

    Scenario: Sales does not take Grace's box any more
      Given Grace has subscribed to 20 bags of Huila every 7 days at €9.50, from 2 March
      And Ada has subscribed to 1 bag of Huila every 7 days at €9.50, from 2 March
      When 2 March comes, and Sales takes at most 12 bags in one order
      Then Sales has these new orders
        | on      | customer | coffee | bags | price |
        | 2 March | Mina     | Sidamo | 2    | €8.90 |
        | 2 March | Ada      | Huila  | 1    | €9.50 |
      And whoever runs Subscriptions hears of 1 refused box

    Scenario: Sales takes neither Grace's box nor Kim's any more
      Given Grace has subscribed to 20 bags of Huila every 7 days at €9.50, from 2 March
      And Kim has subscribed to 15 bags of Huila every 7 days at €9.50, from 2 March
      When 2 March comes, and Sales takes at most 12 bags in one order
      Then whoever runs Subscriptions hears of 2 refused boxes

    Scenario: Sales takes Grace's box after all
      Given Grace has subscribed to 20 bags of Huila every 7 days at €9.50, from 2 March
      And 2 March has passed, while Sales took at most 12 bags in one order
      When 3 March comes
      Then Sales has these new orders
        | on      | customer | coffee | bags | price |
        | 2 March | Mina     | Sidamo | 2    | €8.90 |
        | 3 March | Grace    | Huila  | 20   | €9.50 |

    Scenario: Jun has used the number of Mina's order
      Given Sales has taken another order under the number of Mina's next order
      When 2 March comes, and whoever runs Subscriptions hears of an error
      Then Subscriptions has recorded of Mina's box
        | event      | day     |
        | Subscribed | 2 March |

  Rule: One wish, a pause, is built in both companies

    Scenario: Mina goes on holiday
      Given 2 March has passed
      And Mina has paused her box
      When 16 March comes
      Then Sales has these new orders
        | on      | customer | coffee | bags | price |
        | 2 March | Mina     | Sidamo | 2    | €8.90 |
      And Subscriptions has recorded of Mina's box
        | event      | day     |
        | Subscribed | 2 March |
        | Ordered    | 2 March |
        | Paused     |         |

    Scenario: Mina comes home
      Given Mina has paused her box
      And 16 March has passed
      And Mina has resumed her box, from 1 April
      When 1 April comes
      Then Sales has these new orders
        | on      | customer | coffee | bags | price |
        | 1 April | Mina     | Sidamo | 2    | €8.90 |

    Scenario: Mina comes home early
      Given 2 March has passed
      And Mina has paused her box
      And Mina has resumed her box, from 9 March
      When 9 March comes
      Then Sales has these new orders
        | on      | customer | coffee | bags | price |
        | 2 March | Mina     | Sidamo | 2    | €8.90 |
        | 9 March | Mina     | Sidamo | 2    | €8.90 |

    Scenario: Mina asks what was noted of her box
      Given Mina has paused her box
      And Mina has resumed her box, from 1 April
      When 1 April comes
      Then Subscriptions has recorded of Mina's box
        | event      | day     |
        | Subscribed | 2 March |
        | Paused     |         |
        | Resumed    | 1 April |
        | Ordered    | 1 April |

    Scenario: Sales hears, its answer is lost, and Mina pauses for a moment
      Given 2 March has passed, and Sales heard, but its answer was lost
      And Mina has paused her box
      And Mina has resumed her box, from 2 March
      When 3 March comes
      Then Sales has these new orders
        | on      | customer | coffee | bags | price |
        | 2 March | Mina     | Sidamo | 2    | €8.90 |

    Scenario: Sales hears, its answer is lost, and Mina moves her box
      Given 2 March has passed, and Sales heard, but its answer was lost
      And Mina has paused her box
      And Mina has resumed her box, from 16 March
      When 16 March comes
      Then Sales has these new orders
        | on       | customer | coffee | bags | price |
        | 2 March  | Mina     | Sidamo | 2    | €8.90 |
        | 16 March | Mina     | Sidamo | 2    | €8.90 |

    Scenario: In the other company Mina goes on holiday
      Given 2 March has passed
      And Mina has paused her box
      When 16 March comes
      Then where boxes were added to Sales, there are the same orders

    Scenario: In the other company Mina comes home
      Given Mina has paused her box
      And 16 March has passed
      And Mina has resumed her box, from 1 April
      When 1 April comes
      Then where boxes were added to Sales, there are the same orders

    Scenario: In the other company nobody came to work for two weeks
      Given Ada has subscribed to 1 bag of Huila every 7 days at €9.50, from 2 March
      And Kim has subscribed to 1 bag of Sidamo every 7 days at €8.90, from 2 March
      And Mina has paused her box
      When 16 March comes
      Then where boxes were added to Sales, there are the same orders

    Scenario: A forgotten basket is still a basket, and a paused box is none
      Given Mina has paused her box
      And Ada has left a basket unordered
      When reminders of forgotten baskets are written
      Then where boxes were added to Sales, only Ada gets one

  Rule: It is written down what a pause costs

    Scenario: It is counted who is needed for a pause
      When Mina pauses her box, and it is counted who is needed for that
      Then where boxes have a service, nobody but Subscriptions is needed
      And where boxes were added to Sales, Sales' program and Sales' store are needed

    Scenario: The line is down, and it is noted what is late
      Given 2 March has passed, and nobody in Sales picked up the telephone
      When 4 March comes
      Then Sales has these new orders
        | on      | customer | coffee | bags | price |
        | 4 March | Mina     | Sidamo | 2    | €8.90 |
      But where boxes were added to Sales, no line was needed
        | on      | customer | coffee | bags | price |
        | 2 March | Mina     | Sidamo | 2    | €8.90 |

    Scenario: A year later the team is split
      Given 2 March has passed
      And Mina has paused her box
      When Subscriptions gets a team of its own
      Then where boxes have a service, it is handed over as it is
      But where boxes were added to Sales, they are among its orders, under Sales' own words

  Rule: A copy is as old as its last run, and somebody has to watch it

    Scenario: Sidamo becomes more expensive between two copies
      Given the price list was copied at 12:00
      And Sidamo has become more expensive, and costs €11.00
      When Ada looks at the form at 12:10
      Then the form says that Sidamo costs €8.90, as copied 10 minutes ago

    Scenario: The next copy is about to be made
      Given the price list was copied at 12:00
      When Ada looks at the form at 12:30:59
      Then the form says that Sidamo costs €8.90, as copied 30 minutes ago

    Scenario: The copying stops at night
      Given the price list was copied at 03:00
      When Ada looks at the form at 03:31
      Then the form says no price, because the copy is 31 minutes old

    Scenario: Nobody comes to work on Sunday
      Given the price list was copied at 03:00
      When Ada looks at the form at 03:05 the next day
      Then the form says no price, because the copy is 1445 minutes old

    Scenario: The copying begins again
      Given the price list was copied at 03:00
      And Sidamo has become more expensive, and costs €11.00
      And the price list was copied at 09:00
      When Ada looks at the form at 09:05
      Then the form says that Sidamo costs €11.00, as copied 5 minutes ago

    Scenario: Ada looks for a coffee that is not on the list
      Given the price list was copied at 12:00
      When Ada looks for Antigua on the form at 12:10
      Then the form does not know Antigua

    Scenario: Ada looks for a coffee that is not on an old list
      Given the price list was copied at 03:00
      When Ada looks for Antigua on the form at 03:31
      Then the form says that the copy is too old

    Scenario: The first copy is not made yet
      Given nobody has copied the price list yet
      When Ada looks at the form at 08:00
      Then the form says no price, because there is no copy
