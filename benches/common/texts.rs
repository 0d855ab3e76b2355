//! The texts that are measured: published reports where they lie beside the repository, else composed ones with
//! findings and citations in about the same number. Published texts are not part of the repository.

use std::path::Path;

/// The published reports, from the root of the repository.
const PUBLISHED: &str = "../shared/reports";
/// Which of them stands for one report: the longest.
const ONE: &str = "002";

/// The clean sample report, which is the frame of the composed one.
const FRAME: &str = include_str!("../../samples/云岭县2025年法治政府建设年度报告.txt");
/// Paragraphs of results with citations, figures and slips, one a line.
const PARAGRAPHS: &str = include_str!("composed.txt");
/// Bytes of the composed report.
const COMPOSED_BYTES: usize = 20 << 10;
/// Composed reports of other forms, shorter and nearly clean.
const OTHERS: [&str; 4] = [
    include_str!("../../tests/fixtures/reports/06-profile-2015-plan-in-paragraphs.txt"),
    include_str!("../../tests/fixtures/reports/02-three-part.txt"),
    include_str!("../../tests/fixtures/reports/08-plan-restarts-numbering.txt"),
    include_str!("../../tests/fixtures/reports/17-web-page-copy.txt"),
];
/// Invented places for the titles of a text that is told again.
const PLACES: [&str; 6] = ["清河县", "青溪市", "石桥县", "岚溪县", "临江区", "双桥县"];

/// Reports of one origin.
pub struct Texts {
    /// `published` or `composed`.
    pub source: &'static str,
    /// One report of some 20 KiB.
    pub one: String,
    /// Five reports, that one among them.
    all: Vec<String>,
}

impl Texts {
    /// The published reports; `None` where they are not there.
    pub fn published() -> Option<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(PUBLISHED);
        let mut files: Vec<_> = std::fs::read_dir(folder).ok()?.filter_map(|file| Some(file.ok()?.path())).collect();
        files.retain(|path| path.extension().is_some_and(|e| e == "txt"));
        files.sort();
        let is_one = |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(ONE));
        let one = std::fs::read_to_string(files.iter().find(|path| is_one(path))?).ok()?;
        let all = files.iter().map(std::fs::read_to_string).collect::<Result<_, _>>().ok()?;
        Some(Self { source: "published", one, all })
    }

    pub fn composed() -> Self {
        let one = composed(COMPOSED_BYTES);
        let all = std::iter::once(one.as_str()).chain(OTHERS).map(str::to_owned).collect();
        Self { source: "composed", one, all }
    }

    /// The published reports where they are there, else the composed ones.
    pub fn best() -> Self {
        Self::published().unwrap_or_else(Self::composed)
    }

    /// The one report again and again, `bytes` long or a character less.
    pub fn repeated(&self, bytes: usize) -> String {
        let mut text = String::new();
        while text.len() < bytes {
            text.push_str(&self.one);
            text.push_str("\n\n");
        }
        cut(text, bytes)
    }

    /// All reports one after another, again and again with other years and other places in their titles, `bytes` long
    /// or a character less.
    pub fn varied(&self, bytes: usize) -> String {
        let mut text = String::new();
        for round in 0.. {
            for (number, report) in self.all.iter().enumerate() {
                if text.len() >= bytes {
                    return cut(text, bytes);
                }
                text.push_str(&renamed(report, round, number));
                text.push_str("\n\n");
            }
        }
        text
    }
}

/// A composed report of `bytes` bytes or a paragraph more: the sample with more results.
pub fn composed(bytes: usize) -> String {
    let results = FRAME.find("\n二、").map_or(FRAME.len(), |at| at + 1);
    let (results, rest) = FRAME.split_at(results);
    let mut text = results.to_owned();
    for paragraph in PARAGRAPHS.lines().cycle() {
        if text.len() + rest.len() >= bytes {
            break;
        }
        text.push_str("　　");
        text.push_str(paragraph);
        text.push('\n');
    }
    text.push_str(rest);
    text
}

/// A report as it might read `round` years later, from another place if that is not the first round.
fn renamed(report: &str, round: usize, number: usize) -> String {
    let text = later(report, round);
    let title = text.lines().next().unwrap_or_default();
    let name_end = title.find("人民政府").or_else(|| title.find("20"));
    match name_end {
        Some(end) if round > 0 => format!("{}{}", PLACES[(round + number) % PLACES.len()], &text[end..]),
        _ => text,
    }
}

/// Every year of this century, `years` later.
fn later(text: &str, years: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("20") {
        out.push_str(&rest[..at]);
        let digits = rest[at..].bytes().take_while(u8::is_ascii_digit).count();
        let run = &rest[at..at + digits];
        match run.parse::<usize>() {
            Ok(year) if digits == 4 && !out.ends_with(|c: char| c.is_ascii_digit()) => {
                out.push_str(&(2000 + (year - 2000 + years) % 100).to_string());
            }
            _ => out.push_str(run),
        }
        rest = &rest[at + digits..];
    }
    out.push_str(rest);
    out
}

/// The first `bytes` bytes of a text, without half a character.
fn cut(mut text: String, bytes: usize) -> String {
    text.truncate((0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0));
    text
}
