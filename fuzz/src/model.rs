//! Edits against the slow truth: a text as a list of characters, opened anew
//! after each message. What an editor may send is here: several changes in one
//! message, ranges behind the end, backwards and inside a character, `\r`
//! alone, characters of two UTF-16 units, the whole text, close and open.

use super::input::{PIECES, settings};
use nianbao::ide;
use nianbao::message::Lang;
use nianbao::rules::{Analysis, Draft};
use nianbao::syntax::SourceFormat;
use nianbao::text::{Position, Text, Units};
use nianbao::workspace::document::{Change, Document, Effective, analyser};
use std::sync::Arc;

/// Where decisions come from.
pub trait Source {
    /// A number below `bound`; always 0 when there are no decisions left.
    fn below(&mut self, bound: usize) -> usize;
    /// Whether there are decisions left.
    fn goes_on(&self) -> bool;
}

/// Decisions of a fuzzer.
pub struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Self(data)
    }
}

impl Source for Bytes<'_> {
    fn below(&mut self, bound: usize) -> usize {
        let bytes = if bound > 256 { 2 } else { 1 };
        let (now, rest) = self.0.split_at(bytes.min(self.0.len()));
        self.0 = rest;
        now.iter().fold(0, |n, b| n * 256 + *b as usize) % bound.max(1)
    }

    fn goes_on(&self) -> bool {
        !self.0.is_empty()
    }
}

/// Decisions that look random and are the same for the same seed (SplitMix64).
pub struct Seeded(pub u64);

impl Source for Seeded {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }

    fn goes_on(&self) -> bool {
        true
    }
}

/// The truth: characters and how an editor counts them.
struct Model {
    text: Vec<char>,
    units: Units,
}

impl Model {
    /// The index of the character at a position, clamped as the protocol says.
    fn index(&self, position: Position) -> usize {
        let mut at = 0;
        for _ in 0..position.line {
            let Some(end) = (at..self.text.len()).find(|i| matches!(self.text[*i], '\n' | '\r')) else { return self.text.len() };
            let pair = self.text[end] == '\r' && self.text.get(end + 1) == Some(&'\n');
            at = end + 1 + usize::from(pair);
        }
        let mut column = 0;
        while let Some(c) = self.text.get(at) {
            column += self.units.of(*c);
            if matches!(c, '\n' | '\r') || column > position.column as usize {
                break;
            }
            at += 1;
        }
        at
    }

    fn apply(&mut self, change: &Change) {
        match change.range {
            None => self.text = change.text.chars().collect(),
            Some((start, end)) => {
                let (a, b) = (self.index(start), self.index(end));
                self.text.splice(a.min(b)..a.max(b), change.text.chars());
            }
        }
    }

    fn lines(&self) -> usize {
        self.text.iter().filter(|c| matches!(c, '\n' | '\r')).count() + 1
    }
}

/// Opens a document and edits it, at most `messages` times.
///
/// # Panics
/// When an edited document is not as one opened anew.
pub fn run(source: &mut impl Source, messages: usize, format: SourceFormat) {
    let pieces = pieces(format);
    let units = [Units::Utf16, Units::Utf8, Units::Utf32][source.below(3)];
    let mut text = if source.below(4) > 0 { PIECES[18].to_owned() } else { String::new() };
    for _ in 0..source.below(60) {
        text.push_str(pieces[source.below(pieces.len())]);
    }
    let effective = Arc::new(Effective { settings: settings().clone(), ..Effective::default() });
    let mut stamp = 1;
    let mut document = open(&text, format, &effective, stamp);
    let mut model = Model { text: text.chars().collect(), units };
    for version in 2..2 + messages as i32 {
        if !source.goes_on() {
            return;
        }
        stamp += 1;
        if source.below(40) == 0 {
            document = open(&document.draft().text().to_string(), format, &effective, stamp);
        }
        let changes: Vec<Change> = (0..=source.below(3)).map(|_| change(source, &model, &pieces)).collect();
        document.change(version, &changes, units, stamp);
        changes.iter().for_each(|c| model.apply(c));
        let truth: String = model.text.iter().collect();
        assert_eq!(document.draft().text().to_string(), truth, "{units:?} after {changes:?}");
        // Findings are made of a clone, as the server does, and not after each edit.
        if source.below(3) > 0 {
            let edited = document.snapshot().analysis(&analyser()).expect("no panic");
            let fresh = Draft::with_format(&truth, format).analyse(settings());
            let (edited, fresh) = (look(&edited), look(&fresh));
            if edited != fresh {
                let at = edited.lines().zip(fresh.lines()).position(|(a, b)| a != b).unwrap_or(0);
                let near = |s: &str| s.lines().skip(at.saturating_sub(4)).take(10).collect::<Vec<_>>().join("\n");
                panic!("after {changes:?}\nedited:\n{}\nfresh:\n{}\nof {truth:?}", near(&edited), near(&fresh));
            }
        }
    }
}

