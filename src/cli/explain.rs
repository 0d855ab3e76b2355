//! `nianbao explain RULE`

use super::args::Explain;
use super::terminal::Terminal;
use super::text::{BOLD, paint};
use super::{FINE, Outcome};
use crate::message::Message;
use crate::rules::{find, page};

pub fn run(args: &Explain, terminal: &mut Terminal) -> Outcome {
    let rule = find(&args.rule).ok_or_else(|| super::select::unknown(&args.rule))?;
    let page = page::markdown(rule, terminal.lang)
        .map_err(|e| Message::new("cli.explain.no-page").with("rule", rule.name).with("cause", e.to_string()))?;
    terminal.print(&emphasise(&page))?;
    Ok(FINE)
}

/// Markdown with its headings in bold; the text stays Markdown.
fn emphasise(page: &str) -> String {
    let mut fenced = false;
    page.lines().fold(String::new(), |mut out, line| {
        fenced ^= line.trim_start().starts_with("```");
        let heading = !fenced && line.starts_with('#');
        out.push_str(&if heading { paint(BOLD, line) } else { line.to_owned() });
        out.push('\n');
        out
    })
}
