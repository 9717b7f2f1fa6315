# Rights: accounts, keys of programs, delegations, and reading what one otherwise does not see.

kind-account_changed = Account changed
kind-key_changed = Machine key changed
kind-delegation_changed = Delegation changed
kind-probing_granted = Probing granted
kind-access_opened = Emergency access opened
kind-access_closed = Emergency access closed

# Administration
nav-administration = Administration
admin-openings = Emergency access
admin-reason = Reason:
admin-span = { $from } – { $until }
admin-nobody = (account is gone)
admin-openings-none = Nothing was opened yet.
admin-opened-by = { $name }, { $organisation }
admin-opening-lasts = open
admin-opening-over = closed
admin-opening-close = Close now
admin-opening-banner = Emergency access to the data of { $organisation } until { $until }. The organisation has been told.
admin-opening-told = { $name } ({ $by }) reads the data of { $organisation } by emergency access until { $until }. Reason: { $reason }
admin-opening-see = See all openings

upward-delegate = Put delegations on record
upward-break_glass = Open in an emergency

# Recoveries that an owner and a head are told of.
recovering-own = { $asker } asked for a recovery of your account at { $at }. If you did not ask them to, tell the head of your organisation at once: when another administrator confirms, your password and second factor are void.
recovered-own = Your account was recovered at { $at }: { $asker } asked, { $confirmer } confirmed. If you did not ask them to, tell the head of your organisation at once.
recovered-seen = I know
recovered-others = Recoveries of accounts within 7 days: { $count }
recovering-line = { $name }, { $organisation }: { $asker } asked at { $at }, nobody has confirmed.
recovered-line = { $name }, { $organisation }: recovered at { $at }, { $asker } asked, { $confirmer } confirmed.
