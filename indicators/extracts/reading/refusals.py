"""Why a file is no table that could be read: one name, one sentence and one remedy each."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.extracts.words import Words


def _refusal(name: str, message: Promise, guidance: Promise, row: Promise | None = None) -> tuple[str, Words]:
    return name, Words(name, "fail", message, guidance, row)


_SAVE_AS = _("Save the table as CSV, XLSX or ODS and upload that file.")

REFUSALS: dict[str, Words] = dict(
    [
        _refusal("file_empty", _("The file is empty."), _("Check that you chose the right file, and export it again.")),
        _refusal(
            "headings_only",
            _("The file has headings but no rows under them."),
            _("Check the filter of your export: it may have left nothing over."),
        ),
        _refusal(
            "headings_missing",
            _("The first row of the file has no headings."),
            _("Put the headings of the columns into row 1, with no title or empty row above them."),
        ),
        _refusal(
            "file_too_large",
            _("The file is larger than this service takes."),
            _("Divide it by period and upload the parts one after the other."),
            _("The file has %(size)s; the most is %(most)s."),
        ),
        _refusal("file_is_picture", _("The file is a picture, not a table, whatever its name says."), _SAVE_AS),
        _refusal("file_is_pdf", _("The file is a PDF document, not a table, whatever its name says."), _SAVE_AS),
        _refusal(
            "file_is_archive",
            _("The file is an archive of other files, not a table."),
            _("Unpack the archive and upload the table that is in it."),
        ),
        _refusal(
            "file_is_old_office",
            _("The file is an old or password-protected Office file."),
            _("Open it, save it as XLSX or CSV without a password and upload that file."),
        ),
        _refusal("file_is_web_page", _("The file is a web page or XML, not a table."), _SAVE_AS),
        _refusal(
            "file_is_utf16",
            _("The file is text in an encoding that we do not take (UTF-16)."),
            _("In Excel choose “CSV UTF-8 (comma delimited)” when you save it."),
        ),
        _refusal("file_is_binary", _("The file is not text and not a spreadsheet that we know."), _SAVE_AS),
        _refusal(
            "text_undecodable",
            _("The file has characters that cannot be read."),
            _("Save the file again as “CSV UTF-8”. The row below is the first that cannot be read."),
        ),
        _refusal(
            "rows_ragged",
            _("Some rows have more or fewer cells than there are headings."),
            _(
                "Often a comma stands inside a text that is not in quotation marks. Correct these rows, "
                "or save the table as XLSX."
            ),
            _("The row has %(actual)s cells; there are %(expected)s headings."),
        ),
        _refusal(
            "quote_not_closed",
            _("A quotation mark is opened and not closed, so that rows run into one another."),
            _("Close or remove the quotation mark in this row, or save the table as XLSX."),
        ),
        _refusal(
            "row_too_long",
            _("A row of the file is far longer than a row of a table can be."),
            _("Check the line breaks and the quotation marks of the file, or save the table as XLSX."),
        ),
        _refusal(
            "columns_too_many",
            _("The file has more columns than a table of ours can have."),
            _("Check that you chose the right file, and leave out the columns that the layout does not have."),
            _("At most %(most)s are read."),
        ),
        _refusal(
            "spreadsheet_damaged",
            _("The spreadsheet is damaged and cannot be opened."),
            _("Open it in your spreadsheet program, save it again and upload the new file."),
        ),
        _refusal(
            "spreadsheet_bomb",
            _("The spreadsheet unpacks to far more than its size, and was not opened."),
            _("Copy the table alone into a new spreadsheet, or save it as CSV, and upload that file."),
        ),
        _refusal(
            "spreadsheet_endless",
            _("Opening the spreadsheet takes far more memory or time than a table does, and was stopped."),
            _("Copy the table alone into a new spreadsheet, or save it as CSV, and upload that file."),
        ),
        _refusal(
            "reading_stopped",
            _("Reading the file takes far more memory or time than a table of its size does, and was stopped."),
            _(
                "Check the line breaks and the quotation marks of the file. If it is right, divide it by period and upload the "
                "parts one after the other."
            ),
        ),
        _refusal(
            "spreadsheet_unsafe",
            _("The spreadsheet has parts in it that no spreadsheet program writes, and was not opened."),
            _("Copy the table alone into a new spreadsheet, or save it as CSV, and upload that file."),
        ),
        _refusal(
            "spreadsheet_has_macros",
            _("The spreadsheet has macros in it, and was not opened."),
            _("Save it as XLSX without macros, or as CSV, and upload that file."),
        ),
        _refusal(
            "sheet_hidden",
            _("The first sheet of the spreadsheet is hidden, or is no table."),
            _("Only the first sheet is read. Show the sheet that you mean, make it the first one, and save the file again."),
        ),
        _refusal(
            "cells_merged",
            _("Cells of the first sheet are merged, so that it cannot be told which rows a value belongs to."),
            _("Split all merged cells, and fill in the value in every row that it belongs to."),
        ),
        _refusal(
            "cells_out_of_order",
            _("Rows or cells stand in the spreadsheet twice or out of their order, so that programs read it differently."),
            _("Look these rows up in the source, export the table again and upload that file."),
            _("Cell %(cell)s"),
        ),
        _refusal(
            "cells_in_error",
            _("Cells of the spreadsheet show an error instead of a value."),
            _("Correct these cells, such as #REF! or #N/A, and save the file again."),
            _("Cell %(cell)s"),
        ),
        _refusal(
            "numbers_cut_off",
            _("Cells have numbers of more than 15 digits, of which a spreadsheet does not keep the last ones."),
            _(
                "Format the column as text and fill it in again from the source: then identifiers of different people stay "
                "different. Or upload the export as CSV."
            ),
            _("Cell %(cell)s"),
        ),
        _refusal(
            "formulas_not_worked_out",
            _("Cells of the spreadsheet have a formula whose value is not in the file."),
            _("Open the file in your spreadsheet program so that it works out the values, and save it again."),
            _("Cell %(cell)s"),
        ),
    ]
)
