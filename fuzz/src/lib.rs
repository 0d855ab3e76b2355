//! What is fuzzed, as plain functions of bytes. The fuzzer calls them with
//! bytes of its own; `tests/robust/` calls them with the seeds and with all
//! that was ever found, so that it stays mended.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

pub mod input;
pub mod model;

use input::{settings, text};
use model::{Bytes, look};
use nianbao::facts::{Figures, citations, date_behind_name, date_line, first_date, parse_year, years};
use nianbao::outline::{Hints, Node, Outline, Paragraph};
use nianbao::rules::{Draft, Settings};
use nianbao::schema::{self, SchemaSet};
use nianbao::syntax::{SourceFormat, Tree};
use nianbao::text::{self as encoding, Text};
use nianbao::workspace::config::Config;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// What is done with the bytes of a run.
pub type Target = fn(&[u8]);

/// Every target by its name.
pub const TARGETS: [(&str, Target); 11] = [
    ("syntax", syntax),
    ("outline", outline),
    ("facts", facts),
    ("rules", rules),
    ("fixes", fixes),
    ("edits", edits),
    ("decode", decode),
    ("schema", schema),
    ("config", config),
    ("frames", frames),
    ("session", session),
];

fn fits(text: &str, range: Range<usize>) {
    assert!(text.get(range.clone()).is_some(), "{range:?} of {:?}", text);
}

/// Blocks cover the text in order; what they point to is there.
pub fn syntax(data: &[u8]) {
    let text = text(data);
    FORMATS.into_iter().for_each(|format| syntax_of(&text, format));
}

/// How drafts are written.
pub const FORMATS: [SourceFormat; 2] = [SourceFormat::PlainText, SourceFormat::Markdown];

fn syntax_of(text: &str, format: SourceFormat) {
    let tree = Tree::parse(text, format);
    let mut at = 0;
    for (index, block) in tree.blocks().iter().enumerate() {
        let start = tree.start(index);
        assert!(start >= at, "block {index} starts at {start}, before {at}");
        at = tree.end(index);
        fits(text, start..at);
        let heading = block.heading.iter().flat_map(|h| {
            let mark = h.mark.as_ref().map(|m| m.span.clone());
            [Some(h.title.clone()), Some(h.rest.clone()), h.stop.clone(), mark].into_iter().flatten()
        });
        let items = block.items.iter().flat_map(|i| [i.mark.clone(), i.title.clone()]);
        for range in heading.chain(items).chain([block.body.clone(), block.content()]) {
            fits(&block.text, range.start as usize..range.end as usize);
            let raw = block.raw(&range);
            fits(text, start + raw.start..start + raw.end);
            assert_eq!(block.local(raw.start), range.start, "there and back");
        }
    }
}

/// An outline names blocks that are there, each part behind the one before it.
pub fn outline(data: &[u8]) {
    let text = text(data);
    FORMATS.into_iter().for_each(|format| outline_of(&text, format));
}

fn outline_of(text: &str, format: SourceFormat) {
    let tree = Tree::parse(text, format);
    let paragraphs: Vec<_> = tree.blocks().iter().map(|b| Arc::new(Paragraph::new(b.clone()))).collect();
    let outline = Outline::read(&tree, &paragraphs, &SchemaSet::built_in(), &Hints::default());
    let mut before = None;
    for stretch in &outline.stretches {
        assert!(stretch.from <= stretch.to && before.is_none_or(|b| b <= stretch.from), "{stretch:?} behind {before:?}");
        before = Some(stretch.to);
    }
    outline.walk(&mut |node: &Node| {
        let block = &tree.blocks()[node.heading.block];
        for range in [&node.heading.range, &node.title].into_iter().chain(&node.number) {
            fits(&block.text, range.start as usize..range.end as usize);
        }
        assert!(node.from <= node.to, "{node:?}");
    });
}

/// Facts lie in the text they were read from.
pub fn facts(data: &[u8]) {
    let text = text(data);
    for line in text.lines() {
        for citation in citations(line, &nianbao::text::Scan::of(line)) {
            fits(line, citation.range.clone());
        }
        for (range, _) in years(line) {
            fits(line, range);
        }
        if let Some((range, date)) = first_date(line) {
            fits(line, range);
            let _ = (date.iso(), date.is_possible());
        }
        let _ = (parse_year(line), date_line(line));
        if let Some(at) = date_behind_name(line) {
            fits(line, at..line.len());
        }
        let figures = Figures::read(line, 0);
        for (index, figure) in figures.all.iter().enumerate() {
            for range in [figure.number.clone(), figure.range.clone(), figures.clause(figure), figures.label(index)] {
                fits(line, range.start as usize..range.end as usize);
            }
        }
    }
}

