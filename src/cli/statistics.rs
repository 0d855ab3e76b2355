//! `check --statistics`: how often each rule found something.

use super::format::Format;
use super::found::{Checked, Summary};
use super::snippet::width;
use super::text::{self, DIM, paint, style};
use crate::message::{Lang, Message};
use crate::rules::{Rule, Severity, SeverityCounts};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

/// What one rule found.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Row {
    code: &'static str,
    rule: &'static str,
    total: usize,
    files: usize,
    #[serde(flatten)]
    counts: SeverityCounts,
    /// Findings with a safe fix.
    fixable: usize,
    /// Findings with a fix that wants a look.
    fixable_after_look: usize,
}

impl Row {
    fn new(rule: &Rule) -> Self {
        let (code, rule) = (rule.code, rule.name);
        Self { code, rule, total: 0, files: 0, counts: SeverityCounts::default(), fixable: 0, fixable_after_look: 0 }
    }
}

/// What each rule found, by code.
#[derive(Default)]
pub struct Statistics(BTreeMap<&'static str, Row>);

impl Statistics {
    /// Counts one more file.
    pub fn add(&mut self, checked: &Checked) {
        let mut here: Vec<&str> = Vec::new();
        for found in &checked.findings {
            let row = self.0.entry(found.rule.code).or_insert_with(|| Row::new(found.rule));
            row.total += 1;
            row.counts.add(found.severity);
            match &found.fix {
                _ if found.is_safely_fixable() => row.fixable += 1,
                Some(_) => row.fixable_after_look += 1,
                None => {}
            }
            if !here.contains(&found.rule.code) {
                here.push(found.rule.code);
                row.files += 1;
            }
        }
    }

    /// The rules that found something, the most frequent first.
    pub fn rows(&self) -> Vec<&Row> {
        let mut rows: Vec<&Row> = self.0.values().collect();
        rows.sort_by(|a, b| b.total.cmp(&a.total).then(a.code.cmp(b.code)));
        rows
    }
}

/// The statistics as a table for people, in the place of the findings.
pub struct Table {
    lang: Lang,
    counted: Statistics,
}

impl Table {
    /// An empty table.
    pub fn new(lang: Lang) -> Self {
        Self { lang, counted: Statistics::default() }
    }
}

impl Format for Table {
    fn file(&mut self, checked: &Checked) -> io::Result<String> {
        self.counted.add(checked);
        Ok(String::new())
    }

    fn end(&mut self, summary: &Summary) -> io::Result<String> {
        let lang = self.lang;
        let rows = self.counted.rows();
        let digits = rows.iter().map(|r| r.total.to_string().len()).max().unwrap_or(1);
        let widest = rows.iter().map(|r| r.rule.len()).max().unwrap_or(0);
        let mut out = String::new();
        for row in rows {
            let severities = Severity::ALL.into_iter().filter(|s| row.counts.get(*s) > 0);
            let severities: Vec<String> = severities
                .map(|s| paint(style(s), &format!("{} {}", crate::rules::page::severity_name(s, lang), row.counts.get(s))))
                .collect();
            let files = Message::new("cli.statistics.files").with("count", row.files).render(lang);
            let mut more = vec![files];
            if row.fixable > 0 {
                more.push(Message::new("cli.statistics.fixable").with("count", row.fixable).render(lang));
            }
            if row.fixable_after_look > 0 {
                more.push(Message::new("cli.statistics.fixable-after-look").with("count", row.fixable_after_look).render(lang));
            }
            let severities = severities.join(" ");
            let pad = " ".repeat(9usize.saturating_sub(width(&anstream::adapter::strip_str(&severities).to_string())));
            let _ = writeln!(
                out,
                "{:>digits$}  {}  {:widest$}  {severities}{pad}  {}",
                row.total,
                row.code,
                row.rule,
                paint(DIM, &more.join(if lang == Lang::Zh { "，" } else { ", " }))
            );
        }
        out.push_str(&text::summary(summary, lang));
        Ok(out)
    }
}
