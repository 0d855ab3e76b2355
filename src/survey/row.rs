//! One report of a survey.

use crate::ide::{self, Entry};
use crate::message::Lang;
use crate::outline::{ListItem, Outline};
use crate::rules::{Analysis, Finding, Severity, SeverityCounts, Subject};
use crate::schema::{Level, Role};
use crate::syntax::Span;
use crate::trace::{self, Strength};
use serde::Serialize;
use std::collections::BTreeMap;

pub use crate::ide::State;

/// What a report holds and what is found in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
pub struct Row {
    /// The path of the file.
    pub path: String,
    /// Other versions of the same report, by their paths; some of them, where there are many.
    pub versions: Vec<String>,
    /// Title on one line.
    pub title: Option<String>,
    /// Who reports.
    pub issuer: Option<String>,
    /// The issuer's level.
    pub level: Option<Level>,
    /// The year reported on.
    pub report_year: Option<i32>,
    /// The year planned for.
    pub plan_year: Option<i32>,
    /// Id of the schema.
    pub schema: String,
    /// Id of the profile.
    pub profile: Option<String>,
    /// The day under the signature: `2025-02-28`.
    pub signed: Option<String>,
    /// The day on which the page around the report says that it was published.
    pub published: Option<String>,
    /// Characters of the report's text, blanks and what stands around it not counted.
    pub characters: usize,
    /// State of each part by id.
    pub parts: BTreeMap<String, State>,
    /// State of each content item that is asked of a part that is there, by id.
    pub content: BTreeMap<String, State>,
    /// Each theme that is asked of the report, by id.
    pub themes: BTreeMap<String, ThemeState>,
    /// Problems.
    pub problems: usize,
    /// Plans.
    pub plans: usize,
    /// How many problems have an answer in the plans, by its strength.
    pub links: Answers,
    /// Problem by problem.
    pub answers: Vec<Answer>,
    /// Figures in the text.
    pub figures: usize,
    /// Findings that tell of a missing part, content item or theme.
    pub missing: usize,
    /// Findings by severity.
    pub findings: SeverityCounts,
    /// The findings.
    pub diagnostics: Vec<Said>,
}

/// A theme in a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
pub struct ThemeState {
    /// Whether it is there.
    pub state: State,
    /// How many of its probes the results mention.
    pub hits: usize,
    /// Figures in the sections on it.
    pub figures: usize,
}

/// Problems by the strength of their answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
pub struct Answers {
    /// A plan answers it.
    pub strong: usize,
    /// A plan touches it.
    pub weak: usize,
    /// No plan answers it.
    pub none: usize,
}

/// A problem and whether a plan answers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
pub struct Answer {
    /// 1-based line.
    pub line: usize,
    /// The problem.
    pub text: String,
    /// How strong the answer is.
    pub strength: Strength,
}

/// A finding in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
pub struct Said {
    /// The rule.
    pub rule: &'static str,
    /// Its severity.
    pub severity: Severity,
    /// 1-based line.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// Whether it tells of something that the report should have and has not.
    pub absence: bool,
}

