//! Every sentence that can be said of what the store refuses, field by field.

campaign::sentences! {
    // Entries.
    not_this_way(kind) = "{kind} is not recorded this way";
    kind_unknown(kind) = "{kind} is not known here";
    answers_too_many(limit) = "names more than {limit} entries";
    document_not_uploaded() = "names no document that was handed in; upload it first";
    file_not_utf8() = "is not UTF-8 text";
    issuer_no_regulator(organisation) = "{organisation} is no regulator in this campaign";
    not_a_name() = "is not a name";
    no_duty_entry(entry) = "{entry} is no entry of this duty log";
    not_heard() = "names no entry of your duty log in which this organisation was heard";
    relay_answers_none() = "is empty: it must name the duty entry in which it was heard";
    no_report_of_yours(entry) = "{entry} is no report your organisation drew up";
    not_as_drafted() = "is not what the draft says";
    not_disputed() = "is not what the dispute is about";
    dispute_decided() = "names a dispute that is decided";
    disputes_wait(limit) = "would be one dispute too many: {limit} of your organisation wait for a decision";
    own_dispute() = "names a dispute you opened yourself: another decides it";
    no_private_field(field) = "{field} is no private field of the entry";
    campaign_file_stays() = "a campaign file is not erased";
    no_delegation() = "is of no delegation that holds for this";
    not_of_this_key() = "is about nothing that this key names";
    too_many_logs() = "the node has as many logs as it can hold";

    // Words and times that a person gives.
    not_words(limit) = "is not 1 to {limit} characters";
    hidden_in_words(letter) = "holds {letter}, which a reader does not see";
    not_reason(limit) = "is empty or longer than {limit} characters";
    none_named() = "is empty";
    not_minutes(limit) = "is not 1 to {limit}";
    until_before_from() = "is not after its beginning";
    until_past() = "is past";
    until_far() = "is more than a year away";
    not_within_year() = "is not within a year from now";
    secret_words() = "the input bears a secrecy mark and this node is not isolated: nothing of it was kept";
    too_large(limit) = "larger than {limit} bytes";

    // Accounts, keys, delegations.
    login_taken() = "is taken";
    login_of_another(organisation) = "may have nothing behind an @ but {organisation}";
    factor_is_on() = "is on; remove it first";
    role_for_programs() = "is for programs, which are not invited";
    role_of_regulator() = "is given in a regulator's organisation alone";
    own_account() = "is your own account; another administrator does this";
    last_administrator() = "is the last administrator of an organisation that none stands above";
    recovery_asked() = "is an account for which a recovery is asked already";
    recovery_own() = "was asked for by yourself; another administrator confirms it";
    recovery_asker_gone() = "was asked for by somebody who does not manage the account any more";
    recovery_new_hands(hours) = "takes an administrator in whose own account nobody had a hand for {hours} hours before it was asked for; yours was invited, raised, let in or recovered since";
    recovery_asker_new(hours) = "was asked for by an administrator in whose own account somebody had a hand within {hours} hours before";
    recovery_own_factor(hours) = "is of an account with a second factor; who takes it away has had one of their own for {hours} hours";
    recovery_asker_factor(hours) = "is of an account with a second factor, and was asked for by an administrator who has had none for {hours} hours";
    account_shut_out() = "is an account that is shut out";
    account_waits() = "is an account that waits for its password; invite it again";
    account_enrolled() = "is an account that has set its password";
    key_revoked() = "is a key that is revoked";
    never_machines(action) = "{action} is never a machine's";
    without_read_board() = "name what is read without read_board";
    key_names_too_many(limit) = "names more than {limit}";
    own_delegation() = "is your own: nobody delegates to themselves";
    holder_shut_out() = "is shut out";
    not_to_sign(action, organisation) = "{action} for {organisation} is nothing the account could be given to sign";

    // Questions.
    no_place_in_list() = "no such place in the list";
    position_beyond() = "the position lies beyond the journal";
    position_no_log() = "the position names a log that is not there";
    question_long(limit) = "the question has more than {limit} characters";
    size_beyond() = "the older size lies beyond the log";
    directory_not_empty() = "the directory is not empty";
    attachment_name() = "an attachment's name has characters it may not have";
}
