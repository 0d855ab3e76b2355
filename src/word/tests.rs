//! Documents put together by hand, one matter each.

use super::*;
use std::io::Write as _;
use zip::write::{SimpleFileOptions, ZipWriter};

/// A `.docx` of these parts beside the relations that lead to them.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let wrap = |inner: String| {
        format!(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>"#)
    };
    add("_rels/.rels", &wrap(format!(r#"<Relationship Id="r1" Type="{base}/officeDocument" Target="word/document.xml"/>"#)));
    let relations = parts.iter().filter(|(name, _)| *name != "document").enumerate().map(|(i, (name, _))| {
        let kind = name.trim_end_matches(|c: char| c.is_ascii_digit());
        format!(r#"<Relationship Id="r{i}" Type="{base}/{kind}" Target="{name}.xml"/>"#)
    });
    add("word/_rels/document.xml.rels", &wrap(relations.collect()));
    for (name, text) in parts {
        let root = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let root = match root {
            "header" => "hdr",
            "footer" => "ftr",
            other => other,
        };
        let (open, close) = if *name == "document" { ("<w:body>", "</w:body>") } else { ("", "") };
        add(
            &format!("word/{name}.xml"),
            &format!(r#"<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="w" xmlns:mc="mc">{open}{text}{close}</w:{root}>"#),
        );
    }
    zip.finish().unwrap().into_inner()
}

fn read_parts(parts: &[(&str, &str)]) -> WordDocument {
    read(&package(parts), Revisions::Accepted, Limits::default()).unwrap()
}

fn texts(document: &WordDocument) -> Vec<&str> {
    document.paragraphs.iter().map(|p| p.text.as_str()).collect()
}

fn body(body: &str) -> WordDocument {
    read_parts(&[("document", body)])
}

/// A paragraph of one run.
fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A paragraph of a list.
fn item(num_id: u32, level: u32, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
    )
}

fn level(index: u32, format: &str, text: &str, more: &str) -> String {
    format!(r#"<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#)
}

/// The three levels of official documents, two lists on one definition, one with a restart.
fn official(more: &str) -> String {
    let levels = level(0, "chineseCountingThousand", "%1、", r#"<w:suff w:val="nothing"/>"#)
        + &level(1, "chineseCountingThousand", "（%2）", r#"<w:suff w:val="nothing"/>"#)
        + &level(2, "decimal", "%3.", more);
    format!(
        r#"<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>
        <w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"#
    )
}

#[test]
fn automatic_numbers_are_counted_by_level() {
    let text = item(1, 0, "主要成效")
        + &item(1, 1, "健全制度")
        + &item(1, 2, "清理文件")
        + &item(1, 2, "公布清单")
        + &item(1, 1, "规范执法")
        + &item(1, 2, "培训")
        + &item(1, 0, "存在问题")
        + &item(1, 1, "机制不全");
    let document = read_parts(&[("document", &text), ("numbering", &official(""))]);
    assert_eq!(
        texts(&document),
        ["一、主要成效", "（一）健全制度", "1. 清理文件", "2. 公布清单", "（二）规范执法", "1. 培训", "二、存在问题", "（一）机制不全"]
    );
}

#[test]
fn lists_on_one_definition_count_on_and_an_override_restarts_once() {
    let text = item(1, 0, "甲") + &item(2, 0, "乙") + &item(3, 0, "丙") + &item(3, 0, "丁") + &item(1, 0, "戊");
    let document = read_parts(&[("document", &text), ("numbering", &official(""))]);
    assert_eq!(texts(&document), ["一、甲", "二、乙", "一、丙", "二、丁", "三、戊"]);
}

#[test]
fn a_level_may_go_on_or_be_written_in_digits() {
    let text = item(1, 0, "甲") + &item(1, 2, "子") + &item(1, 0, "乙") + &item(1, 2, "丑");
    let document = read_parts(&[("document", &text), ("numbering", &official(r#"<w:lvlRestart w:val="0"/>"#))]);
    assert_eq!(texts(&document), ["一、甲", "1. 子", "二、乙", "2. 丑"]);
    let legal = format!(
        r#"<w:abstractNum w:abstractNumId="0">{}{}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#,
        level(0, "chineseCounting", "第%1部分", ""),
        level(1, "decimal", "%1.%2", "<w:isLgl/>")
    );
    let document = read_parts(&[("document", &(item(1, 0, "概况") + &item(1, 1, "范围"))), ("numbering", &legal)]);
    assert_eq!(texts(&document), ["第一部分概况", "1.1 范围"]);
}

#[test]
fn numbers_come_from_styles_and_can_be_taken_away() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="x"><w:name w:val="本单位标题"/><w:basedOn w:val="1"/></w:style>"#;
    let styled =
        |style: &str, more: &str| format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr><w:r><w:t>标题</w:t></w:r></w:p>"#);
    let numbering = official("").replace(r#"<w:lvl w:ilvl="1">"#, r#"<w:lvl w:ilvl="1"><w:pStyle w:val="2"/>"#);
    let text = styled("1", "") + &styled("2", "") + &styled("1", r#"<w:numPr><w:numId w:val="0"/></w:numPr>"#) + &styled("x", "");
    let document = read_parts(&[("document", &text), ("numbering", &numbering), ("styles", styles)]);
    assert_eq!(texts(&document), ["一、标题", "（一）标题", "标题", "二、标题"]);
    assert_eq!(document.paragraphs.iter().map(|p| p.outline_level).collect::<Vec<_>>(), [Some(0), Some(1), Some(0), Some(0)]);
}

#[test]
fn tracked_changes_give_the_accepted_or_the_original_text() {
    let text = r#"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>全县</w:t></w:r><w:del><w:r><w:delText>共</w:delText></w:r></w:del></w:p>
        <w:p><w:r><w:t>建成</w:t></w:r><w:ins><w:r><w:t>二</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>三</w:t></w:r></w:moveFrom><w:r><w:t>站。</w:t></w:r></w:p>
        <w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>删去的条目</w:delText></w:r></w:del></w:p>"#;
    let text = text.to_owned() + &item(1, 0, "留下");
    let parts = [("document", text.as_str()), ("numbering", &official(""))];
    let document = read_parts(&parts);
    assert_eq!(texts(&document), ["全县建成二站。", "一、留下"]);
    assert_eq!(document.omitted.open_changes, 4);
    let original = read(&package(&parts), Revisions::Original, Limits::default()).unwrap();
    assert_eq!(texts(&original), ["全县共", "建成三站。", "一、删去的条目", "二、留下"]);
}

#[test]
fn fields_give_their_stored_result() {
    let field = |code: &str, result: &str| {
        format!(
            r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{result}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#
        )
    };
    let nested = format!(
        r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>{}<w:r><w:instrText> = 1 </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>是</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#,
        field("REF a", "不显示")
    );
    let text = format!(
        r#"<w:p><w:r><w:t>印于</w:t></w:r>{}<w:fldSimple w:instr="SEQ 表"><w:r><w:t>3</w:t></w:r></w:fldSimple>{nested}</w:p><w:p>{}</w:p>"#,
        field("DATE", "2026年1月9日"),
        field(r#"TOC \o "1-3""#, "一、主要成效\u{2026}1")
    );
    let document = body(&text);
    assert_eq!(texts(&document), ["印于2026年1月9日3是", "一、主要成效\u{2026}1"]);
    assert!(document.paragraphs[1].in_contents && !document.paragraphs[0].in_contents);
    // A field that never ends hides nothing.
    assert_eq!(texts(&body(r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>正文</w:t></w:r></w:p>"#)), ["正文"]);
}

#[test]
fn text_is_taken_once_and_in_its_place() {
    let ruby = "<w:r><w:ruby><w:rt><w:r><w:t>qīng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>清</w:t></w:r></w:rubyBase></w:ruby></w:r>";
    let boxed = format!(
        r#"<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"#,
        p("清河县人民政府文件")
    );
    let text = format!(
        r#"<w:p>{boxed}<w:sdt><w:sdtPr><w:alias w:val="单位"/></w:sdtPr><w:sdtContent>{ruby}</w:sdtContent></w:sdt><w:smartTag><w:r><w:t>河</w:t></w:r></w:smartTag><w:hyperlink><w:r><w:t>县</w:t></w:r></w:hyperlink></w:p>"#
    );
    let document = body(&text);
    assert_eq!(texts(&document), ["清河县人民政府文件", "清河县"]);
}

#[test]
fn characters_that_are_elements() {
    let text = r#"<w:p><w:r><w:t xml:space="preserve">一 </w:t><w:tab/><w:t>A&amp;B</w:t><w:noBreakHyphen/><w:softHyphen/><w:sym w:font="宋体" w:char="2460"/><w:br/><w:t> 下 </w:t><w:cr/></w:r></w:p>"#;
    let document = body(text);
    assert_eq!(texts(&document), ["一 \tA&B\u{2011}①\n下\n"]);
    let paragraph = &document.paragraphs[0];
    let verbatim: Vec<&str> =
        paragraph.segments.iter().filter(|s| matches!(s.origin, Origin::Verbatim(_))).map(|s| &paragraph.text[s.text.clone()]).collect();
    assert_eq!(verbatim, ["一 ", "A", "B", "下"]);
}

#[test]
fn hidden_text_and_notes_stand_apart() {
    let text = r#"<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>批注稿</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>可见</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>"#;
    let notes = format!(r#"<w:footnote w:id="0">{}</w:footnote><w:footnote w:id="2">{}</w:footnote>"#, p("分隔"), p("数据来自台账。"));
    let document =
        read_parts(&[("document", text), ("footnotes", &notes), ("header1", &p("内部资料")), ("comments", r#"<w:comment w:id="1"/>"#)]);
    assert_eq!(texts(&document), ["正文可见"]);
    assert_eq!((document.notes, document.page_texts), (vec!["数据来自台账。".to_owned()], vec!["内部资料".to_owned()]));
    assert_eq!((document.omitted.hidden_characters, document.omitted.comments), (3, 1));
}

/// Line and column of a byte of the draft, as the document counts them.
fn place(document: &WordDocument, draft: &Draft, at: usize) -> (usize, usize) {
    draft.place_map(document).place(&crate::text::Text::new(&draft.text), at)
}

#[test]
fn merged_cells_keep_their_columns() {
    let cell = |more: &str, text: &str| format!("<w:tc><w:tcPr>{more}</w:tcPr>{}</w:tc>", p(text));
    let text = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{}</w:tr></w:tbl>{}",
        cell(r#"<w:vMerge w:val="restart"/>"#, "类别"),
        cell(r#"<w:gridSpan w:val="2"/>"#, "数量"),
        cell("<w:vMerge/>", "藏"),
        cell("", "1|2"),
        cell("", "3"),
        cell("", "删"),
        p("表后")
    );
    let document = body(&text);
    assert_eq!(texts(&document), ["类别", "数量", "1|2", "3", "表后"]);
    let draft = document.draft(DraftOptions::default());
    assert_eq!(draft.text, "| 类别 | 数量 |  |\n| --- | --- | --- |\n|  | 1\\|2 | 3 |\n\n表后\n");
    assert_eq!(place(&document, &draft, draft.text.find('3').unwrap()), (3, 0));
    // A frame around text is no table.
    let document = body(&format!("<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>", p("甲"), p("乙")));
    assert_eq!(document.blocks, [Block::Paragraph(0), Block::Paragraph(1)]);
}

#[test]
fn a_draft_leads_back_to_the_characters() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>"#;
    let heading = r#"<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>存在问题</w:t></w:r></w:p>"#;
    let document = read_parts(&[("document", &(heading.to_owned() + "<w:p/>" + &p("一*是"))), ("styles", styles)]);
    let draft = document.draft(DraftOptions::default());
    assert_eq!(draft.text, "## 存在问题\n\n一\\*是\n");
    let at = draft.text.find('是').unwrap();
    assert_eq!(place(&document, &draft, at), (2, 2));
    assert_eq!(draft.passages(&(0..draft.text.len())), [(0, 0.."存在问题".len()), (2, 0.."一*是".len())]);
    assert_eq!(place(&document, &draft, "## 存在".len()), (0, 2));
}

#[test]
fn what_is_no_document_gets_one_clear_error() {
    let read = |bytes: &[u8]| super::read(bytes, Revisions::Accepted, Limits::default()).unwrap_err();
    assert_eq!(read(b"plain text"), WordError::NoZip);
    assert_eq!(read(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0]), WordError::OldFormat);
    let good = package(&[("document", &p("甲"))]);
    assert_eq!(read(&good[..good.len() / 2]), WordError::NoZip);
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("readme.txt", SimpleFileOptions::default()).unwrap();
    assert_eq!(read(&zip.finish().unwrap().into_inner()), WordError::NoDocument);
    assert!(matches!(read(&package(&[("document", "<w:p>")])), WordError::Xml { .. }));
    let deep = Limits { max_depth: 2, ..Limits::default() };
    assert!(matches!(super::read(&good, Revisions::Accepted, deep), Err(WordError::TooDeep { .. })));
    // A part that grows beyond the limit when it is unpacked.
    let large = package(&[("document", &p(&"法".repeat(2_000_000)))]);
    let limits = Limits { max_ratio: 20, ..Limits::default() };
    assert!(matches!(super::read(&large, Revisions::Accepted, limits), Err(WordError::TooLarge { .. })));
    assert!(super::read(&large, Revisions::Accepted, Limits::default()).is_ok());
}

/// The text of a part of a file.
fn part_of(bytes: &[u8], name: &str) -> String {
    package::Package::open(bytes, Limits::default()).unwrap().part(name).unwrap().unwrap()
}

fn annotated(file: &[u8], comments: &[Comment], changes: &[Change]) -> Annotated {
    let document = read(file, Revisions::Accepted, Limits::default()).unwrap();
    annotate(file, &document, comments, changes, Limits::default()).unwrap()
}

fn comment(paragraph: usize, range: Range<usize>, text: &str) -> Comment {
    Comment { passages: vec![(paragraph, range)], text: text.into() }
}

/// The words between the marks of each comment, in order.
fn commented(body: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (at, open) in body.match_indices("<w:commentRangeStart w:id=\"") {
        let start = &body[at + open.len()..];
        let id = start.split('"').next().unwrap();
        let inside = start.split(&format!("<w:commentRangeEnd w:id=\"{id}\"/>")).next().unwrap();
        let texts = inside.split("<w:t").skip(1).filter_map(|t| t.split_once('>')?.1.split_once("</w:t>").map(|t| t.0));
        out.push(texts.collect());
    }
    out
}

#[test]
fn comments_stand_at_their_words_and_the_rest_stays() {
    let bold = r#"<w:p><w:r w:rsidR="00A1"><w:rPr><w:b/></w:rPr><w:t>共办理</w:t><w:tab/><w:t xml:space="preserve">12件 &amp; 3件</w:t></w:r><w:r><w:t>。</w:t></w:r></w:p>"#;
    let styles = r#"<w:style w:styleId="a"/>"#;
    let file = package(&[("document", &(p("甲") + bold + "<w:p></w:p><w:p/>")), ("styles", styles)]);
    let text = read(&file, Revisions::Accepted, Limits::default()).unwrap().paragraphs[1].text.clone();
    let at = |word: &str| text.find(word).unwrap()..text.find(word).unwrap() + word.len();
    let comments = [
        comment(1, at("12件"), "数不对\n第二行"),
        comment(1, at("3件。"), "二"),
        comment(1, at("共办理"), "三"),
        comment(2, 0..0, "空段"),
        comment(3, 0..0, "空标签"),
    ];
    let result = annotated(&file, &comments, &[]);
    assert_eq!(result.comments, 5);
    let body = part_of(&result.bytes, "word/document.xml");
    assert_eq!(commented(&body), ["共办理", "共办理", "12件", "3件。", ""]);
    let again = read(&result.bytes, Revisions::Accepted, Limits::default()).unwrap();
    assert_eq!(texts(&again), ["甲", text.as_str(), "", ""]);
    assert_eq!(again.omitted.comments, 5);
    // The properties and attributes of a run go with each of its pieces.
    assert_eq!(body.matches(r#"<w:r w:rsidR="00A1"><w:rPr><w:b/></w:rPr>"#).count(), 5);
    assert_eq!(part_of(&result.bytes, "word/styles.xml"), part_of(&file, "word/styles.xml"));
    assert!(part_of(&result.bytes, "word/comments.xml").contains("第二行"));
}

#[test]
fn comments_of_others_stay_and_own_ones_do_not_pile_up() {
    let others = r#"<w:comment w:id="7" w:author="张三"><w:p><w:r><w:t>原有</w:t></w:r></w:p></w:comment>"#;
    let body = r#"<w:p><w:commentRangeStart w:id="7"/><w:r><w:t>甲乙</w:t></w:r><w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r></w:p>"#;
    let file = package(&[("document", body), ("comments", others)]);
    let once = annotated(&file, &[comment(0, 0..3, "一")], &[Change { paragraph: 0, range: 3..6, with: "丙".into() }]);
    assert_eq!((once.comments, once.changes), (1, 1));
    let clean = without_annotations(&once.bytes, "word/document.xml", Limits::default()).unwrap();
    assert_eq!(texts(&read(&clean, Revisions::Accepted, Limits::default()).unwrap()), ["甲乙"]);
    let twice = annotated(&clean, &[comment(0, 0..3, "一")], &[]);
    let comments = part_of(&twice.bytes, "word/comments.xml");
    assert_eq!((comments.matches("w:author=\"Nianbao\"").count(), comments.matches("张三").count()), (1, 1));
    // A file without annotations is not rewritten.
    assert_eq!(without_annotations(&file, "word/document.xml", Limits::default()).unwrap(), file);
}

#[test]
fn fixes_are_tracked_changes() {
    let body = r#"<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>截止2025</w:t></w:r><w:r><w:t xml:space="preserve">年底,办结</w:t></w:r></w:p><w:p><w:ins w:id="3" w:author="李四"><w:r><w:t>新增,</w:t></w:r></w:ins></w:p>"#;
    let file = package(&[("document", body)]);
    let change = |paragraph, range, with: &str| Change { paragraph, range, with: with.into() };
    let text = "截止2025年底,办结";
    let comma = text.find(',').unwrap();
    let changes =
        [change(0, 3..6, "至"), change(0, comma..comma + 1, "，"), change(0, text.len()..text.len(), "。"), change(1, 6..7, "，")];
    let result = annotated(&file, &[comment(0, 0..6, "截至")], &changes);
    assert_eq!((result.changes, result.skipped_changes), (3, 1));
    let read_as = |revisions| read(&result.bytes, revisions, Limits::default()).unwrap().paragraphs[0].text.clone();
    assert_eq!(read_as(Revisions::Accepted), "截至2025年底，办结。");
    assert_eq!(read_as(Revisions::Original), text);
    let body = part_of(&result.bytes, "word/document.xml");
    assert!(body.contains(r#"<w:r><w:rPr><w:i/></w:rPr><w:delText xml:space="preserve">止</w:delText></w:r></w:del><w:ins"#), "{body}");
    let clean = without_annotations(&result.bytes, "word/document.xml", Limits::default()).unwrap();
    assert_eq!(read(&clean, Revisions::Accepted, Limits::default()).unwrap().paragraphs[0].text, text);
}

#[test]
fn a_comment_on_an_automatic_number_stands_at_its_text() {
    let text = item(1, 0, "主要成效") + r#"<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p>"#;
    let file = package(&[("document", &text), ("numbering", &official(""))]);
    let result = annotated(&file, &[comment(0, 0..6, "编号"), comment(1, 0..6, "空标题")], &[]);
    assert_eq!(result.comments, 2);
    assert_eq!(commented(&part_of(&result.bytes, "word/document.xml")), ["主要成效", ""]);
}
