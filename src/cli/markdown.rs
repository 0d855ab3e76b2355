//! Markdown for people at a terminal: headings in bold, quotations behind a
//! bar, text broken to the width of the terminal as Chinese is broken.

use super::snippet::columns;
use super::text::{BOLD, DIM, GREEN, paint};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use textwrap::{Options, WordSeparator};

/// A line is never wider than reads well.
const WIDEST: usize = 100;

/// The text as it is shown on a terminal `room` columns wide.
pub fn render(markdown: &str, room: usize) -> String {
    let mut page = Page {
        out: String::new(),
        text: String::new(),
        indents: Vec::new(),
        bullet: None,
        broken: false,
        fresh: false,
        room: room.min(WIDEST),
    };
    let mut address = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::Heading { .. }) => page.gap(),
            Event::End(TagEnd::Heading(_)) => {
                page.text = paint(BOLD, &page.text);
                page.flush();
            }
            Event::Start(Tag::Paragraph) if page.bullet.is_none() => page.gap(),
            Event::End(TagEnd::Paragraph) => page.flush(),
            Event::Start(Tag::BlockQuote(_)) => {
                page.gap();
                page.indents.push(paint(DIM, "│") + " ");
                page.fresh = true;
            }
            Event::Start(Tag::List(_)) => {
                page.flush();
                if page.indents.is_empty() {
                    page.gap();
                }
            }
            Event::Start(Tag::Item) => {
                page.bullet = Some("- ".into());
                page.indents.push("  ".into());
            }
            Event::End(TagEnd::BlockQuote(_)) => drop(page.indents.pop()),
            Event::End(TagEnd::Item) => {
                page.flush();
                page.indents.pop();
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented)) => {
                page.gap();
                page.indents.push("    ".into());
            }
            Event::End(TagEnd::CodeBlock) => {
                for line in std::mem::take(&mut page.text).lines() {
                    page.line(line);
                }
                page.indents.pop();
            }
            Event::Text(text) => page.push(&text),
            Event::Code(text) => page.push(&paint(GREEN, &text)),
            Event::Html(text) | Event::InlineHtml(text) => page.push(text.trim_end()),
            Event::SoftBreak => page.broken = true,
            Event::HardBreak => page.flush(),
            Event::Start(Tag::Link { dest_url, .. }) => address = dest_url.to_string(),
            Event::End(TagEnd::Link) => page.push(&paint(DIM, &format!(" <{address}>"))),
            Event::End(TagEnd::HtmlBlock) => page.flush(),
            _ => {}
        }
    }
    page.flush();
    page.out
}

struct Page {
    out: String,
    /// The paragraph so far.
    text: String,
    /// What stands before each line.
    indents: Vec<String>,
    /// What stands before the first line of an item, in the place of its indent.
    bullet: Option<String>,
    /// Whether a quotation has just begun, so that no empty line is due.
    fresh: bool,
    /// Whether the source breaks its line here.
    broken: bool,
    room: usize,
}

impl Page {
    fn push(&mut self, text: &str) {
        // A line break is a blank, but not between Chinese characters.
        if std::mem::take(&mut self.broken) {
            let wide = |c: Option<char>| c.is_some_and(|c| columns(c) == 2);
            if !wide(self.text.chars().next_back()) && !wide(text.chars().next()) {
                self.text.push(' ');
            }
        }
        self.text.push_str(text);
    }

    /// An empty line before what comes, where something came before.
    fn gap(&mut self) {
        self.flush();
        if !std::mem::take(&mut self.fresh) && !self.out.is_empty() {
            let indent = self.indents.concat();
            self.out.push_str(indent.trim_end());
            self.out.push('\n');
        }
    }

    fn flush(&mut self) {
        self.broken = false;
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        let rest = self.indents.concat();
        let first = match (self.bullet.take(), self.indents.split_last()) {
            (Some(bullet), Some((_, above))) => above.concat() + &bullet,
            _ => rest.clone(),
        };
        let options =
            Options::new(self.room).initial_indent(&first).subsequent_indent(&rest).word_separator(WordSeparator::UnicodeBreakProperties);
        for line in textwrap::wrap(&text, options) {
            self.out.push_str(line.trim_end());
            self.out.push('\n');
        }
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(&self.indents.concat());
        self.out.push_str(line);
        self.out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(markdown: &str, room: usize) -> String {
        anstream::adapter::strip_str(&render(markdown, room)).to_string()
    }

    #[test]
    fn a_page_is_shown_without_its_marks() {
        let page = "# 甲（NB101）\n\n级别：警告。\n\n## 示例\n\n> （一）、加强\n> 领导\n\n- `一是` 与\n  二是\n- three\n  four\n\n```text\n## 原样\n```\n";
        insta::assert_snapshot!(plain(page, 40), @r"
        甲（NB101）

        级别：警告。

        示例

        │ （一）、加强领导

        - 一是 与二是
        - three four

            ## 原样
        ");
    }

    #[test]
    fn lines_are_broken_as_chinese_is_broken() {
        let text = "报告应当按年度公开，数字应当前后一致，引用应当准确。".repeat(3);
        let shown = plain(&format!("> {text}"), 30);
        for line in shown.lines() {
            assert!(super::super::snippet::width(line) <= 30, "{line}");
            let words = line.trim_start_matches("│ ");
            assert!(!words.starts_with(['，', '。']), "a stop begins a line: {shown}");
        }
        assert_eq!(shown.replace("│ ", "").replace('\n', ""), text);
    }
}
