//! Every sentence that can be said of a file that cannot be looked at.

campaign::sentences! {
    file_damaged() = "the file is damaged or encrypted, so that nobody can see whether it is marked; save it anew without a password";
    file_many_parts(limit) = "the file has more than {limit} parts; save it anew with fewer pictures";
    file_unpacks_large(limit) = "the file unpacks to more than {limit} bytes; split it";
    file_nested(limit) = "the file holds files within files, deeper than {limit}; hand the inner ones in by themselves";
    file_old_office() = "the file is of an older office program or under a password; save it as .docx or .xlsx without one";
    file_rtf() = "the file is .rtf, which is not looked into; save it as .docx";
    file_sealed() = "the file holds a compressed file that is not looked into; hand in what is in it";
    file_pdf() = "what this pdf says cannot be looked at (damaged, encrypted, too large, or its letters have no names); print it to a new pdf, or scan it";
    file_pdf_files() = "the pdf carries other files or an XML form; hand those in by themselves, and print it to a new pdf";
}
