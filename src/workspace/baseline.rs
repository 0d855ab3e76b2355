//! `nianbao-baseline.json`: findings that a project knows and has put aside.
//!
//! A finding is kept by what it says and about which words, never by its line,
//! so that text written above it changes nothing.

use super::files::{self, FileError};
use crate::message::{Arg, Lang, Message};
use crate::rules::{Analysis, Finding, Rule};
use crate::syntax::Span;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of the file.
pub const FILE_NAME: &str = "nianbao-baseline.json";

/// The version that is written, and the newest that is read.
const VERSION: u32 = 1;

/// Characters kept of a long passage.
const PASSAGE: usize = 40;

/// Characters kept before and behind the passage.
const CONTEXT: usize = 8;

/// A finding that was put aside.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Entry {
    /// The rule's name.
    pub rule: String,
    /// What the message is about, besides the passage.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
    /// The words that are marked.
    pub passage: String,
    /// The words before them in their paragraph.
    #[serde(default)]
    pub before: String,
    /// The words behind them.
    #[serde(default)]
    pub after: String,
}

impl Entry {
    /// The entries for a finding, one a place.
    pub fn of(analysis: &Analysis, finding: &Finding) -> Vec<Self> {
        if finding.occurrences.is_empty() {
            return vec![Self::at(analysis, finding.rule, &finding.span, &finding.message)];
        }
        finding.occurrences.iter().map(|o| Self::at(analysis, finding.rule, &o.span, &o.message)).collect()
    }

    /// The entry for a finding at one place.
    pub fn at(analysis: &Analysis, rule: &Rule, span: &Span, message: &Message) -> Self {
        let block = analysis.tree.blocks().get(span.block);
        let text = block.map_or("", |b| &b.text);
        let (start, end) = (span.range.start as usize, span.range.end as usize);
        let about = message.args.iter().map(|(_, arg)| match arg {
            Arg::Text(text) => text.to_string(),
            Arg::Localized(text) => text.get(Lang::Zh).to_owned(),
            Arg::Message(message) => message.render(Lang::Zh),
        });
        let before: Vec<char> = text.get(..start).unwrap_or_default().chars().rev().take(CONTEXT).collect();
        Self {
            rule: rule.name.to_owned(),
            about: about.collect(),
            passage: text.get(start..end).unwrap_or_default().chars().take(PASSAGE).collect(),
            before: before.into_iter().rev().collect(),
            after: text.get(end..).unwrap_or_default().chars().take(CONTEXT).collect(),
        }
    }

    /// Whether two entries are of the same finding. One side of the passage may
    /// have been written anew.
    fn is_same(&self, other: &Self) -> bool {
        self.rule == other.rule
            && self.about == other.about
            && self.passage == other.passage
            && (self.before == other.before || self.after == other.after)
    }
}

/// What was put aside in one draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: Vec<Entry>,
}

impl Baseline {
    /// The analysis without the findings that were put aside. Each entry stands
    /// for one place of a finding.
    pub fn apply(&self, analysis: Arc<Analysis>) -> Arc<Analysis> {
        if self.entries.is_empty() || analysis.findings.is_empty() {
            return analysis;
        }
        let findings = self.not_put_aside(&analysis);
        match Arc::try_unwrap(analysis) {
            Ok(mut analysis) => {
                analysis.put_aside += analysis.findings.len().saturating_sub(findings.len());
                analysis.findings = findings;
                Arc::new(analysis)
            }
            Err(shared) => shared,
        }
    }

    /// The findings that are still to be told, at the places that were not put aside.
    pub fn not_put_aside(&self, analysis: &Analysis) -> Vec<Finding> {
        let mut left: Vec<Option<&Entry>> = self.entries.iter().map(Some).collect();
        let told = analysis.findings.iter().cloned().filter_map(|finding| {
            let rule = finding.rule;
            finding.retain(|span, message| {
                let entry = Entry::at(analysis, rule, span, message);
                let slot = left.iter_mut().find(|slot| slot.is_some_and(|e| e.is_same(&entry)));
                slot.and_then(Option::take).is_none()
            })
        });
        let mut told: Vec<Finding> = told.collect();
        // The first place that is left of a finding may stand behind others.
        told.sort_by_key(|f| (f.span.block, f.span.range.start));
        told
    }
}

/// A baseline file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BaselineFile {
    /// Where it is.
    pub path: PathBuf,
    files: BTreeMap<String, Vec<Entry>>,
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Raw {
    version: u32,
    #[serde(default)]
    files: BTreeMap<String, Vec<Entry>>,
}

/// Why a baseline cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// It is no baseline.
    #[error("{}: {source}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// A later Nianbao wrote it.
    #[error("{}: version {version}, this Nianbao reads {VERSION}", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// Its version.
        version: u32,
    },
}

