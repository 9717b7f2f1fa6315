# An obligation given to a unit or a person of whoever owes it
form-assign = Give to somebody
form-assign-send = Give
form-take-back-send = Take back
assign-lead = Your organisation answers for the obligation all the same; giving it changes no status.
assign-held = Held by { $who } now.
assign-unit = Unit
assign-no-unit = no unit in particular
assign-person = Person
assign-no-person = nobody by name
assign-until = Given until (Viet Nam time; empty until it is taken back)
holder-somebody = somebody named
held-by = Held by { $who } since { $time }
held-until = until { $time }
held-short = Held by { $who }
given-title = Given to you
given-by = Given by { $organisation } at { $time }
obligations-mine = Only what was given to me or my unit
