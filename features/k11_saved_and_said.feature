Feature: The Warehouse records what happens, and its old readers notice nothing
  A change is a row and an event, both or neither. What was in the table
  before is recorded as what it is: found there, on the day of the import.

  Background:
    Given it is 2 March 2026, 09:00
    And the table of the lots
      | number | coffee | roasted  | shelf | bags |
      | 6      | Huila  | 2026-W02 | C1    | 0    |
      | 7      | Sidamo | 2026-W08 | C3    | 40   |
      | 8      | Huila  | 2026-W09 | A1    | 12   |

  Rule: What happens to a lot is recorded, and its row changes with it

    Scenario: Antigua comes in
      When the Warehouse receives 30 bags of Antigua as lot 9 on shelf B2
      Then the Warehouse has recorded
        | event    | number | coffee  | roasted  | shelf | bags |
        | Received | 9      | Antigua | 2026-W10 | B2    | 30   |
      And the table agrees with what is recorded of lot 9
      And the picker's list shows
        | shelf | lot | coffee  | bags |
        | A1    | 8   | Huila   | 12   |
        | B2    | 9   | Antigua | 30   |
        | C3    | 7   | Sidamo  | 40   |

    Scenario: The power fails while Antigua comes in
      When the power fails while 30 bags of Antigua come in as lot 9 on shelf B2
      Then the Warehouse has recorded nothing
      And the picker's list shows
        | shelf | lot | coffee  | bags |
        | A1    | 8   | Huila   | 12   |
        | C3    | 7   | Sidamo  | 40   |

    Scenario: Jun gives Antigua the number of another lot
      When Jun tries to receive 30 bags of Antigua as lot 7 on shelf B2
      Then he is told that there is a lot 7 already
      And the Warehouse has recorded nothing
      And the picker's list shows
        | shelf | lot | coffee | bags |
        | A1    | 8   | Huila  | 12   |
        | C3    | 7   | Sidamo | 40   |

    Scenario: Jun gives Antigua the number of a lot that is used up
      When Jun tries to receive 30 bags of Antigua as lot 6 on shelf B2
      Then he is told that there is a lot 6 already
      And the Warehouse has recorded nothing

    Scenario: Jun gives Huila the number of the new Antigua
      Given the Warehouse has received 30 bags of Antigua as lot 9 on shelf B2
      When Jun tries to receive 20 bags of Huila as lot 9 on shelf A2
      Then he is told that there is a lot 9 already
      And the table agrees with what is recorded of lot 9
      And the Warehouse has recorded
        | event    | number | coffee  | roasted  | shelf | bags |
        | Received | 9      | Antigua | 2026-W10 | B2    | 30   |

    Scenario: Jun tidies up
      Given the Warehouse has received 30 bags of Antigua as lot 9 on shelf B2
      When Jun moves lot 9 to shelf A2
      Then the Warehouse has recorded
        | event    | number | coffee  | roasted  | shelf | bags |
        | Received | 9      | Antigua | 2026-W10 | B2    | 30   |
        | Moved    |        |         |          | A2    |      |
      And the table agrees with what is recorded of lot 9

    Scenario: Jun picks six bags
      Given the Warehouse has received 30 bags of Antigua as lot 9 on shelf B2
      When Jun takes 6 bags of lot 9
      Then the Warehouse has recorded
        | event    | number | coffee  | roasted  | shelf | bags |
        | Received | 9      | Antigua | 2026-W10 | B2    | 30   |
        | Taken    |        |         |          |       | 6    |
      And the table agrees with what is recorded of lot 9

    Scenario: Jun needs more bags than there are
      Given the Warehouse has received 30 bags of Antigua as lot 9 on shelf B2
      And Jun has taken 20 bags of lot 9
      When Jun tries to take 11 bags of lot 9
      Then he is told that lot 9 does not hold 11 bags
      And lot 9 still holds 10 bags

    Scenario: Jun mistypes how many bags he takes
      Given the Warehouse has received 30 bags of Antigua as lot 9 on shelf B2
      When Jun tries to take -3 bags of lot 9
      Then he is told that this is no number of bags
      And lot 9 still holds 30 bags

    Scenario: The power fails while Jun tidies up
      Given the Warehouse has received 30 bags of Antigua as lot 9 on shelf B2
      When the power fails while Jun moves lot 9 to shelf A2
      Then the table agrees with what is recorded of lot 9

    Scenario: The power fails while Jun picks
      Given the Warehouse has received 30 bags of Antigua as lot 9 on shelf B2
      When the power fails while Jun takes 6 bags of lot 9
      Then the table agrees with what is recorded of lot 9

    Scenario: Jun mistypes the number of a lot
      Given the Warehouse has received 30 bags of Antigua as lot 9 on shelf B2
      When Jun tries to move lot 99 to shelf A2
      Then he is told that nothing is known of lot 99 yet
      And the table agrees with what is recorded of lot 9

    Scenario: The disk fails for a moment
      Given the Warehouse has received 30 bags of Antigua as lot 9 on shelf B2
      When Jun tries to move lot 9 to shelf A2 while the disk cannot be read
      Then nobody tells him that nothing is known of lot 9
      And lot 9 still holds 30 bags

    Scenario: The disk is full while Jun tidies up
      Given the Warehouse has received 30 bags of Antigua as lot 9 on shelf B2
      And Jun could not move lot 9 to shelf A2, since the disk was full
      When Jun takes 6 bags of lot 9
      Then the Warehouse has recorded
        | event    | number | coffee  | roasted  | shelf | bags |
        | Received | 9      | Antigua | 2026-W10 | B2    | 30   |
        | Taken    |        |         |          |       | 6    |
      And the table agrees with what is recorded of lot 9

    Scenario: The disk is full while Antigua comes in
      When the disk is full while 30 bags of Antigua come in as lot 9 on shelf B2
      Then nobody tells Jun that there is a lot 9 already
      And the Warehouse has recorded nothing
      And the picker's list shows
        | shelf | lot | coffee  | bags |
        | A1    | 8   | Huila   | 12   |
        | C3    | 7   | Sidamo  | 40   |

  Rule: What was in the table before is recorded as what was found there

    Scenario: Jun tidies up before the import
      When Jun tries to move lot 7 to shelf A2
      Then he is told that nothing is known of lot 7 yet
      And the Warehouse has recorded nothing
      And the picker's list shows
        | shelf | lot | coffee | bags |
        | A1    | 8   | Huila  | 12   |
        | C3    | 7   | Sidamo | 40   |

    Scenario: Jun picks before the import
      When Jun tries to take 6 bags of lot 7
      Then he is told that nothing is known of lot 7 yet
      And the Warehouse has recorded nothing
      And the web page shows 40 bags of Sidamo

    Scenario: The table is imported
      Given it is 9 March 2026, 07:30
      When the Warehouse imports its table
      Then the Warehouse has recorded
        | event    | number | coffee | roasted  | shelf | bags |
        | Imported | 6      | Huila  | 2026-W02 | C1    | 0    |
        | Imported | 7      | Sidamo | 2026-W08 | C3    | 40   |
        | Imported | 8      | Huila  | 2026-W09 | A1    | 12   |
      And all of it is dated 9 March 2026, 07:30

    Scenario: The table is imported again a week later
      Given the Warehouse has imported its table
      And Jun has taken 6 bags of lot 7
      And the Warehouse has received 30 bags of Antigua as lot 9 on shelf B2
      When the Warehouse imports its table
      Then the Warehouse has recorded
        | event    | number | coffee  | roasted  | shelf | bags |
        | Imported | 6      | Huila   | 2026-W02 | C1    | 0    |
        | Imported | 7      | Sidamo  | 2026-W08 | C3    | 40   |
        | Imported | 8      | Huila   | 2026-W09 | A1    | 12   |
        | Taken    |        |         |          |       | 6    |
        | Received | 9      | Antigua | 2026-W10 | B2    | 30   |

    Scenario: The table is imported after a new lot has come in
      Given the Warehouse has received 30 bags of Antigua as lot 9 on shelf B2
      When the Warehouse imports its table
      Then the Warehouse has recorded
        | event    | number | coffee  | roasted  | shelf | bags |
        | Received | 9      | Antigua | 2026-W10 | B2    | 30   |
        | Imported | 6      | Huila   | 2026-W02 | C1    | 0    |
        | Imported | 7      | Sidamo  | 2026-W08 | C3    | 40   |
        | Imported | 8      | Huila   | 2026-W09 | A1    | 12   |

    Scenario: The power fails during the import, again and again
      Given the power has failed during the import, again and again
      When the Warehouse imports its table
      Then the Warehouse has recorded
        | event    | number | coffee | roasted  | shelf | bags |
        | Imported | 6      | Huila  | 2026-W02 | C1    | 0    |
        | Imported | 7      | Sidamo | 2026-W08 | C3    | 40   |
        | Imported | 8      | Huila  | 2026-W09 | A1    | 12   |

  Rule: Whoever reads the table as before reads what is true

    Scenario: Grace looks at the web page
      Given the Warehouse has imported its table
      And the Warehouse has received 30 bags of Sidamo as lot 9 on shelf B2
      When Jun takes 6 bags of lot 7
      Then the web page shows 64 bags of Sidamo
      And the table agrees with what is recorded of lot 7

    Scenario: Jun looks for the rest of the Huila
      Given the Warehouse has imported its table
      And Jun has moved lot 7 to shelf A2
      When Jun takes 12 bags of lot 8
      Then the picker's list shows
        | shelf | lot | coffee | bags |
        | A2    | 7   | Sidamo | 40   |
      And the table agrees with what is recorded of lot 8
