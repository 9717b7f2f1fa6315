# Reports.

reports-lead = The report in the layout of an official document; number, sign and signature are left blank for the office and the signer.
reports-at = As of (Viet Nam time)
reports-at-empty = Empty: as of now.
reports-docx = Download .docx
reports-pdf = Download .pdf
reports-xlsx = Download the figures (.xlsx)
reports-zip = Download with its evidence (.zip)
reports-making = Making it…
reports-done = Downloaded { $name }.
reports-note = Every figure in the report leads to an entry number in the journal. The whole package holds the .docx, the figures as .xlsx and the journals; unpacked, “thongsuot verify” checks it without this server.

reports-copy = For a chat
reports-copy-text = Copy as text
reports-copy-picture = Copy as a picture
reports-copied-text = Copied as text.
reports-copied-picture = Copied as a picture.
reports-copy-by-hand = The browser does not let the page copy; the text is selected, press Ctrl-C.
reports-copy-saved = The browser does not let the page copy pictures; it was downloaded: { $name }.
reports-copy-label = Text to copy
reports-calendar = Calendar of the deadlines (.ics)
reports-calendar-note = Open the file with the calendar of a telephone or a computer; it names no people.

reports-paper = Paper
reports-paper-results = Report on results
reports-paper-situation = Situation report
reports-paper-upward = Consolidated report upward
reports-paper-direction = Letter of direction
reports-paper-plan = Plan
reports-paper-assignment = Notice of assignments
reports-paper-minutes = Minutes of a comparison
reports-about-results = Each obligation of each organisation with figures, evidence and explanations.
reports-about-situation = Short: how it stands, what changed since the situation report kept last, what wants somebody.
reports-about-upward = To whoever issued the letter that the campaign carries out; a part for each organisation, what is missing first.
reports-about-direction = Gives the obligations out in the words of the letter, with deadlines and how each is proved.
reports-about-plan = Obligations, periods, assignments and reporting; measures and shifts are left to be written.
reports-about-assignment = Who carries out which of one's own obligations, until when; which was given to nobody.
reports-about-minutes = How each obligation stands by the journals, for both sides to look at, remark on and sign.
