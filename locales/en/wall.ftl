wall-lost = No contact since { $since }
wall-lost-note = What stands below is of { $since }, not of now. Connecting again.
wall-ended = Session over since { $since }
wall-ended-note = The board is no longer kept current. Sign in again.
wall-nothing = No board received yet
wall-nothing-note = The server does not answer yet, or there is no campaign. Trying again.
wall-age-hours = For { $hours } h { $minutes } min
wall-age-minutes = For { $minutes } min { $seconds } s
wall-age-seconds = For { $seconds } s
wall-ends = The session ends at { $time }: sign in anew
wall-held = Held at this view
wall-views = Views
wall-view-counts = Totals
wall-view-wanting = Wants somebody
wall-view-organisations = Organisations
wall-view-coming = Coming
wall-coming = Coming
wall-in-days = in { $count ->
    [one] { $count } day
   *[other] { $count } days
}
wall-in-hours = in { $hours } h { $minutes } min
