//! Every sentence that can be said of a sheet of inspections, of its rows and of its cells.

campaign::sentences! {
    // The sheet as a whole.
    sheet_too_large(limit) = "the sheet is larger than {limit} bytes";
    sheet_not_utf8() = "is not UTF-8; save the sheet as \"CSV UTF-8\"";
    sheet_empty() = "the sheet is empty";
    sheet_named_empty(sheet) = "the sheet \"{sheet}\" is empty";
    sheet_too_long(limit) = "the sheet has more than {limit} rows; split it";
    sheet_unreadable(why) = "cannot be read as a table: {why}";
    under_no_column(cell) = "{cell} stands under no column of the first line";
    too_many_columns(limit) = "has more than {limit} columns";
    beyond_columns(cell, limit) = "{cell} lies beyond {limit} columns";
    column_missing(column, known) = "has no column {column}; the first line names {known}, and the items";
    column_twice(column) = "names column \"{column}\" twice";
    column_unknown(column) = "column \"{column}\" is neither known nor the id of an item";

    // Rows and cells.
    cells_differ(found, wanted) = "has {found} cells, not {wanted}";
    cell_error() = "shows an error of the spreadsheet";
    cell_empty() = "is empty";
    cell_no_slug(value) = "\"{value}\" is not a slug: 1 to 64 of a-z, 0-9 and '-'";
    cell_no_zone(value) = "\"{value}\" names no zone; write it with one, as 2027-02-06T00:00:00+07:00";
    cell_no_time(value) = "\"{value}\" is not a time; write it as 2027-02-06T00:00:00+07:00";
    cell_time_out_of_range() = "the time lies outside the years 1 to 9999";
    cell_too_long(limit) = "is longer than {limit} characters";
    cell_none_of(words) = "is none of: {words}";
    answers_nothing() = "answers no item of the checklist";

    // A workbook as a whole.
    book_too_large(limit) = "the workbook is larger than {limit} bytes";
    book_no_sheet(sheets) = "the workbook has no such sheet; it has {sheets}";
    book_no_place() = "the workbook does not say where its sheet is";
    book_damaged(why) = "the workbook is damaged: {why}";
    book_not_opened() = "is no workbook: the archive cannot be opened";
    book_too_many_parts(limit) = "the workbook has more than {limit} parts";
    book_not_unpacked(part) = "the workbook is damaged: {part} cannot be unpacked";
    book_unpacks_large(limit) = "the workbook unpacks to more than {limit} bytes";
    book_incomplete(part) = "is no workbook of a spreadsheet: it has no {part}";
    book_too_many_sheets() = "the workbook has too many sheets";
    book_too_many_texts(limit) = "the workbook has more than {limit} texts";
}
