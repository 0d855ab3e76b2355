//! What an editor offers at a place: mending findings, inserting what is
//! missing, silencing a rule.

use super::{TextEdit, insert};
use crate::message::{Lang, Message};
use crate::rules::{Analysis, Edit, Finding, Subject, markup};
use crate::syntax::{SourceFormat, Span};
use crate::text::DisjointRanges;
use std::ops::Range;

/// What an action is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActionKind {
    /// Mends one finding.
    QuickFix,
    /// Manages a finding or changes the draft on request.
    Refactor,
    /// All safe fixes at once.
    FixAll,
}

/// What an action does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Edits the draft.
    Edit(Vec<TextEdit>),
    /// Puts a finding on the project's baseline (index into the findings).
    Baseline(usize),
    /// Switches a rule off for the project (its name).
    IgnoreRule(&'static str),
    /// Starts next year's report.
    NextYear,
}

/// Something an editor offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What it does, in words.
    pub title: String,
    /// What it is for.
    pub kind: ActionKind,
    /// Whether it is the one to take without thinking.
    pub preferred: bool,
    /// The finding it mends: index into [`Analysis::findings`].
    pub finding: Option<usize>,
    /// What it does.
    pub effect: Effect,
}

/// Actions for findings that touch `range` (bytes), and [`ActionKind::FixAll`].
pub fn actions(analysis: &Analysis, range: Range<usize>, lang: Lang) -> Vec<Action> {
    let mut all = Vec::new();
    let touches = |span: &&Span| {
        let bytes = analysis.bytes(span);
        bytes.start <= range.end && range.start <= bytes.end
    };
    // A finding at several places can be mended from each of them.
    let touched: Vec<(usize, &Finding)> = analysis.findings.iter().enumerate().filter(|(_, f)| f.spans().any(|s| touches(&s))).collect();
    for (index, finding) in &touched {
        if let Some(fix) = &finding.fix {
            all.push(Action {
                title: fix.title.render(lang),
                kind: ActionKind::QuickFix,
                preferred: fix.safe,
                finding: Some(*index),
                effect: Effect::Edit(analysis.text_edits(&fix.edits)),
            });
        }
        if let Some((title, id)) = insertion(analysis, finding)
            && let Some((edits, _)) = insert(analysis, &id)
        {
            all.push(Action {
                title: title.render(lang),
                kind: ActionKind::QuickFix,
                preferred: true,
                finding: Some(*index),
                effect: Effect::Edit(edits),
            });
        }
    }
    for (index, finding) in &touched {
        let rule = finding.rule;
        if rule.code.starts_with("NB9") {
            continue;
        }
        let manage = |title: Message, kind, effect| Action {
            title: title.with("rule", rule.name).render(lang),
            kind,
            preferred: false,
            finding: Some(*index),
            effect,
        };
        // The baseline comes first: a comment travels into Word with the text.
        all.push(manage(Message::new("action.baseline"), ActionKind::Refactor, Effect::Baseline(*index)));
        all.push(manage(Message::new("action.ignore-rule"), ActionKind::Refactor, Effect::IgnoreRule(rule.name)));
        let several = finding.spans().any(|span| span.block != finding.span.block);
        let suppress = Message::new(if several { "action.suppress-file" } else { "action.suppress" });
        all.push(manage(suppress, ActionKind::Refactor, Effect::Edit(vec![suppression(analysis, finding, several)])));
    }
    all.extend(next_year(analysis, &range, lang));
    let safe = safe_fixes(analysis);
    if !safe.is_empty() {
        all.push(Action {
            title: Message::new("action.fix-all").render(lang),
            kind: ActionKind::FixAll,
            preferred: false,
            finding: None,
            effect: Effect::Edit(safe),
        });
    }
    all
}

/// On the title: next year's report can be started from this one.
fn next_year(analysis: &Analysis, range: &Range<usize>, lang: Lang) -> Option<Action> {
    let report = analysis.outline.report.as_ref()?;
    let title =
        report.title_spans.iter().map(|span| analysis.bytes(span)).any(|title| title.start <= range.end && range.start <= title.end);
    let year = report.report_year.filter(|_| title)? + 1;
    Some(Action {
        title: Message::new("action.next-year").with("year", year.to_string()).render(lang),
        kind: ActionKind::Refactor,
        preferred: false,
        finding: None,
        effect: Effect::NextYear,
    })
}

/// What would bring the thing that a finding misses: title and checklist id.
fn insertion(analysis: &Analysis, finding: &Finding) -> Option<(Message, String)> {
    let (_, report) = analysis.report()?;
    let schema = &report.schema;
    Some(match finding.subject? {
        Subject::Part(index) => {
            let part = schema.parts.get(index)?;
            (Message::new("action.insert-part").with("part", &part.name), format!("part:{}", part.id))
        }
        Subject::Heading(index) => {
            let part = schema.parts.get(index)?;
            (Message::new("action.insert-heading").with("part", &part.name), format!("heading:{}", part.id))
        }
        Subject::Content(index) => {
            let content = schema.content.get(index)?;
            (Message::new("action.insert-content").with("content", &content.name), format!("content:{}", content.id))
        }
        Subject::Problem(index) => (Message::new("action.insert-plan"), format!("plan:{index}")),
        Subject::Theme(index) => {
            let theme = schema.themes.get(index)?;
            (Message::new("action.insert-theme").with("theme", &theme.name), format!("theme:{}", theme.id))
        }
    })
}

/// A comment in front of the first paragraph that a finding is about; for the
/// whole file where there are several of them.
fn suppression(analysis: &Analysis, finding: &Finding, several: bool) -> TextEdit {
    let at = analysis.tree.start(finding.span.block);
    let (scope, line_end) = (if several { "-file" } else { "" }, analysis.text.line_end());
    let comment = format!("<!-- nianbao-ignore{scope} {} -->", finding.rule.name);
    let block = analysis.tree.blocks().get(finding.span.block).filter(|_| analysis.tree.format() == SourceFormat::Markdown);
    let marks = block.map_or("", |block| block.container_marks());
    if several || marks.is_empty() {
        return TextEdit { range: at..at, text: format!("{comment}{line_end}") };
    }
    if marks.chars().all(|c| matches!(c, ' ' | '\t' | '>')) {
        return TextEdit { range: at..at, text: format!("{marks}{comment}{line_end}") };
    }
    // A line in front of an item would end the list.
    let written = analysis.text.slice(at..analysis.tree.end(finding.span.block));
    let end = at + written.trim_end_matches([' ', '\t', '\\']).len();
    TextEdit { range: end..end, text: format!(" {comment}") }
}

/// The edits of all safe fixes that do not get in each other's way.
pub(crate) fn safe_fixes(analysis: &Analysis) -> Vec<TextEdit> {
    let mut edits: Vec<TextEdit> = Vec::new();
    let mut taken = DisjointRanges::default();
    let mut kept: Vec<Edit> = Vec::new();
    for finding in &analysis.findings {
        let fixes = finding.safe_edits();
        let own = analysis.text_edits(fixes.iter().copied());
        if markup::fits(&analysis.text, &analysis.tree, &kept, &fixes) && taken.add_all(own.iter().map(|edit| &edit.range)) {
            edits.extend(own);
            kept.extend(fixes.into_iter().cloned());
        }
    }
    edits.sort_by_key(|e| e.range.start);
    edits
}
