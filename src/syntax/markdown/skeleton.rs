//! What of a Markdown document is no text, to hold two versions of it against each other.

use super::leaf::options;
use super::{LEAD, State, is_plain};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// Whether `edits` (in bytes of `part`, in order) leave all of it as it is but for text: marks,
/// code, targets, HTML and the blocks. Depths of headings may change: a rule is about them.
pub fn keeps_structure(part: &str, edits: &[(Range<usize>, &str)], state: State) -> bool {
    let mut changed = part.to_owned();
    for (range, with) in edits.iter().rev() {
        if changed.get(range.clone()).is_none() {
            return false;
        }
        changed.replace_range(range.clone(), with);
    }
    if part.split(['\n', '\r']).chain(changed.split(['\n', '\r'])).all(is_plain) {
        return true;
    }
    skeleton(part, state) == skeleton(&changed, state)
}

/// The events of a text without its words.
fn skeleton(text: &str, state: State) -> Vec<Event<'static>> {
    let lead = if state == State::Paragraph { LEAD } else { "" };
    let text = format!("{lead}{text}");
    let mut events: Vec<Event<'static>> = Vec::new();
    for event in Parser::new_ext(&text, options()) {
        let event = match event {
            Event::Text(_) if is_code(&events) => event.into_static(),
            Event::Text(_) | Event::SoftBreak => Event::Text("".into()),
            Event::Start(Tag::Heading { .. }) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Paragraph),
            event => event.into_static(),
        };
        if !matches!((&event, events.last()), (Event::Text(text), Some(Event::Text(last))) if text.is_empty() && last.is_empty()) {
            events.push(event);
        }
    }
    events
}

/// Whether the text that comes next is code.
fn is_code(events: &[Event<'_>]) -> bool {
    let open = events.iter().rev().find(|event| !matches!(event, Event::Text(_)));
    matches!(open, Some(Event::Start(Tag::CodeBlock(_))))
}