/// Pieces of drafts that are written so.
fn pieces(format: SourceFormat) -> Vec<&'static str> {
    let marks = if format == SourceFormat::Markdown { MARKS } else { &[] };
    PIECES.iter().chain(marks).copied().collect()
}

/// Marks of Markdown, whole and half.
const MARKS: &[&str] = &[
    "**",
    "*",
    "__",
    "~~",
    "`",
    "```\n",
    "~~~\n",
    "[",
    "](a.md)",
    "![",
    "][a]",
    "[a]: b\n",
    "[^1]",
    "[^1]: ",
    "<!--",
    "-->",
    "<b>",
    "<br>",
    "<div>",
    "</div>\n",
    "&amp;",
    "\\",
    "\\(",
    "\n---\n",
    "\n===\n",
    "---\ntitle: 年报\n---\n",
    "| 甲 | 乙 |\n|---|---|\n",
    "- ",
    "- [ ] ",
    "1. ",
    "> ",
    "    ",
    "  ",
    "## ",
    "<!-- nianbao-ignore doubled-text -->",
    "  \n",
];

fn open(text: &str, format: SourceFormat, effective: &Arc<Effective>, stamp: u64) -> Document {
    let uri = if format == SourceFormat::Markdown { "file:///a.md" } else { "file:///a.txt" };
    let mut document = Document::new(uri, "plaintext".into(), 1, text, stamp);
    document.configure(effective.clone(), stamp);
    document
}

fn change(source: &mut impl Source, model: &Model, pieces: &[&str]) -> Change {
    let mut text = String::new();
    for _ in 0..source.below(4) {
        text.push_str(pieces[source.below(pieces.len())]);
    }
    if source.below(30) == 0 {
        return Change { range: None, text: PIECES[18].to_owned() + &text };
    }
    let lines = model.lines();
    let line = source.below(lines + 2);
    let start = Position { line: line as u32, column: source.below(90) as u32 };
    let end = match source.below(8) {
        0..=2 => start,
        3..=5 => Position { column: start.column + source.below(8) as u32, ..start },
        6 => Position { line: start.line + source.below(3) as u32, column: source.below(90) as u32 },
        _ => Position { line: u32::MAX - source.below(2) as u32, column: u32::MAX },
    };
    let swapped = source.below(20) == 0;
    Change { range: Some(if swapped { (end, start) } else { (start, end) }), text }
}

/// All that an analysis says, and that every place it names is there.
pub fn look(analysis: &Analysis) -> String {
    let text = analysis.text.to_string();
    for finding in &analysis.findings {
        let fixes = finding.fix.iter().chain(finding.occurrences.iter().filter_map(|o| o.fix.as_ref()));
        let edits = fixes.flat_map(|f| &f.edits).map(|e| &e.span);
        for span in finding
            .spans()
            .chain(finding.related.iter().filter_map(|r| match &r.site {
                nianbao::rules::Site::Here(span) => Some(span),
                nianbao::rules::Site::There(..) => None,
            }))
            .chain(edits)
        {
            let range = analysis.bytes(span);
            assert!(text.get(range.clone()).is_some(), "{}: {span:?} is {range:?} of {}", finding.rule.name, text.len());
        }
    }
    let _ = ide::actions(analysis, 0..text.len(), Lang::En);
    for at in [0, text.len() / 3, text.len() / 2, text.len()] {
        let _ = ide::hover(analysis, at, Lang::Zh);
    }
    let years = text.match_indices('年').map(|(at, _)| at).take(3);
    let titles = text.match_indices('》').map(|(at, _)| at).take(1);
    for (at, name) in years.map(|at| (at, "2031")).chain(titles.map(|at| (at, "办法"))) {
        let mut end = 0;
        for edit in ide::rename(analysis, at, name).iter().flatten().map(|r| &r.edit) {
            assert!(text.get(edit.range.clone()).is_some() && end <= edit.range.start, "{edit:?} behind {end} of {}", text.len());
            end = edit.range.end;
        }
    }
    let _ = ide::next_year(analysis, "x.txt", &ide::NextYear::default());
    let outline = &analysis.outline;
    let mut out = String::new();
    let mut line = |what: &dyn std::fmt::Debug| out.push_str(&format!("{what:?}\n"));
    for f in &analysis.findings {
        line(&(f.rule.name, f.severity, &f.message, &f.span, &f.related, &f.fix, &f.occurrences));
    }
    outline.stretches.iter().for_each(|s| line(s));
    outline.nodes.iter().for_each(|n| line(n));
    line(&(&outline.problems, &outline.plans, &outline.roles, &outline.named));
    line(&ide::symbols(analysis, Lang::Zh));
    line(&ide::folds(analysis));
    line(&ide::checklist(analysis, Lang::Zh));
    line(&ide::status(analysis, Lang::Zh));
    line(&Text::new(&text).line_count());
    out
}
