//! What the fuzz targets call, and small files for whoever tests a way in.

use std::{
    fmt::Write as _,
    io::{Cursor, Write},
};

use access::secrecy::Taking;
use flate2::{Compression, write::ZlibEncoder};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{admit, admit_sheet, paper};

/// Bytes as an archive, as they are and as the parts of one.
pub fn archive(bytes: &[u8]) {
    let taking = Taking::default();
    let _ = admit_sheet(bytes, &taking);
    let parts = ["word/document.xml", "xl/sharedStrings.xml", "word/embeddings/a.bin"];
    let length = bytes.len().div_ceil(parts.len()).max(1);
    let parts: Vec<(&str, &[u8])> = parts.into_iter().zip(bytes.chunks(length)).collect();
    let _ = admit(&archive_of(&parts), &taking);
}

/// Bytes as a pdf, as they are and as what a page draws.
pub fn pdf(bytes: &[u8]) {
    let taking = Taking::default();
    let _ = admit(&[b"%PDF-1.7\n", bytes].concat(), &taking);
    let _ = admit(&pdf_of_page(bytes, "", &[]), &taking);
}

/// Bytes as a .docx that is read as a letter: as its body, its lists, its notes and its header.
pub fn letter_docx(bytes: &[u8]) {
    let taking = Taking { isolated: true };
    let _ = paper(bytes, &taking);
    let kinds = ["officeDocument", "styles", "numbering", "footnotes", "header"];
    let relation = |(at, kind): (usize, &&str)| {
        format!("<Relationship Id=\"r{at}\" Type=\"x/{kind}\" Target=\"/{kind}.xml\"/>")
    };
    let relations: String = kinds.iter().enumerate().map(relation).collect();
    let relations = format!("<Relationships>{relations}</Relationships>");
    let length = bytes.len().div_ceil(kinds.len()).max(1);
    let names: Vec<String> = kinds.iter().map(|kind| format!("{kind}.xml")).collect();
    let mut parts: Vec<(&str, &[u8])> =
        vec![("_rels/.rels", relations.as_bytes()), ("_rels/officeDocument.xml.rels", relations.as_bytes())];
    parts.extend(names.iter().map(String::as_str).zip(bytes.chunks(length)));
    let _ = paper(&archive_of(&parts), &taking);
    let _ = paper(&archive_of(&[("word/document.xml", bytes)]), &taking);
}

/// Bytes as a pdf that is read as a letter, as they are and as what a page draws.
pub fn letter_pdf(bytes: &[u8]) {
    let taking = Taking { isolated: true };
    let _ = paper(&[b"%PDF-1.7\n", bytes].concat(), &taking);
    let _ = paper(&pdf_of_page(bytes, "", &[]), &taking);
}

/// An archive of these parts; empty where it cannot be made.
pub fn archive_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let begun = archive.start_file(*name, SimpleFileOptions::default());
        if begun.is_err() || archive.write_all(bytes).is_err() {
            return Vec::new();
        }
    }
    archive.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// A docx of these paragraphs.
pub fn docx_of(paragraphs: &[&str]) -> Vec<u8> {
    let paragraph = |text: &&str| ["<w:p><w:r><w:t>", text, "</w:t></w:r></w:p>"].concat();
    let body = paragraphs.iter().map(paragraph).collect::<Vec<_>>().concat();
    let xml = format!("<w:document><w:body>{body}</w:body></w:document>");
    archive_of(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", xml.as_bytes())])
}

/// A pdf of one page that says these lines, packed, in a font that it names and does not hold. Of two hundred different
/// letters at most.
pub fn pdf_of(lines: &[&str]) -> Vec<u8> {
    pdf_with(lines, &[])
}

/// As [`pdf_of`], with more objects, numbered from 7.
pub fn pdf_with(lines: &[&str], more: &[&[u8]]) -> Vec<u8> {
    pdf_drawn("", "", lines, more)
}

/// As [`pdf_with`], with steps of drawing before the lines, and in what the lines are set.
pub fn pdf_drawn(before: &str, set: &str, lines: &[&str], more: &[&[u8]]) -> Vec<u8> {
    let mut letters: Vec<char> = Vec::new();
    let mut page = format!("{before}\nBT /F 12 Tf 14 TL 60 780 Td {set}\n");
    for line in lines {
        page.push('<');
        for letter in line.chars() {
            let known = letters.iter().position(|one| *one == letter);
            let code = known.unwrap_or_else(|| {
                letters.push(letter);
                letters.len() - 1
            });
            let _ = write!(page, "{:02x}", (code + 33).min(255));
        }
        page.push_str("> Tj T*\n");
    }
    page.push_str("ET\n");
    let mut names = String::from("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n");
    names.push_str("1 begincodespacerange <00> <ff> endcodespacerange\n");
    for (code, letter) in letters.iter().enumerate() {
        let mut units = [0; 2];
        let unit = letter.encode_utf16(&mut units).first().copied().unwrap_or_default();
        let _ = writeln!(names, "1 beginbfchar <{:02x}> <{unit:04x}> endbfchar", (code + 33).min(255));
    }
    names.push_str("endcmap end end\n");
    pdf_of_page(page.as_bytes(), &names, more)
}

fn pdf_of_page(page: &[u8], names: &str, more: &[&[u8]]) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    let page = packed.write_all(page).and_then(|()| packed.finish()).unwrap_or_default();
    let stream = |dict: &str, data: &[u8]| {
        let head = format!("<< {dict} /Length {} >>\nstream\n", data.len());
        [head.as_bytes(), data, b"\nendstream"].concat()
    };
    let mut objects: Vec<Vec<u8>> = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F 4 0 R >> >> >>".to_vec(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /ToUnicode 6 0 R >>".to_vec(),
        stream("/Filter /FlateDecode", &page),
        stream("", names.as_bytes()),
    ];
    objects.extend(more.iter().map(|object| object.to_vec()));
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = String::new();
    for (at, object) in objects.iter().enumerate() {
        let _ = writeln!(places, "{:010} 00000 n ", file.len());
        file.extend(format!("{} 0 obj\n", at + 1).bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let count = objects.len() + 1;
    let table = file.len();
    file.extend(format!("xref\n0 {count}\n0000000000 65535 f \n{places}").bytes());
    file.extend(format!("trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes());
    file
}
