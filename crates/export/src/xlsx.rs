//! One workbook with a sheet for each table (ECMA-376, SpreadsheetML). Rows are compressed as they come, so that memory
//! does not grow with their number; a failure of the disk is an error like any other.

use std::borrow::Cow;
use std::io::{self, Write};

use csv::StringRecord;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use rawzip::{CompressionMethod, ZipArchiveWriter};
use whosaid_text::Date;

use crate::Error;
use crate::cells::push_number;
use crate::excel;
use crate::spool::Spool;
use crate::table::ColumnKind;

const SPREADSHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

// Places in the list of cell formats of `styles`.
const HEAD: u8 = b'1';
const LITERAL: u8 = b'2';
const DAY: u8 = b'3';
const SHARE: u8 = b'4';

/// Rows that are formed before they are compressed, in bytes.
const CHUNK: usize = 1 << 16;

/// Writes a workbook, sheet after sheet.
pub(crate) struct Workbook<W: Write> {
    zip: ZipArchiveWriter<W>,
    sheets: Vec<Sheet>,
    most_rows: u64,
}

/// A sheet that is written.
struct Sheet {
    name: String,
    columns: usize,
    rows: u64,
}

impl<W: Write> Workbook<W> {
    /// An empty workbook whose sheets have at most so many rows, the header among them.
    pub(crate) fn new(target: W, most_rows: u64) -> Self {
        Self {
            zip: ZipArchiveWriter::new(target),
            sheets: Vec::new(),
            most_rows,
        }
    }

    /// Writes the rows of a table into a sheet, or into several if they are too many. Failures to write go through
    /// `failed`.
    pub(crate) fn add(
        &mut self,
        spool: &mut Spool,
        failed: &dyn Fn(io::Error) -> Error,
    ) -> Result<(), Error> {
        let mut more = spool.advance()?;
        let mut part = 1;
        loop {
            let name = match part {
                1 => spool.table().to_string(),
                part => format!("{} {part}", spool.table()),
            };
            let columns = spool.columns().to_vec();
            let mut rows = 1;
            let mut broken = None;
            let most = self.most_rows;
            let first = self.sheets.is_empty();
            self.part(
                &format!("xl/worksheets/sheet{}.xml", self.sheets.len() + 1),
                |out| {
                    let mut chunk = sheet_head(&columns, first).into_bytes();
                    while more && rows < most {
                        rows += 1;
                        push_row(&mut chunk, &columns, spool.row(), rows);
                        if chunk.len() > CHUNK {
                            out.write_all(&chunk)?;
                            chunk.clear();
                        }
                        match spool.advance() {
                            Ok(another) => more = another,
                            Err(error) => {
                                broken = Some(error);
                                break;
                            }
                        }
                    }
                    chunk.extend_from_slice(b"</sheetData><autoFilter ref=\"A1:");
                    push_place(&mut chunk, columns.len() - 1, rows);
                    chunk.extend_from_slice(b"\"/></worksheet>");
                    out.write_all(&chunk)
                },
            )
            .map_err(failed)?;
            if let Some(error) = broken {
                return Err(error);
            }
            self.sheets.push(Sheet {
                name,
                columns: columns.len(),
                rows,
            });
            if !more {
                return Ok(());
            }
            part += 1;
        }
    }

    /// Writes what holds the sheets together.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        let sheets = std::mem::take(&mut self.sheets);
        for (name, text) in [
            ("xl/styles.xml", styles()),
            ("xl/workbook.xml", workbook(&sheets)),
            ("xl/_rels/workbook.xml.rels", relations(sheets.len())),
            ("_rels/.rels", package_relations()),
            ("[Content_Types].xml", content_types(sheets.len())),
        ] {
            self.part(name, |out| out.write_all(text.as_bytes()))?;
        }
        self.zip.finish().map_err(io::Error::other)?.flush()
    }

    fn part(&mut self, name: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let file = self
            .zip
            .new_file(name)
            .compression_method(CompressionMethod::DEFLATE);
        let (mut entry, config) = file.start().map_err(io::Error::other)?;
        let mut out = config.wrap(DeflateEncoder::new(&mut entry, Compression::fast()));
        write(&mut out)?;
        let (encoder, description) = out.finish().map_err(io::Error::other)?;
        encoder.finish()?;
        entry.finish(description).map_err(io::Error::other)?;
        Ok(())
    }
}

/// A sheet up to its second row: frozen header, widths of columns.
fn sheet_head(columns: &[&str], first: bool) -> String {
    let mut text = format!("{DECLARATION}<worksheet xmlns=\"{SPREADSHEET}\"><sheetViews><sheetView");
    if first {
        text.push_str(" tabSelected=\"1\"");
    }
    text.push_str(
        " workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>\
         <sheetFormatPr defaultRowHeight=\"15\"/><cols>",
    );
    for (index, column) in columns.iter().enumerate() {
        let number = index + 1;
        let width = width(column);
        text.push_str(&format!(
            "<col min=\"{number}\" max=\"{number}\" width=\"{width}\" customWidth=\"1\"/>"
        ));
    }
    text.push_str("</cols><sheetData><row r=\"1\">");
    let mut head = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        push_text(&mut head, index, 1, column, Some(HEAD));
    }
    text.push_str(&String::from_utf8_lossy(&head));
    text.push_str("</row>");
    text
}

