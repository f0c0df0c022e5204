Feature: A paid order goes out, and any other is undone to the last bean
  Sales, the Warehouse and Billing tell what has happened, each as fast as
  it can. Whatever comes first, the order ends as it should.

  Rule: What is ordered, reserved and paid goes out

    Scenario: Mina's order goes well
      Given Sales has told that Mina's order is placed
      And the Warehouse has told that Mina's beans are reserved
      When Billing tells that Mina's payment has been received
      Then Fulfilment has decided for Mina
        | Dispatched |

    Scenario: Mina's money is still on its way
      Given Sales has told that Mina's order is placed
      When the Warehouse tells that Mina's beans are reserved
      Then Fulfilment has decided nothing for Mina

    Scenario: Sales is the slowest
      Given Billing has told that Mina's payment has been received
      When the Warehouse tells that Mina's beans are reserved
      Then Fulfilment has decided nothing for Mina

    Scenario: Ada orders as well
      Given all has been told of Mina's order but its payment
      And all has been told of Ada's order but its payment
      When Billing tells that Ada's payment has been received
      Then Fulfilment has decided for Ada
        | Dispatched |
      And Fulfilment has decided nothing for Mina

    Scenario: The money is told twice
      Given all has been told of Mina's order but its payment
      And Billing has told that Mina's payment has been received
      When Billing tells that Mina's payment has been received
      Then Fulfilment has decided for Mina
        | Dispatched |

  Rule: What is not paid is undone, once

    Scenario: The bank says no
      Given all has been told of Mina's order but its payment
      When Billing tells that Mina's payment has been declined
      Then Fulfilment has decided for Mina
        | GivenUp  |
        | Released |

    Scenario: The bank is faster than the Warehouse
      Given Billing has told that Mina's payment has been declined
      And Sales has told that Mina's order is placed
      When the Warehouse tells that Mina's beans are reserved
      Then Fulfilment has decided for Mina
        | GivenUp  |
        | Released |

    Scenario: The bank says it twice
      Given all has been told of Mina's order but its payment
      And Billing has told that Mina's payment has been declined
      When Billing tells that Mina's payment has been declined
      Then Fulfilment has decided for Mina
        | GivenUp  |
        | Released |

    Scenario: Nobody pays
      Given all has been told of Mina's order but its payment
      When the calendar tells that Mina's deadline has passed
      Then Fulfilment has decided for Mina
        | GivenUp  |
        | Released |

    Scenario: The day comes, and Mina has paid
      Given all has been told of Mina's order but its payment
      And Billing has told that Mina's payment has been received
      When the calendar tells that Mina's deadline has passed
      Then Fulfilment has decided for Mina
        | Dispatched |

    Scenario: The bank thinks again in time
      Given Sales has told that Mina's order is placed
      And Billing has told that Mina's payment has been received
      And Billing has told that Mina's payment has been declined
      When the Warehouse tells that Mina's beans are reserved
      Then Fulfilment has decided for Mina
        | GivenUp  |
        | Released |

    Scenario: The bank thinks again too late
      Given all has been told of Mina's order but its payment
      And Billing has told that Mina's payment has been received
      When Billing tells that Mina's payment has been declined
      Then Fulfilment has decided for Mina
        | Dispatched |

  Rule: A message is taken in entirely or not at all

    Scenario: Fulfilment is restarted half-way
      Given all has been told of Mina's order but its payment
      And Fulfilment has been restarted
      When Billing tells that Mina's payment has been declined
      Then Fulfilment has decided for Mina
        | GivenUp  |
        | Released |

    Scenario: The power fails while Fulfilment decides
      Given all has been told of Mina's order but its payment
      When Billing tells that Mina's payment has been declined, and the power fails at each write
      Then each time nothing of it was recorded, nor was it taken for told
      And Fulfilment has decided for Mina
        | GivenUp  |
        | Released |

  Rule: The order of arrival does not matter

    Scenario: A good order, whatever comes first
      When Fulfilment is told this in each order of arrival, and is restarted after each message
        | who           | tells    |
        | Sales         | placed   |
        | the Warehouse | reserved |
        | Billing       | received |
      Then there were 6 orders of arrival
      And in each of them it has decided
        | Dispatched |

    Scenario: A bad order, whatever comes first
      When Fulfilment is told this in each order of arrival, and is restarted after each message
        | who           | tells    |
        | Sales         | placed   |
        | the Warehouse | reserved |
        | Billing       | declined |
        | Billing       | declined |
        | the calendar  | passed   |
      Then there were 60 orders of arrival
      And in each of them it has decided
        | GivenUp  |
        | Released |

    Scenario: Money and deadline cross
      When Fulfilment is told this in each order of arrival, and is restarted after each message
        | who           | tells    |
        | Sales         | placed   |
        | the Warehouse | reserved |
        | Billing       | received |
        | the calendar  | passed   |
      Then there were 24 orders of arrival
      And in each in which Billing comes before the calendar it has decided
        | Dispatched |
      And in each in which the calendar comes before Billing it has decided
        | GivenUp  |
        | Released |
