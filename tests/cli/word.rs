//! Word files on the command line.

use crate::support::*;
use std::io::Write as _;
use zip::write::{SimpleFileOptions, ZipWriter};

/// A `.docx` whose body is this XML.
pub fn docx(body: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    add(
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#,
    );
    add(
        "word/document.xml",
        &format!(r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#),
    );
    zip.finish().unwrap().into_inner()
}

/// A paragraph for each line.
pub fn paragraphs(text: &str) -> String {
    text.lines().map(|line| format!(r#"<w:p><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>"#, line.replace('&', "&amp;"))).collect()
}

#[test]
fn import_writes_a_draft_and_tells_what_it_left_out() {
    let dir = folder(&[]);
    let body = paragraphs("清河县2025年法治政府建设年度报告\n一、主要成效")
        + r#"<w:p><w:r><w:t>共</w:t></w:r><w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:del><w:r><w:delText>11</w:delText></w:r></w:del><w:r><w:t>件*。</w:t></w:r></w:p>"#;
    put(dir.path(), "报告.docx", &docx(&body));
    let run1 = run(dir.path(), &["import", "报告.docx", "-o", "报告.md"]);
    assert_eq!((run1.code, run1.out.as_str()), (0, ""));
    assert!(run1.err.contains("2处修订") && run1.err.contains("已导入到 报告.md"), "{}", run1.err);
    let draft = std::fs::read_to_string(dir.path().join("报告.md")).unwrap();
    assert_eq!(draft, "清河县2025年法治政府建设年度报告\n\n一、主要成效\n\n共12件\\*。\n");
    // A draft is never written over.
    assert_eq!(run(dir.path(), &["import", "报告.docx", "-o", "报告.md"]).code, 2);
    let original = run(dir.path(), &["import", "--original", "报告.docx"]);
    assert!(original.out.ends_with("共11件\\*。\n"), "{}", original.out);
}

#[test]
fn files_that_are_not_read_say_how_to_get_one_that_is() {
    let ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0];
    let encrypted: Vec<u8> = ole.iter().copied().chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let cases: [(&str, &[u8], &str); 8] = [
        ("a.doc", &ole, "另存为 .docx"),
        ("a.wps", &ole, "另存为 .docx"),
        ("a.rtf", b"{\\rtf1\\ansi}", "另存为 .docx"),
        ("a.pdf", b"%PDF-1.7\n", "复制文字"),
        ("a.ofd", b"PK\x03\x04", "复制文字"),
        ("a.docx", &encrypted, "密码"),
        ("b.docx", b"PK\x03\x04 torn", "另存为 .docx"),
        ("c.docx", "一、主要成效".as_bytes(), "另存为 .docx"),
    ];
    let dir = folder(&[]);
    for (name, bytes, advice) in cases {
        put(dir.path(), name, bytes);
        let commands: &[&str] = if name.ends_with(".docx") { &["import"] } else { &["check", "import"] };
        for command in commands {
            let run = run(dir.path(), &[command, name]);
            assert_eq!(run.code, 2, "{command} {name}");
            assert_eq!(run.err_lines().len(), 1, "{command} {name}: {}", run.err);
            assert!(run.err.contains(advice) && run.err.contains(name), "{command} {name}: {}", run.err);
        }
    }
}
