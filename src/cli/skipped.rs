//! Files that no schema claims, and links: named ones are said so, those of a
//! folder are counted by reason.

use super::snippet::clean;
use super::text::{DIM, paint};
use crate::ide;
use crate::message::{Lang, Message, text};
use crate::outline::{NOT_A_REPORT, Refusal};
use crate::rules::{Analysis, Settings};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Why a file was passed over, without its words; the order is that of the counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkipReason {
    /// Several schemas fit equally well.
    Undecided,
    /// Some evidence, too little of it.
    TooLittle,
    /// It speaks of such a report and is another kind of document.
    OtherKind,
    /// Nothing speaks of a report.
    NoEvidence,
    /// A setting says that it is none.
    Refused,
    /// There is no text.
    Empty,
    /// A link that a folder holds.
    Link,
}

impl SkipReason {
    fn of(refusal: Option<&Refusal>) -> Self {
        match refusal {
            Some(Refusal::Undecided(_)) => Self::Undecided,
            Some(Refusal::TooLittle { .. }) => Self::TooLittle,
            Some(Refusal::OtherKind { .. }) => Self::OtherKind,
            Some(Refusal::Refused) => Self::Refused,
            Some(Refusal::NoTitle) => Self::NoEvidence,
            Some(Refusal::Empty) | None => Self::Empty,
        }
    }

    fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Undecided => text("cli.skipped.undecided", lang),
            Self::TooLittle => text("cli.skipped.too-little", lang),
            Self::OtherKind => text("cli.skipped.other-kind", lang),
            Self::NoEvidence => text("cli.skipped.no-evidence", lang),
            Self::Refused => text("cli.skipped.refused", lang),
            Self::Empty => text("cli.skipped.empty", lang),
            Self::Link => text("cli.skipped.link", lang),
        }
    }
}

/// A file that was passed over.
#[derive(Clone, Debug)]
pub struct SkippedFile {
    /// The path as it is shown.
    path: String,
    reason: SkipReason,
    /// The reason with the words of the file, on one line.
    why: String,
}

impl SkippedFile {
    /// The file; `None` where a schema claims it.
    pub fn of(path: &str, analysis: &Analysis, lang: Lang) -> Option<Self> {
        let outline = &analysis.outline;
        let why = || ide::status(analysis, lang).reason.unwrap_or_default();
        outline.report.is_none().then(|| Self { path: path.to_owned(), reason: SkipReason::of(outline.refusal.as_ref()), why: why() })
    }

    /// A link that a folder holds, which was not followed.
    pub fn link(path: &str, lang: Lang) -> Self {
        Self { path: path.to_owned(), reason: SkipReason::Link, why: text("cli.skipped.link.why", lang).to_owned() }
    }

    /// The file in one line, with what the user can do.
    pub fn message(&self, settings: &Settings) -> Message {
        let message = match self.reason {
            SkipReason::Refused => Message::new("cli.text.refused"),
            _ => Message::new("cli.text.no-report"),
        };
        let ids: Vec<&str> = settings.schemas.iter().map(|schema| schema.id.as_str()).collect();
        message.with("path", self.path.as_str()).with("reason", self.why.as_str()).with("ids", ids.join("|")).with("none", NOT_A_REPORT)
    }
}

/// What the files of folders were passed over for, at the end of a run: a line
/// of counts, below the files themselves where they are asked for.
pub fn summary(files: &[SkippedFile], listed: bool, lang: Lang) -> String {
    let mut counts: BTreeMap<SkipReason, usize> = BTreeMap::new();
    files.iter().for_each(|file| *counts.entry(file.reason).or_default() += 1);
    if counts.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    for file in files.iter().filter(|_| listed) {
        let line = Message::new("cli.skipped.file").with("path", file.path.as_str()).with("why", file.why.as_str());
        let _ = writeln!(out, "{}", paint(DIM, &clean(&line.render(lang))));
    }
    let counts: Vec<String> = counts.iter().map(|(reason, count)| format!("{} {count}", reason.name(lang))).collect();
    let counts = counts.join(text("cli.skipped.separator", lang));
    let line = match listed {
        true => Message::new("cli.skipped.listed"),
        false => Message::new("cli.skipped"),
    };
    let _ = writeln!(out, "{}", line.with("count", files.len()).with("counts", counts).render(lang));
    out
}
