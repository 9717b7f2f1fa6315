# The Obligations page: the tree of organisations and what each owes
nav-obligations = Obligations
obligations-status = Status
obligations-every-status = Every status
obligations-open = Only what is still to be done
obligations-none = There is no such obligation.