impl BaselineError {
    /// The error for people.
    pub fn message(&self) -> crate::message::Message {
        match self {
            Self::File(error) => error.message(),
            Self::Json { path, source } => {
                Message::new("baseline.json").with("path", path.display().to_string()).with("cause", source.to_string())
            }
            Self::Version { path, version } => {
                Message::new("baseline.version").with("path", path.display().to_string()).with("version", *version as usize)
            }
        }
    }
}

impl BaselineFile {
    /// An empty baseline that will stand at `path`.
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), files: BTreeMap::new() }
    }

    /// Reads a baseline.
    ///
    /// # Errors
    /// When the file cannot be read, is no baseline, or a later one.
    pub fn read(path: &Path) -> Result<Self, BaselineError> {
        let source = files::read(path)?.text;
        let raw: Raw = serde_json::from_str(&source).map_err(|source| BaselineError::Json { path: path.to_owned(), source })?;
        if raw.version > VERSION {
            return Err(BaselineError::Version { path: path.to_owned(), version: raw.version });
        }
        Ok(Self { path: path.to_owned(), files: raw.files })
    }

    /// Changes the baseline at `path`, which is made if it is not there. Who
    /// changes it at the same time waits, so that nothing is lost.
    ///
    /// # Errors
    /// When it cannot be read, is no baseline or a later one, or the system refuses.
    pub fn update(path: &Path, change: impl FnOnce(&mut Self)) -> Result<Self, BaselineError> {
        files::exclusively(path, || {
            let mut file = if path.exists() { Self::read(path)? } else { Self::new(path) };
            change(&mut file);
            file.write()?;
            Ok(file)
        })
    }

    /// Writes it in one step.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn write(&self) -> Result<(), BaselineError> {
        let raw = Raw { version: VERSION, files: self.files.clone() };
        let mut text = serde_json::to_string_pretty(&raw).map_err(|source| BaselineError::Json { path: self.path.clone(), source })?;
        text.push('\n');
        Ok(files::replace(&self.path, text.as_bytes())?)
    }

    /// What was put aside in a draft.
    pub fn of(&self, draft: &Path) -> Baseline {
        Baseline { entries: self.files.get(&self.name(draft)).cloned().unwrap_or_default() }
    }

    /// Puts one more finding aside.
    pub fn add(&mut self, draft: &Path, entries: impl IntoIterator<Item = Entry>) {
        self.files.entry(self.name(draft)).or_default().extend(entries);
    }

    /// Puts all findings of a draft aside, and none but these.
    pub fn set(&mut self, draft: &Path, entries: Vec<Entry>) {
        let name = self.name(draft);
        if entries.is_empty() {
            self.files.remove(&name);
        } else {
            self.files.insert(name, entries);
        }
    }

    /// How many findings are put aside.
    pub fn len(&self) -> usize {
        self.files.values().map(Vec::len).sum()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name of a draft in the file: its path from the file's folder, with `/`.
    fn name(&self, draft: &Path) -> String {
        let draft = files::absolute(draft);
        let folder = files::absolute(&self.path).parent().map(Path::to_owned).unwrap_or_default();
        let inside = draft.strip_prefix(&folder).map(Path::to_owned).unwrap_or(draft);
        inside.to_string_lossy().replace('\\', "/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(passage: &str, before: &str, after: &str) -> Entry {
        Entry { rule: "r".into(), about: vec![], passage: passage.into(), before: before.into(), after: after.into() }
    }

    #[test]
    fn an_entry_holds_while_one_side_stays() {
        let known = entry("的的", "甲", "乙");
        assert!(known.is_same(&entry("的的", "甲", "丙")));
        assert!(known.is_same(&entry("的的", "丁", "乙")));
        assert!(!known.is_same(&entry("的的", "丁", "丙")));
        assert!(!known.is_same(&entry("了了", "甲", "乙")));
    }

    #[test]
    fn a_file_comes_back_as_it_was_written() {
        let dir = tempfile::tempdir().unwrap();
        let mut file = BaselineFile::new(&dir.path().join(FILE_NAME));
        let draft = dir.path().join("2025").join("报告.md");
        file.add(&draft, [entry("的的", "甲", "乙")]);
        file.write().unwrap();
        let back = BaselineFile::read(&file.path).unwrap();
        assert_eq!(back, file);
        assert_eq!(back.of(&draft).entries.len(), 1);
        assert_eq!(back.of(&dir.path().join("报告.md")).entries.len(), 0);
        assert!(std::fs::read_to_string(&file.path).unwrap().contains("\"2025/报告.md\""));
    }

    #[test]
    fn a_later_version_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE_NAME);
        std::fs::write(&path, "{\"version\": 2}").unwrap();
        assert!(matches!(BaselineFile::read(&path), Err(BaselineError::Version { version: 2, .. })));
        std::fs::write(&path, "[").unwrap();
        assert!(matches!(BaselineFile::read(&path), Err(BaselineError::Json { .. })));
    }
}