/// In characters.
fn width(column: &str) -> u32 {
    match column {
        "quote" | "text" => 70,
        "title" | "variants" | "reason" | "term" => 45,
        "document_id" | "quote_id" | "term_id" | "source" | "entity_id" | "speaker_id" => 26,
        "name" | "surface" | "speaker" | "speaker_name" | "rule" | "record" => 24,
        "spans" | "cue" | "text_sha256" => 16,
        _ => 12,
    }
}

fn push_row(bytes: &mut Vec<u8>, columns: &[&str], cells: &StringRecord, row: u64) {
    bytes.extend_from_slice(b"<row r=\"");
    push_number(bytes, row);
    bytes.extend_from_slice(b"\">");
    for (index, (cell, column)) in cells.iter().zip(columns).enumerate() {
        if cell.is_empty() {
            continue;
        }
        match ColumnKind::of(column) {
            ColumnKind::Number => push_value(bytes, index, row, cell, None),
            ColumnKind::Share => push_value(bytes, index, row, cell, Some(SHARE)),
            ColumnKind::Date => match cell.parse().ok().and_then(serial) {
                Some(serial) => push_value(bytes, index, row, &serial.to_string(), Some(DAY)),
                None => push_text(bytes, index, row, cell, None),
            },
            ColumnKind::Text => {
                // It is a text anyhow; so it stays one if somebody edits it.
                let literal = excel::is_formula(cell) || excel::is_number(cell);
                push_text(bytes, index, row, cell, literal.then_some(LITERAL));
            }
        }
    }
    bytes.extend_from_slice(b"</row>");
}

fn push_cell(bytes: &mut Vec<u8>, column: usize, row: u64, style: Option<u8>) {
    bytes.extend_from_slice(b"<c r=\"");
    push_place(bytes, column, row);
    bytes.push(b'"');
    if let Some(style) = style {
        bytes.extend_from_slice(b" s=\"");
        bytes.push(style);
        bytes.push(b'"');
    }
}

fn push_value(bytes: &mut Vec<u8>, column: usize, row: u64, number: &str, style: Option<u8>) {
    push_cell(bytes, column, row, style);
    bytes.extend_from_slice(b"><v>");
    bytes.extend_from_slice(number.as_bytes());
    bytes.extend_from_slice(b"</v></c>");
}

fn push_text(bytes: &mut Vec<u8>, column: usize, row: u64, text: &str, style: Option<u8>) {
    push_cell(bytes, column, row, style);
    bytes.extend_from_slice(b" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    push_escaped(bytes, &excel::fit(Cow::Borrowed(text)));
    bytes.extend_from_slice(b"</t></is></c>");
}

/// `C7`; no table of ours has more columns than there are letters.
fn push_place(bytes: &mut Vec<u8>, column: usize, row: u64) {
    bytes.push(b'A' + column as u8);
    push_number(bytes, row);
}

/// Text of XML. What XML cannot hold, or would change, is written `_x000D_`, and what looks like that, too
/// (ECMA-376, 22.9.2.19, ST_Xstring).
fn push_escaped(bytes: &mut Vec<u8>, text: &str) {
    let mut copied = 0;
    for (at, c) in text.char_indices() {
        let code: &str = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '_' if is_code(&text.as_bytes()[at..]) => "_x005F_",
            '\t' | '\n' => continue,
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                bytes.extend_from_slice(&text.as_bytes()[copied..at]);
                // Writing into memory does not fail.
                let _ = write!(bytes, "_x{:04X}_", u32::from(c));
                copied = at + c.len_utf8();
                continue;
            }
            _ => continue,
        };
        bytes.extend_from_slice(&text.as_bytes()[copied..at]);
        bytes.extend_from_slice(code.as_bytes());
        copied = at + c.len_utf8();
    }
    bytes.extend_from_slice(&text.as_bytes()[copied..]);
}

/// True if `_x000D_` stands at the beginning, with any hexadecimal digits.
fn is_code(bytes: &[u8]) -> bool {
    bytes.len() >= 7 && bytes[1] == b'x' && bytes[6] == b'_' && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
}

/// The day as spreadsheets count it, from 30 December 1899; `None` before March 1900, where they disagree.
fn serial(date: Date) -> Option<u32> {
    u32::try_from(date.days_since_1970() + 25_569)
        .ok()
        .filter(|serial| *serial > 60)
}

