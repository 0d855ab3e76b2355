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
        for command in ["check", "import"] {
            let run = run(dir.path(), &[command, name]);
            assert_eq!(run.code, 2, "{command} {name}");
            assert_eq!(run.err_lines().len(), 1, "{command} {name}: {}", run.err);
            assert!(run.err.contains(advice) && run.err.contains(name), "{command} {name}: {}", run.err);
        }
    }
}

/// A report with a percentage that does not follow and a word that is written twice.
const REPORT: &str = "清河县2025年法治政府建设年度报告\n2025年，清河县推进法治政府建设。现将情况报告如下。\n一、主要成效\n（一）推进推进依法行政。抽查案卷200卷,其中合格150卷，合格率为85%。\n二、存在的问题\n一是执法力量薄弱。二是宣传方式单一。\n三、2026年工作安排\n一是充实执法力量。二是创新宣传方式。";

#[test]
fn a_word_file_is_checked_where_it_lies() {
    let dir = folder(&[("文字.txt", REPORT)]);
    put(dir.path(), "报告/年报.docx", &docx(&paragraphs(REPORT)));
    let word = run(dir.path(), &["check", "报告/年报.docx", "--format", "json"]).json();
    let text = run(dir.path(), &["check", "文字.txt", "--format", "json"]).json();
    let places = |run: &serde_json::Value| -> Vec<String> {
        let found = run["files"][0]["diagnostics"].as_array().unwrap();
        found.iter().map(|d| format!("{} {} {} {}", d["rule"], d["start"], d["end"], d["quote"])).collect()
    };
    assert!(places(&word).len() >= 2, "{word}");
    assert_eq!(places(&word), places(&text));
    let outline = |file: &str| {
        let mut json = run(dir.path(), &["outline", file, "--format", "json"]).json();
        json["path"] = "x".into();
        json.to_string()
    };
    assert_eq!(outline("报告/年报.docx"), outline("文字.txt"));
    // A folder's run finds it, and `--fix` leaves it alone.
    let before = std::fs::read(dir.path().join("报告/年报.docx")).unwrap();
    let fix = run(dir.path(), &["check", "--fix", "报告"]);
    assert_eq!(fix.code, 2);
    assert!(fix.err.contains("不会直接改写"), "{}", fix.err);
    assert_eq!(std::fs::read(dir.path().join("报告/年报.docx")).unwrap(), before);
}

/// The text of a part of a Word file.
fn part(path: &std::path::Path, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

#[test]
fn findings_are_written_as_comments_into_a_copy() {
    let dir = folder(&[]);
    put(dir.path(), "年报.docx", &docx(&paragraphs(REPORT)));
    let first = run(dir.path(), &["check", "年报.docx", "--annotate", "--fix", "-o", "审阅.docx"]);
    assert_eq!(first.code, 1, "{}", first.err);
    assert!(first.err.contains("条批注") && first.err.contains("处修订"), "{}", first.err);
    let out = dir.path().join("审阅.docx");
    let body = part(&out, "word/document.xml");
    assert!(part(&out, "word/comments.xml").contains("percent-mismatch"));
    assert!(body.contains("<w:delText xml:space=\"preserve\">,</w:delText>"), "{body}");
    // A second time it does not pile up, from the copy as from the file.
    let comments = part(&out, "word/comments.xml");
    assert_eq!(run(dir.path(), &["check", "年报.docx", "--annotate", "--fix", "-o", "审阅.docx"]).code, 1);
    assert_eq!(part(&out, "word/comments.xml"), comments);
    run(dir.path(), &["check", "审阅.docx", "--annotate", "-o", "再审.docx"]);
    let again = part(&dir.path().join("再审.docx"), "word/comments.xml");
    assert_eq!(again.matches("<w:comment ").count(), comments.matches("<w:comment ").count());
    // Nobody's file is written over, nor the draft itself.
    put(dir.path(), "别人.docx", &docx(&paragraphs("会议纪要")));
    // A copy that a reviewer has gone on with: the same parts, another body.
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&out).unwrap()).unwrap();
    let mut copy = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let text = std::io::read_to_string(&mut entry).unwrap().replace("宣传方式单一", "宣传方式很单一");
        copy.start_file(name, SimpleFileOptions::default()).unwrap();
        copy.write_all(text.as_bytes()).unwrap();
    }
    put(dir.path(), "改过.docx", &copy.finish().unwrap().into_inner());
    for (output, words) in [("别人.docx", "已经存在"), ("改过.docx", "已经存在"), ("年报.docx", "另取一个名字")] {
        let refused = run(dir.path(), &["check", "年报.docx", "--annotate", "-o", output]);
        assert_eq!(refused.code, 2);
        assert!(refused.err.contains(words), "{}", refused.err);
    }
}

#[test]
fn a_folder_is_annotated_with_a_sheet_and_told_what_was_mended() {
    let dir = folder(&[]);
    put(dir.path(), "送审/司法局.docx", &docx(&paragraphs(REPORT)));
    put(dir.path(), "送审/乡镇/石桥镇.docx", &docx(&paragraphs(&REPORT.replace("清河县", "石桥镇"))));
    let arguments = ["check", "送审", "--annotate", "-o", "审阅"];
    assert_eq!(run(dir.path(), &arguments).code, 1);
    for name in ["司法局.docx", "乡镇/石桥镇.docx", "nianbao-survey.html"] {
        assert!(dir.path().join("审阅").join(name).is_file(), "{name}");
    }
    put(dir.path(), "送审/司法局.docx", &docx(&paragraphs(&REPORT.replace("85%", "75%"))));
    let second = run(dir.path(), &arguments);
    let line = second.err_lines().into_iter().find(|l| l.contains("司法局.docx：比上次")).unwrap_or_default().to_owned();
    assert!(line.contains("少了1处") && line.contains("新增0处"), "{}", second.err);
}

#[test]
fn a_word_file_beside_its_draft_is_one_report() {
    let dir = folder(&[]);
    put(dir.path(), "年报.docx", &docx(&paragraphs(REPORT)));
    let draft = put(dir.path(), "年报.md", REPORT.as_bytes());
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(60);
    std::fs::File::options().write(true).open(draft).unwrap().set_modified(later).unwrap();
    let run = run(dir.path(), &["check", "--format", "json"]);
    assert_eq!(run.json()["summary"]["files"], 1);
    assert_eq!(run.json()["files"][0]["path"], "年报.md");
    assert!(run.err.contains("同一份草稿"), "{}", run.err);
}
