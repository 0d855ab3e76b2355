//! From problems to the plans that answer them, and back: definition,
//! references, lenses.

use super::backend::Question;
use super::commands;
use crate::ide;
use crate::message::text;
use crate::rules::Analysis;
use serde_json::json;
use std::sync::Arc;
use tower_lsp::ls_types::*;

/// The plans that answer the problem at a position, and the passages of other
/// reports that a finding there points to.
pub fn definition(question: &Question, analysis: &Arc<Analysis>, position: Position) -> Option<GotoDefinitionResponse> {
    let wire = &question.seen.wire;
    let at = wire.offset(&analysis.text, position);
    let plans = ide::answers(analysis, at).map(|(_, plans)| plans);
    let here = |plan| Location { uri: question.uri.clone(), range: wire.range(&analysis.text, &plan) };
    let there = ide::elsewhere(analysis, at).into_iter().filter_map(|(source, place)| wire.location(source, place));
    let is_known = plans.is_some();
    let found: Vec<_> = plans.into_iter().flatten().map(here).chain(there).collect();
    (is_known || !found.is_empty()).then_some(GotoDefinitionResponse::Array(found))
}

/// The problems that the plan at a position answers, or the plans that answer
/// the problem there.
pub fn references(question: &Question, analysis: &Arc<Analysis>, position: Position, itself: bool) -> Vec<Location> {
    let wire = &question.seen.wire;
    let linked = ide::linked(analysis, wire.offset(&analysis.text, position), itself);
    linked.into_iter().map(|range| Location { uri: question.uri.clone(), range: wire.range(&analysis.text, &range) }).collect()
}

/// What answers each problem, above it. Lenses are few and come with their
/// commands: there is nothing to resolve.
pub fn lenses(question: &Question, analysis: &Arc<Analysis>) -> Vec<CodeLens> {
    let wire = &question.seen.wire;
    if !question.seen.wishes.lenses {
        return Vec::new();
    }
    let mut all = Vec::new();
    for (index, lens) in ide::lenses(analysis, wire.lang).into_iter().enumerate() {
        let mut range = wire.range(&analysis.text, &lens.problem);
        // A problem over several lines has its lens at the first.
        if range.end.line > range.start.line {
            range.end = range.start;
        }
        let plans: Vec<Range> = lens.plans.iter().map(|plan| wire.range(&analysis.text, plan)).collect();
        let answered = !plans.is_empty();
        all.push(CodeLens { range, command: Some(show(question, lens.title, range.start, plans)), data: None });
        if !answered && wire.caps.apply_edit {
            let title = text("action.insert-plan", wire.lang).to_owned();
            let arguments = vec![json!(question.version.uri), json!(format!("plan:{index}"))];
            all.push(CodeLens {
                range,
                command: Some(Command { title, command: commands::INSERT.into(), arguments: Some(arguments) }),
                data: None,
            });
        }
    }
    all
}

/// Shows the plans as well as the client can; a lens without a command is plain text.
fn show(question: &Question, title: String, at: Position, plans: Vec<Range>) -> Command {
    let caps = &question.seen.wire.caps;
    let (command, arguments) = match (&caps.places_command, plans.first()) {
        (Some(command), Some(_)) => (command.clone(), Some(vec![json!(question.version.uri), json!(at), json!(plans)])),
        (None, Some(first)) if caps.show_document => (commands::SHOW.to_owned(), Some(vec![json!(question.version.uri), json!(first)])),
        _ => (String::new(), None),
    };
    Command { title, command, arguments }
}
