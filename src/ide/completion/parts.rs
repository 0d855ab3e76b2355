//! The parts that a report lacks, written out from their templates.

use super::{Completion, CompletionKind, Line, Matcher};
use crate::ide::insert;
use crate::ide::symbols::role_name;
use crate::message::{Lang, Message};
use crate::outline::Stretch;
use crate::rules::Analysis;

/// The missing parts at the start of a line, the one that belongs there first.
pub(super) fn completions(analysis: &Analysis, line: &Line, matcher: &Matcher, lang: Lang) -> Vec<Completion> {
    let (Some((outline, report)), Some(stub)) = (analysis.report(), line.stub()) else { return Vec::new() };
    let before_title = report.title_spans.last().is_some_and(|s| line.at < analysis.bytes(s).end);
    if before_title {
        return Vec::new();
    }
    // What was typed may be taken for the part's heading already.
    let is_line = |s: &Stretch| analysis.byte(s.from) >= line.range.start && analysis.end_byte(s.to) <= line.range.end;
    let is_there = |index| outline.stretches.iter().any(|s| s.part == Some(index) && !is_line(s)) || outline.named.contains(&index);
    let parts = report.schema.parts.iter().enumerate();
    let missing = parts.filter(|(index, part)| part.required && report.is_asked(&part.applies) && !is_there(*index));
    let mut found: Vec<(usize, Completion)> = Vec::new();
    for (index, part) in missing {
        let Some(written) = insert::part_at(analysis, index, &line.range) else { continue };
        let heading = written.heading.trim_start_matches(['#', ' ', '　']);
        let bare = heading.trim_start_matches(written.mark.as_str());
        // By its number, its words, or what people call it.
        let names = [heading, bare, part.name.zh.as_str(), role_name(part.role, Lang::Zh).unwrap_or_default()];
        let Some(filter) = names.iter().find_map(|name| matcher.filter(stub, name)) else { continue };
        // What the line starts with stays; else the heading brings the draft's own indent.
        let text = if stub.len() == line.before.len() { written.text() } else { written.text_behind_indent(heading) };
        let misplaced = outline.stretches.iter().filter_map(|s| Some((s.part?, analysis.byte(s.from))));
        let misplaced = misplaced.filter(|(other, start)| (*other < index) != (*start < line.at)).count();
        found.push((
            misplaced,
            Completion {
                label: heading.to_owned(),
                kind: CompletionKind::Part,
                detail: Some(Message::new("completion.part").render(lang)),
                about: Some(written.paragraphs.join("\n\n")),
                edit: line.replace(stub.len(), text),
                more: written.edits,
                filter,
            },
        ));
    }
    found.sort_by_key(|(misplaced, _)| *misplaced);
    found.into_iter().map(|(_, completion)| completion).collect()
}
