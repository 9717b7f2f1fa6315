# Dossier and disputes.

dossier-download = Download the dossier of this finding (.zip)

disputes-lead = A figure is disputed on the page of its obligation, beside the figure. What is under dispute is not erased.
disputes-state = State
disputes-every = Every state
disputes-none = No disputes.
dispute-open = Waits for an answer
dispute-overdue = Answer overdue
dispute-answered = Answered, waits for a decision
dispute-decided = Decided
dispute-due = Answer due { $time }
dispute-about = { $count } pieces of evidence
dispute-held = data held
dispute-claim = Claim
dispute-answer = Answer
dispute-document = document
dispute-minutes = Minutes (.docx)
dispute-minutes-pdf = Minutes (.pdf)
dispute-answer-open = Answer
dispute-decide-open = Decide
dispute-answer-text = The answer, with its grounds
dispute-ruling = Ruling
dispute-reason = Reasons
dispute-send = Record it
dispute-open-form = Dispute this figure
dispute-claim-text = What is wrong with the figure?
dispute-whole = The whole finding
dispute-reply-due = Answer due (Viet Nam time)
dispute-note = The evidence of this finding is held until somebody decided.
dispute-open-send = Open the dispute
ruling-upheld = The claim is right
ruling-partly = Right in part
ruling-rejected = The figure stands