fn styles() -> String {
    let font = "<sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/>";
    let format = |number: u32, rest: &str| {
        format!("<xf numFmtId=\"{number}\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"{rest}/>")
    };
    format!(
        "{DECLARATION}<styleSheet xmlns=\"{SPREADSHEET}\">\
         <numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>\
         <fonts count=\"2\"><font>{font}</font><font><b/>{font}</font></fonts>\
         <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
         <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"5\">{}<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>{}{}{}</cellXfs>\
         <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>",
        format(0, ""),
        format(0, " quotePrefix=\"1\""),
        format(164, " applyNumberFormat=\"1\""),
        format(2, " applyNumberFormat=\"1\""),
    )
}

fn workbook(sheets: &[Sheet]) -> String {
    let mut text = format!("{DECLARATION}<workbook xmlns=\"{SPREADSHEET}\" xmlns:r=\"{OFFICE}\"><sheets>");
    for (index, sheet) in sheets.iter().enumerate() {
        let number = index + 1;
        text.push_str(&format!(
            "<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>",
            sheet.name
        ));
    }
    text.push_str("</sheets><definedNames>");
    for (index, sheet) in sheets.iter().enumerate() {
        let last = char::from(b'A' + (sheet.columns - 1) as u8);
        text.push_str(&format!(
            "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{index}\" hidden=\"1\">'{}'!$A$1:${last}${}</definedName>",
            sheet.name, sheet.rows
        ));
    }
    text.push_str("</definedNames></workbook>");
    text
}

fn relations(sheets: usize) -> String {
    let mut text = format!("{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for number in 1..=sheets {
        text.push_str(&format!(
            "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        ));
    }
    let number = sheets + 1;
    text.push_str(&format!(
        "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
    ));
    text
}

fn package_relations() -> String {
    format!(
        "{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    )
}

fn content_types(sheets: usize) -> String {
    let mut text = format!(
        "{DECLARATION}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{TYPES}.sheet.main+xml\"/>\
         <Override PartName=\"/xl/styles.xml\" ContentType=\"{TYPES}.styles+xml\"/>"
    );
    for number in 1..=sheets {
        text.push_str(&format!(
            "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{TYPES}.worksheet+xml\"/>"
        ));
    }
    text.push_str("</Types>");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        let mut bytes = Vec::new();
        push_escaped(&mut bytes, text);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn text_is_well_formed_xml() {
        for (text, xml) in [
            ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
            ("one\r\ntwo\tthree", "one_x000D_\ntwo\tthree"),
            ("\0\u{1f}\u{ffff}é", "_x0000__x001F__xFFFF_é"),
            ("_x0041_", "_x005F_x0041_"),
            ("_x00g1_ _x0041 _x", "_x00g1_ _x0041 _x"),
            ("", ""),
        ] {
            assert_eq!(escaped(text), xml);
        }
    }

    #[test]
    fn rows_that_are_too_many_go_on_in_another_sheet() {
        use crate::{Layout, Table};
        use calamine::Reader;
        for (rows, sheets) in [(0, 1), (1, 1), (3, 1), (4, 2), (6, 2), (7, 3)] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("rejected.csv");
            let lines: String = (0..rows).map(|row| format!("row {row},,\n")).collect();
            std::fs::write(&path, format!("source,record,reason\n{lines}")).unwrap();
            let file = std::fs::File::open(&path).unwrap();
            let mut spool = Spool::new(Table::Rejected, Layout::default(), &path, file);
            let mut bytes = Vec::new();
            let mut workbook = Workbook::new(&mut bytes, 4);
            let failed = |error| Error::io(&path, "cannot write")(error);
            workbook.add(&mut spool, &failed).unwrap();
            workbook.finish().unwrap();
            let mut read = calamine::Xlsx::new(io::Cursor::new(bytes)).unwrap();
            let names = read.sheet_names();
            assert_eq!(names.len(), sheets);
            let mut found = Vec::new();
            for (number, name) in names.iter().enumerate() {
                let expected = if number == 0 {
                    "rejected".to_owned()
                } else {
                    format!("rejected {}", number + 1)
                };
                assert_eq!(*name, expected);
                let range = read.worksheet_range(name).unwrap();
                assert!(range.height() <= 4);
                assert_eq!(range.get((0, 2)).unwrap().to_string(), "reason");
                found.extend(range.rows().skip(1).map(|row| row[0].to_string()));
            }
            let all: Vec<_> = (0..rows).map(|row| format!("row {row}")).collect();
            assert_eq!(found, all);
        }
    }

    #[test]
    fn days_are_those_of_spreadsheets() {
        let serial = |date: &str| serial(date.parse().unwrap());
        assert_eq!(serial("1900-03-01"), Some(61));
        assert_eq!(serial("1970-01-01"), Some(25_569));
        assert_eq!(serial("2000-02-29"), Some(36_585));
        assert_eq!(serial("2023-09-21"), Some(45_190));
        assert_eq!(serial("1900-02-28"), None);
        assert_eq!(serial("1815-06-18"), None);
    }
}
