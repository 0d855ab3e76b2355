//! GitHub's workflow commands: each finding is a line that GitHub shows beside
//! the text of a pull request.

use super::super::found::{Checked, Found, Summary};
use super::super::json::Place;
use super::super::text::elsewhere;
use super::{Format, Root};
use crate::message::Lang;
use crate::rules::Severity;
use std::fmt::Write as _;
use std::io;

/// Writes workflow commands.
pub struct Github {
    /// Paths are told from here on: the checkout.
    pub root: Root,
    /// The language.
    pub lang: Lang,
}

impl Format for Github {
    fn file(&mut self, checked: &Checked) -> io::Result<String> {
        let path = self.root.path(&checked.source);
        Ok(checked.findings.iter().map(|found| line(checked, found, &path, self.lang)).collect())
    }

    fn end(&mut self, _: &Summary) -> io::Result<String> {
        Ok(String::new())
    }
}

fn line(checked: &Checked, found: &Found, path: &str, lang: Lang) -> String {
    let level = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "notice",
    };
    let (start, end) = (Place::of(&checked.text, found.range.start), Place::of(&checked.text, found.range.end));
    let mut out = format!("::{level} file={},line={},endLine={}", property(path), start.line, end.line);
    // GitHub takes columns only where a finding ends on the line on which it starts.
    if start.line == end.line {
        let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
    }
    let _ = write!(out, ",title={}", property(&format!("{} {}", found.rule.code, found.rule.name)));
    let mut message = found.message.clone();
    if let Some(places) = elsewhere(checked, found, lang) {
        let _ = write!(message, "\n{places}");
    }
    for mention in &found.related {
        let (other, place, _) = mention.place(checked);
        let path = other.unwrap_or(path);
        let _ = write!(message, "\n{path}:{}:{} {}", place.line, place.column, mention.message);
    }
    let _ = writeln!(out, "::{}", data(&message));
    out
}

/// Text behind the `::` of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_can_end_a_command_or_begin_one() {
        assert_eq!(data("99.9%\r\n::error::x"), "99.9%25%0D%0A::error::x");
        assert_eq!(property("C:\\a,b%.md"), "C%3A\\a%2Cb%25.md");
    }
}
