Feature: The screen may be late, but it leaves nobody in doubt
  It follows what Support records, and that takes a moment. Whoever has
  changed something sees it there, or is told why not.

  Rule: Whoever has changed something sees it

    Scenario: Grace opens a case
      Given Omar has opened a case for Ada about beans
      When Grace opens a case for Mina about a parcel
      And Grace looks at the screen
      Then the screen lists
        | customer | about  | clerk |
        | Ada      | beans  | Omar  |
        | Mina     | parcel | Jun   |

    Scenario: Grace writes a note
      Given Grace has opened a case for Mina about a parcel
      When Grace notes in Mina's case "it went to Porto"
      And Grace looks at the screen
      Then the screen lists
        | customer | about  | clerk |
        | Mina     | parcel | Jun   |

    Scenario: Grace closes a case
      Given Omar has opened a case for Mina about a parcel
      When Grace closes Mina's case, and notes "it has arrived"
      And Grace looks at the screen
      Then the screen is empty
      And a moment later Omar sees an empty screen

  Rule: A late screen says how late it is

    Scenario: Jun glances at a late screen
      Given nothing gets through to the screen
      And Grace has opened a case for Mina about a parcel
      When Jun glances at the screen
      Then the screen is empty
      And it says that it is 1 event behind

    Scenario: Jun comes before the first complaint
      When Jun glances at the screen
      Then the screen is empty
      And it says that it is 0 events behind

    Scenario: Grace cannot wait any longer
      Given nothing gets through to the screen
      And Grace has opened a case for Mina about a parcel
      And Omar has noted in Mina's case "it went to Porto"
      When Grace looks at the screen for a moment
      Then Grace is told that the screen is 2 events behind

    Scenario: Omar had a busy morning
      Given nothing gets through to the screen
      And Omar has opened 1200 cases about beans
      When Jun glances at the screen
      Then the screen is empty
      And it says that it is 1000 events behind, the most that it counts

    Scenario: The screen catches up
      Given nothing gets through to the screen
      And Grace has opened a case for Mina about a parcel
      And everything gets through again
      When Grace looks at the screen
      Then it says that it is 0 events behind

  Rule: A broken screen is not a late one

    Scenario: Omar opens a case that nobody looks after
      Given Omar has opened a case for Leo about beans
      And Omar has opened a case for Ada about a voucher
      When Grace opens a case for Mina about a parcel
      And Grace looks at the screen
      Then Grace is told that the screen has stopped at Ada's case about a voucher

    Scenario: The screen stops right after Grace's case
      Given nothing gets through to the screen
      And Grace has opened a case for Mina about a parcel, just before Omar's for Ada about a voucher
      When Grace looks at the screen, and it stops while she looks
      Then the screen lists
        | customer | about  | clerk |
        | Mina     | parcel | Jun   |
      And a moment later Grace sees Mina's case about a parcel

    Scenario: Grace looks once more
      Given Omar has opened a case for Ada about a voucher
      And Grace has opened a case for Mina about a parcel
      And Grace has been told that the screen has stopped
      When Grace looks at the screen
      Then Grace is told that the screen has stopped at Ada's case about a voucher

    Scenario: Jun glances at a screen that has stopped
      Given Omar has opened a case for Ada about a voucher
      And Grace has opened a case for Mina about a parcel
      And Grace has been told that the screen has stopped
      When Jun glances at the screen
      Then the screen is empty

    Scenario: Omar opens a case about two things
      Given Omar has opened a case for Ada about beans and a parcel
      When Grace opens a case for Mina about a parcel
      And Grace looks at the screen
      Then Grace is told that the screen has stopped at a case for Ada about two things

    Scenario: Omar forgets to ask who is calling
      Given Omar has opened a case for nobody about beans
      When Grace opens a case for Mina about a parcel
      And Grace looks at the screen
      Then Grace is told that the screen has stopped at a case for nobody about beans

    Scenario: The rota does not answer in time
      Given the rota does not say in time who looks after vouchers
      And Omar has opened a case for Ada about a voucher
      When Grace opens a case for Mina about a parcel
      And Grace looks at the screen
      Then Grace is told that the screen has stopped at Ada's case about a voucher

    Scenario: A closed case does not come off the screen
      Given Grace has opened a case for Mina about a parcel
      And no case comes off the screen any more
      When Grace closes Mina's case, and notes "it has arrived"
      And Grace looks at the screen
      Then Grace is told that the screen has stopped at the end of Mina's case

  Rule: A failure of the screen's store is not blamed on a case

    Scenario: The screen cannot be read for a moment
      Given Grace has opened a case for Mina about a parcel
      When Grace looks at the screen while its store is away
      Then Grace is told what is wrong with the store
      And a moment later Grace sees Mina's case about a parcel

    Scenario: Jun glances at a screen that cannot be read
      Given Grace has opened a case for Mina about a parcel
      When Jun glances at the screen while its store is away
      Then Jun is told what is wrong with the store
      And it does not say how far it is behind

    Scenario: The screen has stopped, and its store is away
      Given Grace has opened a case for Mina about a parcel
      And Omar has opened a case for Ada about a voucher
      And Omar has been told that the screen has stopped
      When Grace looks at the screen while its store stays away
      Then Grace is told what is wrong with the store

    Scenario: The disk of the screen is full
      Given Grace has opened a case for Mina about a parcel
      And Grace has looked at the screen while its disk was full
      When Omar opens a case for Ada about beans
      And Omar looks at the screen
      Then Omar is told that the screen has stopped, and no case is blamed
