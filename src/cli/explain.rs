//! `nianbao explain RULE`

use super::args::{Explain, PageFormat};
use super::terminal::Terminal;
use super::{FINE, Outcome, json, markdown};
use crate::message::Message;
use crate::rules::page::{self, Page, PageError};
use crate::rules::{FixKind, Rule, Severity, find};

/// `--format json`
#[derive(serde::Serialize)]
struct Answer {
    schema_version: u32,
    code: &'static str,
    rule: &'static str,
    family: &'static str,
    severity: Severity,
    fix: FixKind,
    since: &'static str,
    summary: String,
    page: Page,
    markdown: String,
}

/// Version of the shape of this file.
const SCHEMA_VERSION: u32 = 1;

pub fn run(args: &Explain, terminal: &mut Terminal) -> Outcome {
    let lang = terminal.lang;
    let rule = find(&args.rule).ok_or_else(|| super::select::unknown(&args.rule))?;
    let broken = |rule: &Rule, e: PageError| Message::new("cli.explain.no-page").with("rule", rule.name).with("cause", e.to_string());
    let text = page::markdown(rule, lang).map_err(|e| broken(rule, e))?;
    match args.format {
        PageFormat::Text => terminal.print(&markdown::render(&text, terminal.columns()))?,
        PageFormat::Markdown => terminal.print_raw(&text)?,
        PageFormat::Json => json::print(
            terminal,
            &Answer {
                schema_version: SCHEMA_VERSION,
                code: rule.code,
                rule: rule.name,
                family: rule.code.get(..3).unwrap_or_default(),
                severity: rule.severity,
                fix: rule.fix,
                since: rule.since,
                summary: page::summary(rule, lang),
                page: page::parse(rule.source, lang).map_err(|e| broken(rule, e))?,
                markdown: text,
            },
        )?,
    }
    Ok(FINE)
}
