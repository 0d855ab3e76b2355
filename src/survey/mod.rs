//! Many reports side by side: what each holds, what is found in it, who copied
//! from whom, and how the figures that recur moved over the years.
//!
//! A [`Row`] is made of one analysis, which can then be dropped; a [`Survey`]
//! joins the rows. [`page`](Survey::page) and [`csv`](Survey::csv) draw it.

mod csv;
mod page;
mod relations;
mod row;

pub use relations::{copies, series};
pub use row::{Answer, Row, Said, State, ThemeState};

use crate::message::{Lang, Message};
use crate::rules::{Broken, SeverityCounts};
use crate::schema::{Profile, Schema};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Version of the JSON of a survey.
pub const SCHEMA_VERSION: u32 = 1;

/// Many reports side by side.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
pub struct Survey {
    /// Version of this shape.
    pub schema_version: u32,
    /// The folder, as the user named it.
    pub dir: String,
    /// What the reports are held against.
    pub outlines: Vec<Names>,
    /// A row a report, by path.
    pub reports: Vec<Row>,
    /// Files that are no reports, or could not be read.
    pub others: Vec<Other>,
    /// Passages that stand in two reports.
    pub copies: Vec<Copied>,
    /// Figures that recur, over the years.
    pub series: Vec<Series>,
    /// The sums.
    pub summary: Summary,
    /// Rules that broke off, each once, and the report in which it first did.
    #[serde(skip)]
    pub broken: Vec<(String, Broken)>,
    /// Why files could not be read, a message each; they are among the others.
    #[serde(skip)]
    pub unread: Vec<Message>,
}

/// The parts and themes of an outline by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
pub struct Names {
    /// Id of the schema.
    pub schema: String,
    /// Id of the profile.
    pub profile: Option<String>,
    /// Its name.
    pub name: String,
    /// Parts in their order.
    pub parts: Vec<Named>,
    /// Themes in their order.
    pub themes: Vec<Named>,
}

/// Something with an id and a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
pub struct Named {
    /// Id in the schema.
    pub id: String,
    /// Name in the language of the survey.
    pub name: String,
}

/// A file without a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
pub struct Other {
    /// Its path.
    pub path: String,
    /// Why it has none.
    pub reason: String,
}

/// A place in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
pub struct Place {
    /// The path of the report.
    pub path: String,
    /// 1-based line.
    pub line: usize,
}

/// A passage that stands in two reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
pub struct Copied {
    /// Where it was first: the earlier year, or the other office.
    pub from: Place,
    /// Where it stands again.
    pub to: Place,
    /// How many characters the two share.
    pub characters: usize,
    /// Its first words.
    pub text: String,
}

/// A figure of one issuer over the years.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
pub struct Series {
    /// Whose figure it is.
    pub issuer: String,
    /// What it counts.
    pub indicator: String,
    /// Its values, by year; each year once.
    pub points: Vec<Point>,
}

/// A figure in one year.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
pub struct Point {
    /// The year reported on.
    pub year: i32,
    /// The number, for drawing.
    pub value: f64,
    /// As it is printed.
    pub text: String,
    /// The path of the report.
    pub path: String,
    /// 1-based line.
    pub line: usize,
}

/// The sums of a survey.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
pub struct Summary {
    /// Reports.
    pub reports: usize,
    /// Other files.
    pub others: usize,
    /// Reports that lack a part.
    pub incomplete: usize,
    /// Reports with a problem that no plan answers.
    pub unanswered: usize,
    /// Reports that share a passage with another.
    pub copied: usize,
    /// Findings of all reports.
    #[serde(flatten)]
    pub findings: SeverityCounts,
}

impl Survey {
    /// Joins rows and what was found between reports.
    pub fn new(dir: String, mut outlines: Vec<Names>, mut reports: Vec<Row>, others: Vec<Other>) -> Self {
        reports.sort_by(|a, b| a.path.cmp(&b.path));
        outlines.sort_by(|a, b| (&a.schema, &a.profile).cmp(&(&b.schema, &b.profile)));
        outlines.dedup();
        let mut survey = Self {
            schema_version: SCHEMA_VERSION,
            dir,
            outlines,
            reports,
            others,
            copies: Vec::new(),
            series: Vec::new(),
            summary: Summary::default(),
            broken: Vec::new(),
            unread: Vec::new(),
        };
        survey.sum();
        survey
    }

    /// The same survey with what was found between its reports.
    #[must_use]
    pub fn with_relations(mut self, mut copies: Vec<Copied>, mut series: Vec<Series>) -> Self {
        copies.sort_by(|a, b| (&a.to.path, a.to.line, &a.from.path, a.from.line).cmp(&(&b.to.path, b.to.line, &b.from.path, b.from.line)));
        series.sort_by(|a, b| (&a.issuer, &a.indicator).cmp(&(&b.issuer, &b.indicator)));
        self.copies = copies;
        self.series = series;
        self.sum();
        self
    }

    /// The copied passages of each report, by the path of the one that has them
    /// from elsewhere.
    pub fn copies_in(&self) -> HashMap<&str, Vec<&Copied>> {
        let mut found: HashMap<&str, Vec<&Copied>> = HashMap::new();
        for copy in &self.copies {
            found.entry(copy.to.path.as_str()).or_default().push(copy);
        }
        found
    }

    fn sum(&mut self) {
        let mut findings = SeverityCounts::default();
        self.reports.iter().for_each(|r| findings.join(&r.findings));
        let count = |test: &dyn Fn(&Row) -> bool| self.reports.iter().filter(|r| test(r)).count();
        let copied: HashSet<&str> = self.copies.iter().flat_map(|c| [c.from.path.as_str(), c.to.path.as_str()]).collect();
        self.summary = Summary {
            reports: self.reports.len(),
            others: self.others.len(),
            incomplete: count(&|r| r.parts.values().any(|s| matches!(s, State::Missing | State::Unwritten))),
            unanswered: count(&|r| r.links.none > 0),
            copied: count(&|r| copied.contains(r.path.as_str())),
            findings,
        };
    }
}

impl Names {
    /// The names of what a report of this schema and profile is held against.
    pub fn of(schema: &Arc<Schema>, profile: Option<&Profile>, lang: Lang) -> Self {
        let mut name = schema.name.get(lang).to_owned();
        if let Some(profile) = profile.filter(|_| schema.profiles.len() > 1) {
            name = format!("{name} {}", profile.id);
        }
        let in_profile =
            |applies: &crate::schema::Applies| profile.is_none_or(|p| applies.profiles.as_ref().is_none_or(|l| l.contains(&p.id)));
        let named = |id: &str, name: &crate::message::Localized| Named { id: id.to_owned(), name: name.get(lang).to_owned() };
        Self {
            schema: schema.id.clone(),
            profile: profile.map(|p| p.id.clone()),
            name,
            parts: schema.parts.iter().filter(|p| in_profile(&p.applies)).map(|p| named(&p.id, &p.name)).collect(),
            themes: schema.themes.iter().filter(|t| in_profile(&t.applies)).map(|t| named(&t.id, &t.name)).collect(),
        }
    }
}
