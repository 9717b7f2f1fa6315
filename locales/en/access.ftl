# Rights: accounts, keys of programs, delegations, and reading what one otherwise does not see.

kind-account_changed = Account changed
kind-key_changed = Machine key changed
kind-delegation_changed = Delegation changed
kind-access_opened = Emergency access opened
kind-access_closed = Emergency access closed

change-made = account made
change-invited = invited
change-invited_again = given another code
change-enrolled = has set the password
change-role_changed = given another role
change-shut_out = shut out
change-let_in = let in again
change-signed_out = signed out everywhere
change-recovery_asked = recovery asked for
change-recovery_confirmed = recovery confirmed
change-recovery_withdrawn = recovery request withdrawn
change-revoked = revoked
change-key-made = key made
change-given = given
change-withdrawn = withdrawn

said-account = { $change } · { $role } · { $account }
said-role = { $change }: { $before } → { $role } · { $account }
said-key = { $change } · { $key }
said-delegation = { $change } { $form } · { $account }
said-access = until { $until } · { $account }

fact-account = account
fact-change = change
fact-role = role
fact-role_before = role before
fact-recovery = recovery request
fact-key = machine key
fact-actions = may
fact-obligations = for obligations
fact-targets = for targets
fact-delegation = delegation
fact-signed_as = signed as
fact-organisations = for organisations
fact-opening = opening
fact-by = opened by
fact-position = in place of
fact-own_position = signer's position
fact-basis = basis
fact-name = name

form-of-kt = KT. (for the head)
form-of-tl = TL. (by order)
form-of-tuq = TUQ. (by authorisation)
