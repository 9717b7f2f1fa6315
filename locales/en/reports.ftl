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
