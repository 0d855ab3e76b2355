//! What a report should have and has not: the one place that says so, for the
//! rules, the checklist and everything that counts.

use crate::rules::{Sight, Subject};
use crate::schema::{Content, ContentRule, Role};

/// Shorter results, in characters, say too little about anything to be asked for themes.
const ENOUGH: usize = 600;

/// Everything that is missing.
pub fn all(sight: &Sight<'_>) -> Vec<Subject> {
    let content = [ContentRule::MissingContent, ContentRule::MissingCause].into_iter().flat_map(|rule| content(sight, rule));
    parts(sight).map(Subject::Part).chain(content.map(Subject::Content)).chain(themes(sight).map(Subject::Theme)).collect()
}

/// Required parts that are missing, by index.
pub fn parts<'a>(sight: &'a Sight<'a>) -> impl Iterator<Item = usize> + 'a {
    let parts = sight.report.schema.parts.iter().enumerate();
    let mut missing =
        parts.filter(|(index, part)| part.required && sight.report.is_asked(&part.applies) && !sight.outline.has_part(*index)).peekable();
    // A heading that stands twice took the place of another: that is the finding.
    let twins = missing.peek().is_some() && super::duplicate_section::has_twins(sight);
    missing.filter(move |_| !twins).map(|(index, _)| index)
}

/// Content items of this rule that are missing though their part is there and
/// written, by index. Where the part itself is missing, that is what there is to say.
pub fn content<'a>(sight: &'a Sight<'a>, rule: ContentRule) -> impl Iterator<Item = usize> + 'a {
    let items = sight.report.schema.content.iter().enumerate();
    let missing = items.filter(move |(index, item)| {
        item.rule == rule
            && sight.report.is_asked(&item.applies)
            && is_written(sight, item.within)
            && part(sight, item).is_none_or(|part| sight.outline.has_part(part))
            && !sight.outline.has_content(sight.paragraphs, *index)
            // A prompt that stands for it is a finding of its own.
            && !sight.outline.content_waits(sight.paragraphs, *index)
    });
    missing.map(|(index, _)| index)
}

/// The part that must have a content item, where several have its role.
pub fn part(sight: &Sight<'_>, item: &Content) -> Option<usize> {
    let id = item.part.as_ref()?;
    sight.report.schema.parts.iter().position(|p| p.id == *id)
}

/// Themes of which the results say nothing, by index.
pub fn themes<'a>(sight: &'a Sight<'a>) -> impl Iterator<Item = usize> + 'a {
    let blocks = sight.outline.text_of(Role::Results).filter_map(|i| sight.block(i));
    let asked = blocks.flat_map(|b| b.body().chars()).nth(ENOUGH - 1).is_some() && is_written(sight, Role::Results);
    let themes = if asked { sight.outline.themes(sight.paragraphs) } else { Vec::new() };
    let missing = themes.into_iter().filter(|(index, hits)| *hits == 0 && !sight.outline.theme_waits(sight.paragraphs, *index));
    missing.map(|(index, _)| index)
}

/// What waits to be written: parts that hold only prompts, and content items of the
/// other parts for which only a prompt stands there.
pub fn unwritten(sight: &Sight<'_>) -> Vec<Subject> {
    let (outline, report) = (sight.outline, sight.report);
    let parts = report.schema.parts.iter().enumerate();
    let parts = parts
        .filter(|(index, part)| report.is_asked(&part.applies) && outline.part(*index).is_some_and(|stretch| sight.is_unwritten(stretch)));
    let content = report.schema.content.iter().enumerate();
    let content = content.filter(|(index, item)| {
        report.is_asked(&item.applies)
            && is_written(sight, item.within)
            && part(sight, item).is_none_or(|part| sight.outline.has_part(part))
            && !outline.has_content(sight.paragraphs, *index)
            && outline.content_waits(sight.paragraphs, *index)
    });
    parts.map(|(index, _)| Subject::Part(index)).chain(content.map(|(index, _)| Subject::Content(index))).collect()
}

/// Whether a part of this role is there and holds more than its template.
fn is_written(sight: &Sight<'_>, role: Role) -> bool {
    sight.outline.of_role(role).any(|stretch| !sight.is_unwritten(stretch))
}