/// Every rule and every question of an editor.
pub fn rules(data: &[u8]) {
    for format in FORMATS {
        look(&Draft::with_format(&text(data), format).analyse(settings()));
    }
}

/// A fix says what it replaces, takes its finding away and brings none of its kind.
pub fn fixes(data: &[u8]) {
    let text = text(data);
    FORMATS.into_iter().for_each(|format| fixes_of(&text, format));
}

fn fixes_of(text: &str, format: SourceFormat) {
    let analysis = Draft::with_format(text, format).analyse(settings());
    for finding in analysis.findings.iter().take(40) {
        let Some(fix) = &finding.fix else { continue };
        let mut edits = analysis.text_edits(&fix.edits);
        edits.sort_by_key(|e| (e.range.start, e.range.end));
        let mut fixed = Text::new(text);
        let mut behind = usize::MAX;
        for edit in edits.iter().rev() {
            assert!(edit.range.end <= behind, "{}: edits overlap: {edits:?}", finding.rule.name);
            behind = edit.range.start;
            fits(text, edit.range.clone());
            fixed.replace(edit.range.clone(), &edit.text);
        }
        let again = Draft::with_format(&fixed.to_string(), format).analyse(settings());
        if again.outline.report.is_none() {
            continue;
        }
        let count = |analysis: &nianbao::rules::Analysis| analysis.findings.iter().filter(|f| f.rule == finding.rule).count();
        let (before, after) = (count(&analysis), count(&again));
        assert!(after < before, "{}: {before} findings, {after} after {:?} in {text:?}", finding.rule.name, edits);
    }
}

/// Edits in three encodings of columns: as a fresh opening, to the byte.
pub fn edits(data: &[u8]) {
    for format in FORMATS {
        model::run(&mut Bytes::new(data), 12, format);
    }
}

/// What is decoded and written is read again as the same text, or is not written.
pub fn decode(data: &[u8]) {
    if let Ok(decoded) = encoding::decode(data) {
        let Ok(bytes) = encoding::encode(&decoded.text, decoded.encoding) else {
            assert_eq!(decoded.encoding, encoding::Encoding::Gb18030, "others hold everything");
            return;
        };
        let again = encoding::decode(&bytes).expect("was just written");
        assert_eq!(again.text, decoded.text);
    }
}

/// A schema from a stranger: refused with its place, or usable.
pub fn schema(data: &[u8]) {
    let json = String::from_utf8_lossy(data);
    match schema::parse(&json) {
        Err(error) => assert!(error.line >= 1 && error.column >= 1),
        Ok(schema) => {
            let id = schema.id.clone();
            let settings = Settings { schemas: SchemaSet::built_in().with([Arc::new(schema)]), schema: Some(id), ..Settings::default() };
            look(&Draft::new(input::SAMPLE).analyse(&settings));
            look(&Draft::new("某县2025年工作报告\n一、情况\n已做。\n二、打算\n再做。").analyse(&settings));
        }
    }
}

/// A `nianbao.toml` from a stranger: problems stand where they say.
pub fn config(data: &[u8]) {
    let source = String::from_utf8_lossy(data);
    let path = Path::new("/project/nianbao.toml");
    let (config, problems) = Config::parse(path, &source);
    for problem in &problems {
        fits(&source, problem.range.clone());
        let _ = problem.line(nianbao::message::Lang::Zh);
    }
    assert!(config.is_some() || !problems.is_empty(), "refused without a word");
    if let Some(config) = config {
        let draft = Path::new("/project/2025/草稿.md");
        let settings = config.over(&Config::default(), Some(draft));
        Draft::new(input::SAMPLE).analyse(&settings);
    }
}

/// Messages off the wire, whatever is on it.
pub fn frames(data: &[u8]) {
    let mut input = data;
    while let Ok(Some(message)) = nianbao::server::frames::next(&mut input) {
        let _ = format!("{message:?}");
    }
}

/// A whole session of messages that make sense to a certain degree.
pub fn session(data: &[u8]) {
    let wire = input::messages(data);
    let options = nianbao::server::Options { watch_parent: false, ..nianbao::server::Options::default() };
    nianbao::server::serve(std::io::Cursor::new(wire), std::io::sink(), options).expect("threads");
}
