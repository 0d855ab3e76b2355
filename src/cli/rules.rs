//! `nianbao rules`

use super::args::{Format, Rules};
use super::snippet::{keep_start, width};
use super::terminal::Terminal;
use super::text::{DIM, paint, style};
use super::{FINE, Outcome};
use crate::rules::page::{fix_name, severity_name, summary};
use crate::rules::{FixKind, Severity, all};
use std::fmt::Write as _;

#[derive(serde::Serialize)]
struct Row {
    code: &'static str,
    rule: &'static str,
    family: &'static str,
    severity: Severity,
    fix: FixKind,
    since: &'static str,
    summary: String,
}

pub fn run(args: &Rules, terminal: &mut Terminal) -> Outcome {
    let lang = terminal.lang;
    match args.format {
        Format::Json => {
            let rows = all().iter().map(|rule| Row {
                code: rule.code,
                rule: rule.name,
                family: rule.code.get(..3).unwrap_or_default(),
                severity: rule.severity,
                fix: rule.fix,
                since: rule.since,
                summary: summary(rule, lang),
            });
            super::json::print(terminal, &rows.collect::<Vec<_>>())?;
        }
        Format::Text => {
            let widest = all().iter().map(|r| r.name.len()).max().unwrap_or(0);
            let columns = if terminal.is_watched() { terminal.columns() } else { usize::MAX };
            let mut out = String::new();
            for rule in all() {
                let severity = severity_name(rule.severity, lang);
                let pad = " ".repeat(7usize.saturating_sub(width(severity)));
                let fix = if rule.fix == FixKind::None { "" } else { fix_name(rule.fix, lang) };
                let fix = if fix.is_empty() { String::new() } else { format!(" [{fix}]") };
                let used = 8 + widest + 2 + 7 + 1 + width(&fix);
                let _ = writeln!(
                    out,
                    "{}  {:widest$}  {}{pad} {}{}",
                    rule.code,
                    rule.name,
                    super::text::paint(style(rule.severity), severity),
                    keep_start(&summary(rule, lang), columns.saturating_sub(used)),
                    paint(DIM, &fix)
                );
            }
            terminal.print(&out)?;
        }
    }
    Ok(FINE)
}
