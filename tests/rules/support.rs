//! What the tests over whole reports share: the fixtures, read and analysed.

use nianbao::corpus::Index;
use nianbao::rules::{Analysis, Draft, Finding, Settings};
use nianbao::schema::SchemaSet;
use nianbao::syntax::SourceFormat;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// The folder of the package.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The settings of a project that decides nothing. One for all tests: what is
/// learnt of a paragraph is kept under its schema.
pub fn settings() -> &'static Settings {
    static SETTINGS: OnceLock<Settings> = OnceLock::new();
    SETTINGS.get_or_init(|| Settings { schemas: SchemaSet::built_in(), ..Settings::default() })
}

/// A text analysed from scratch.
pub fn analyse(text: &str) -> Arc<Analysis> {
    Draft::new(text).analyse(settings())
}

/// A text that is written so, analysed from scratch.
pub fn analyse_as(text: &str, format: SourceFormat) -> Arc<Analysis> {
    Draft::with_format(text, format).analyse(settings())
}

/// A text analysed beside other reports, each with the name of its file.
pub fn among(text: &str, others: &[(String, String)]) -> Arc<Analysis> {
    let analysis = analyse(text);
    let Some(summary) = analysis.summary("draft.md").map(Arc::new) else { return analysis };
    let read = |(name, text): &(String, String)| Arc::new(analyse(text).summary(name).unwrap_or_else(|| panic!("{name} is no report")));
    let index: Index = others.iter().map(read).chain([summary.clone()]).collect();
    let more = analysis.among(settings(), &summary, None, &index);
    analysis.with(more)
}

/// The text of a file in whatever encoding it has.
pub fn read(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    nianbao::text::decode(&bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display())).text
}

/// The drafts in a folder of the package, by name.
pub fn drafts(folder: &str) -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(root().join(folder)).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let is_draft = |p: &PathBuf| p.extension().is_some_and(|e| e == "txt" || e == "md");
    let found: Vec<_> =
        paths.iter().filter(|p| is_draft(p)).map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), read(p))).collect();
    assert!(!found.is_empty(), "no drafts in {folder}");
    found
}

/// The reports that defects are put into: the fixtures and the clean sample.
pub fn reports() -> &'static [(String, String)] {
    static REPORTS: OnceLock<Vec<(String, String)>> = OnceLock::new();
    REPORTS.get_or_init(|| {
        let mut all = drafts("tests/fixtures/reports");
        let sample = "云岭县2025年法治政府建设年度报告.txt";
        all.push((sample.to_owned(), read(&root().join("samples").join(sample))));
        all
    })
}

/// Line and column of a byte, from 1; a column counts characters.
pub fn place(analysis: &Analysis, at: usize) -> (usize, usize) {
    let line = analysis.text.line_of(at);
    let start = analysis.text.line_range(line).start;
    (line + 1, analysis.text.slice(start..at).chars().count() + 1)
}

/// A finding as the rule cases write it, its line counted from `first`.
pub fn describe(analysis: &Analysis, finding: &Finding, first: usize) -> String {
    let (line, column) = place(analysis, analysis.bytes(&finding.span).start);
    let places = if finding.count() > 1 { format!(" ×{}", finding.count()) } else { String::new() };
    format!("{}:{column} {} \"{}\"{places}", line as isize - first as isize, finding.rule.name, analysis.words(&finding.span))
}

/// A text after edits that do not overlap.
pub fn apply(text: &str, edits: &[nianbao::ide::TextEdit]) -> String {
    let mut edits: Vec<_> = edits.iter().enumerate().collect();
    // Of two insertions in one place the first comes first.
    edits.sort_by_key(|(order, e)| (e.range.start, e.range.end, *order));
    let mut out = text.to_owned();
    for (_, edit) in edits.into_iter().rev() {
        out.replace_range(edit.range.clone(), &edit.text);
    }
    out
}

/// Numbers that look random and are the same in every run (SplitMix64).
pub struct Seeded(pub u64);

impl Seeded {
    /// The next number below `bound`, which must not be 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }

    /// At most `count` of `all`, in their order.
    pub fn sample<T>(&mut self, mut all: Vec<T>, count: usize) -> Vec<T> {
        while all.len() > count {
            let at = self.below(all.len());
            all.remove(at);
        }
        all
    }
}
