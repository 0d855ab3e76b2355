//! Open documents and their versions.

use super::baseline::Baseline;
use super::uri::{self, Key};
use crate::outline::Certainty;
use crate::rules::{Analysis, Draft, Settings, panic_text};
use crate::syntax::SourceFormat;
use crate::text::{Position, Text, Units};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// How a draft is analysed. A test puts another one in its place.
pub type Analyser = Arc<dyn Fn(&Draft, &Settings) -> Arc<Analysis> + Send + Sync>;

/// The analysis as it is meant to be.
pub fn analyser() -> Analyser {
    Arc::new(|draft, settings| draft.analyse(settings))
}

/// An analysis broke off with a panic. Costs the answers that need it, nothing else.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the analysis broke off: {0}")]
pub struct Panicked(pub Arc<str>);

/// One version of a document, as it was when somebody asked. It never changes;
/// its analysis is made once, by whoever needs it first.
pub struct Version {
    /// The URI as the client wrote it.
    pub uri: Arc<str>,
    /// The key of the document.
    pub key: Key,
    /// The client's version number.
    pub number: i32,
    /// Differs for any two versions of any documents, under any settings.
    pub stamp: u64,
    /// What is checked and how.
    pub effective: Arc<Effective>,
    draft: Draft,
    analysis: OnceLock<Result<Arc<Analysis>, Panicked>>,
    joined: Mutex<Option<(u64, Arc<Analysis>)>>,
}

/// All that decides over the findings of a document, besides its text.
#[derive(Clone, Default)]
pub struct Effective {
    /// The rules' settings.
    pub settings: Settings,
    /// Whether a user or a setting says that the document is a report.
    pub forced: bool,
    /// Whether the project's files can be written for it.
    pub writable: bool,
    /// Findings that the project has put aside.
    pub baseline: Option<Arc<Baseline>>,
    /// Last year's report, where the project names it.
    pub previous: Option<PathBuf>,
}

impl Version {
    /// The analysis of this version. Blocks while another thread makes it.
    ///
    /// # Errors
    /// When the analysis panicked.
    pub fn analysis(&self, analyser: &Analyser) -> Result<Arc<Analysis>, Panicked> {
        let make = || {
            let work = || {
                let analysis = analyser(&self.draft, &self.effective.settings);
                match &self.effective.baseline {
                    Some(baseline) => baseline.apply(analysis),
                    None => analysis,
                }
            };
            catch_unwind(AssertUnwindSafe(work)).map_err(|cause| Panicked(panic_text(&*cause).into()))
        };
        self.analysis.get_or_init(make).clone()
    }

    /// The analysis together with what shows beside other reports, made once
    /// for each `number` under which that is known.
    pub fn joined(&self, number: u64, make: impl FnOnce() -> Arc<Analysis>) -> Arc<Analysis> {
        let mut joined = self.joined.lock().unwrap_or_else(PoisonError::into_inner);
        match &*joined {
            Some((of, analysis)) if *of == number => analysis.clone(),
            _ => joined.insert((number, make())).1.clone(),
        }
    }

    /// The document, while it is still to be analysed.
    pub fn subject(&self) -> Option<Key> {
        (!self.is_analysed()).then(|| self.key.clone())
    }

    /// Whether the analysis is there already.
    pub fn is_analysed(&self) -> bool {
        self.analysis.get().is_some()
    }
}

/// The schema that claims the document by what its text says, not because a user chose it.
pub fn recognized_by_text(analysis: &Analysis) -> Option<&str> {
    let report = analysis.outline.report.as_ref()?;
    (report.certainty != Certainty::Chosen).then_some(&*report.schema.id)
}

/// A change as an editor sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What is replaced; everything where it is `None`.
    pub range: Option<(Position, Position)>,
    /// What stands there then.
    pub text: String,
}

/// An open document.
pub struct Document {
    /// The URI as the client wrote it.
    pub uri: Arc<str>,
    /// The key of the document.
    pub key: Key,
    /// The client's id of the language.
    pub language: String,
    /// The client's version number.
    pub version: i32,
    /// What is checked and how.
    pub effective: Arc<Effective>,
    draft: Draft,
    /// The text where the draft could not follow it: an edit on which reading
    /// broke off must not put everything behind it in the wrong place.
    ahead: Option<Text>,
    stamp: u64,
    current: Option<Arc<Version>>,
}

impl Document {
    /// A document that was just opened.
    pub fn new(uri: &str, language: String, version: i32, content: &str, stamp: u64) -> Self {
        let mut document = Self {
            uri: uri.into(),
            key: Key::of(uri),
            language,
            version,
            effective: Arc::default(),
            draft: Draft::new(""),
            ahead: None,
            stamp,
            current: None,
        };
        document.read(Text::new(content));
        document
    }

    /// The draft as it is now.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Takes over changes, each made to the text that the one before it left.
    /// Gives the version that was current, if anybody asked for it: what was
    /// learnt of it takes its time to be forgotten.
    pub fn change(&mut self, version: i32, changes: &[Change], units: Units, stamp: u64) -> Option<Arc<Version>> {
        let before = self.current.take();
        for change in changes {
            let Some((start, end)) = change.range else {
                self.read(Text::new(&change.text));
                continue;
            };
            let ahead = self.ahead.take();
            let follows = ahead.is_none();
            let mut text = ahead.unwrap_or_else(|| self.draft.text().clone());
            let (start, end) = (text.offset(start, units), text.offset(end, units));
            let range = start.min(end)..start.max(end);
            let edit = || self.draft.edit(range.clone(), &change.text);
            if !follows || catch_unwind(AssertUnwindSafe(edit)).is_err() {
                text.replace(range, &change.text);
                self.read(text);
            }
        }
        self.version = version;
        self.renew(stamp);
        before
    }

    /// Puts other settings in force.
    pub fn configure(&mut self, effective: Arc<Effective>, stamp: u64) {
        self.effective = effective;
        self.renew(stamp);
    }

    /// Puts other settings in force from the next version on.
    pub fn configure_next(&mut self, effective: Arc<Effective>) {
        self.snapshot();
        self.effective = effective;
    }

    /// Which version is the current one.
    pub fn stamp(&self) -> u64 {
        self.stamp
    }

    /// The current version. Everyone who asks before the next change gets the same one.
    pub fn snapshot(&mut self) -> Arc<Version> {
        let make = || {
            Arc::new(Version {
                uri: self.uri.clone(),
                key: self.key.clone(),
                number: self.version,
                stamp: self.stamp,
                effective: self.effective.clone(),
                draft: self.draft.clone(),
                analysis: OnceLock::new(),
                joined: Mutex::default(),
            })
        };
        self.current.get_or_insert_with(make).clone()
    }

    /// Reads a text as a whole. Where that breaks off, the text is kept until
    /// it can be read.
    fn read(&mut self, text: Text) {
        let whole = text.to_string();
        let format = SourceFormat::of_document(&uri::file_name(&self.uri), &self.language);
        match catch_unwind(AssertUnwindSafe(|| Draft::with_format(&whole, format))) {
            Ok(draft) => {
                self.draft = draft;
                self.ahead = None;
            }
            Err(_) => {
                tracing::error!("{} cannot be read", self.key.as_str());
                self.ahead = Some(text);
            }
        }
    }

    fn renew(&mut self, stamp: u64) {
        self.stamp = stamp;
        self.current = None;
    }
}