impl Row {
    /// The row of a report; `None` for a document that no schema claims.
    /// `told` are the findings that count.
    pub fn of(path: &str, analysis: &Analysis, told: &[Finding], lang: Lang) -> Option<Self> {
        let outline = &analysis.outline;
        let report = outline.report.as_ref()?;
        let line = |span: &Span| analysis.text.shown_place(analysis.bytes(span).start).0 + 1;
        let checklist = ide::checklist(analysis, lang);
        let content = checklist.iter().flat_map(|e| &e.children).filter(|e| e.kind == "content");
        let figures: Vec<usize> = figures(analysis);
        let is_absence = |f: &Finding| f.subject.is_some_and(Subject::is_absence);
        let said = |f: &Finding| Said {
            rule: f.rule.name,
            severity: f.severity,
            line: line(&f.span),
            message: f.message.render(lang),
            absence: is_absence(f),
        };
        // A prompt is no problem and no plan yet.
        let is_written = |item: &&ListItem| !trace::is_unwritten(outline, &analysis.paragraphs, item);
        let answers: Vec<Answer> = outline
            .problems
            .iter()
            .zip(&analysis.links().problems)
            .filter(|(item, _)| is_written(item))
            .map(|(item, link)| Answer { line: line(&item.title), text: analysis.words(&item.title).to_owned(), strength: link.strength })
            .collect();
        let of = |strength| answers.iter().filter(|a| a.strength == strength).count();
        Some(Self {
            path: path.to_owned(),
            versions: Vec::new(),
            title: Some(report.title.clone()).filter(|t| !t.is_empty()),
            issuer: report.issuer.clone(),
            level: report.level,
            report_year: report.report_year,
            plan_year: report.plan_year,
            schema: report.schema.id.clone(),
            profile: report.profile().map(|p| p.id.clone()),
            signed: report.signed.as_ref().map(|s| s.1.iso()),
            published: report.published.as_ref().map(|p| p.1.iso()),
            characters: characters(analysis),
            parts: checklist.iter().map(|e| (bare(&e.id).to_owned(), e.state)).collect(),
            content: content.map(|e| (bare(&e.id).to_owned(), e.state)).collect(),
            themes: themes(analysis, outline, &checklist, &figures),
            problems: answers.len(),
            plans: outline.plans.iter().filter(is_written).count(),
            links: Answers { strong: of(Strength::Strong), weak: of(Strength::Weak), none: of(Strength::None) },
            answers,
            figures: figures.iter().sum(),
            missing: told.iter().filter(|f| is_absence(f)).count(),
            findings: SeverityCounts::of(told),
            diagnostics: told.iter().map(said).collect(),
        })
    }
}

/// `theme:A4` without its kind.
fn bare(id: &str) -> &str {
    id.split_once(':').map_or(id, |(_, id)| id)
}

/// Whether the text of a block is the report's own.
fn is_own(role: Role) -> bool {
    !matches!(role, Role::Title | Role::Noise | Role::Meta | Role::Signature | Role::Date)
}

/// How many figures stand in each block of the report's own text.
fn figures(analysis: &Analysis) -> Vec<usize> {
    let paragraphs = analysis.paragraphs.iter().enumerate();
    paragraphs.map(|(i, p)| if is_own(analysis.outline.role(i)) { p.facts().figures.all.len() } else { 0 }).collect()
}

fn characters(analysis: &Analysis) -> usize {
    let blocks = analysis.tree.blocks().iter().enumerate().filter(|(i, _)| is_own(analysis.outline.role(*i)));
    blocks.map(|(_, block)| block.body().chars().filter(|c| !c.is_whitespace()).count()).sum()
}

fn themes(analysis: &Analysis, outline: &Outline, checklist: &[Entry], figures: &[usize]) -> BTreeMap<String, ThemeState> {
    let states: BTreeMap<&str, State> =
        checklist.iter().flat_map(|e| &e.children).filter(|e| e.kind == "theme").map(|e| (bare(&e.id), e.state)).collect();
    let Some(report) = &outline.report else { return BTreeMap::new() };
    let mut in_sections = vec![0; report.schema.themes.len()];
    for node in &outline.nodes {
        count_figures(node, figures, &mut in_sections);
    }
    outline
        .themes(&analysis.paragraphs)
        .into_iter()
        .filter_map(|(index, hits)| {
            let theme = report.schema.themes.get(index)?;
            // Where the results themselves are missing, that is what there is to say.
            let state = states.get(theme.id.as_str()).copied().unwrap_or(State::Thin);
            Some((theme.id.clone(), ThemeState { state, hits, figures: in_sections.get(index).copied().unwrap_or(0) }))
        })
        .collect()
}

/// Counts the figures of the innermost sections of the results that speak of a theme.
fn count_figures(node: &crate::outline::Node, figures: &[usize], of_themes: &mut [usize]) {
    let sections = node.children.iter().filter(|c| c.kind != crate::outline::NodeKind::Item);
    if sections.clone().next().is_some() {
        sections.for_each(|c| count_figures(c, figures, of_themes));
        return;
    }
    if node.role == Role::Results {
        let count: usize = figures.get(node.blocks()).map_or(0, |f| f.iter().sum());
        for theme in &node.themes {
            if let Some(sum) = of_themes.get_mut(*theme) {
                *sum += count;
            }
        }
    }
}
