# The journal and its verification
journal-lead = One log an organisation, append-only: nothing can be altered without it showing. Open an entry and this page itself checks, in the browser, that it stands in the sealed log.
journal-choose = Choose a log.
journal-newer = { $count ->
    [one] 1 new entry
   *[other] { $count } new entries
  }
journal-older = Earlier entries
logs = Logs
log-size = { $size } entries
log-checkpoint = sealed { $time }
log-key = Verifier key of the log:
entry-index = No.
entry-title = Entry { $index }
entry-id = Id
entry-kind = Kind
entry-subject = Subject
entry-source = Source, actor
entry-answers = Answers
entry-bytes = The entry's bytes and the checkpoint
entry-unreadable = No entry can be read from these bytes.
entry-to-obligation = To the obligation
commitments-none = none
step-yes = Yes
step-no = No
step-entry = 1. The bytes are a canonical entry
step-leaf = 2. Leaf hash
step-path = 3. Path to the root
step-checkpoint = 4. Checkpoint
step-signature = 5. Ed25519 signature
verify-yes = In the journal
verify-no = Does not match
verify-yes-text = This browser has recomputed it all, from the entry's bytes to the signed root.
verify-no-text = These bytes are not what the journal has sealed.
verify-flip = Flip a byte and try again
verify-restore = Put it back
verify-flipped = One bit of byte { $at } was turned over.
verify-folds = { $count ->
    [one] 1 step
   *[other] { $count } steps
  }
verify-note = The key comes from this server; to be certain, compare it with one received another way.
verify-entry-canonical = { $bytes } bytes, canonical JSON (RFC 8785), all the fields of an entry and no others.
verify-entry-unreadable = Not an entry: { $fault }.
verify-entry-other-origin = The entry belongs to another log: { $origin }.
verify-leaf-equal = SHA-256(0x00 ‖ bytes) equals the leaf stated.
verify-leaf-differs = SHA-256(0x00 ‖ bytes) differs from the leaf stated.
verify-path-equal = Folding the leaf over { $count } nodes gives the root stated.
verify-path-differs = Folding the leaf over { $count } nodes gives another root.
verify-path-impossible = The path cannot belong to this index and size.
verify-checkpoint-equal = The computed root stands in the checkpoint of { $origin }, { $size } entries.
verify-checkpoint-differs = The computed root is not the checkpoint's.
verify-checkpoint-unreadable = The checkpoint cannot be read.
verify-checkpoint-other-origin = The checkpoint belongs to another log: { $origin }.
verify-checkpoint-other-size = The checkpoint states another size: { $size }.
verify-signature-valid = The signature of { $name } on the checkpoint is right ({ $engine }).
verify-signature-wrong = The signature of { $name } on the checkpoint is wrong ({ $engine }).
verify-signature-absent = The checkpoint bears no signature of this key.
verify-signature-bad-key = The verifier key is not valid.
verify-signature-other-key = The verifier key bears the name of another log.
verify-signature-unreadable = The checkpoint cannot be read.
engine-webcrypto = the browser's WebCrypto
engine-bundled = code bundled with the page
fold-left = sibling on the left
fold-right = sibling on the right
erase = Erase what is behind a commitment…
erase-text = Value, salt and file are destroyed; the entry stays in the journal and still verifies. This cannot be undone.
erase-fields = Fields to erase
erase-reason = Reason
erase-send = Erase for good
erase-done = Erased. The entry verifies as before.
