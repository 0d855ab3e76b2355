//! JUnit's XML, which every CI reads: a suite for each file, a case for each
//! finding. What makes the check fail is a failure; the rest are cases that
//! passed and have something to say. A file without findings is a case that passed.

use super::super::found::{Checked, Found, Summary};
use super::super::json::Place;
use super::super::text::elsewhere;
use super::{Format, Root, fails};
use crate::message::Lang;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::fmt::Write as _;
use std::io;

/// Gathers suites.
pub struct Junit {
    root: Root,
    lang: Lang,
    report: Report,
    troubles: Vec<String>,
}

impl Junit {
    /// A report whose paths count from `root`.
    pub fn new(root: Root, lang: Lang) -> Self {
        Self { root, lang, report: Report::new("nianbao"), troubles: Vec::new() }
    }
}

impl Format for Junit {
    fn file(&mut self, checked: &Checked) -> io::Result<String> {
        let path = self.root.path(&checked.source);
        let mut suite = TestSuite::new(path.as_str());
        if checked.findings.is_empty() {
            let mut case = TestCase::new("nianbao", TestCaseStatus::success());
            case.set_classname(path.as_str());
            suite.add_test_case(case);
        }
        suite.add_test_cases(checked.findings.iter().map(|found| case(checked, found, &path, self.lang)));
        self.report.add_test_suite(suite);
        Ok(String::new())
    }

    fn trouble(&mut self, line: &str) {
        self.troubles.push(line.to_owned());
    }

    fn end(&mut self, _: &Summary) -> io::Result<String> {
        if !self.troubles.is_empty() {
            let mut suite = TestSuite::new("nianbao");
            suite.add_test_cases(self.troubles.drain(..).map(|line| {
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
                status.set_message(line.as_str());
                TestCase::new(line, status)
            }));
            self.report.add_test_suite(suite);
        }
        let text = self.report.to_string().map_err(io::Error::other)?;
        // Jenkins' schema (junit-10.xsd) knows the count of skipped tests on a suite only, not on all
        // of them. Nothing here skips a test, and the first attribute of this name is the one for all.
        let mut text = text.replacen(" skipped=\"0\"", "", 1);
        if !text.ends_with('\n') {
            text.push('\n');
        }
        Ok(text)
    }
}

fn case(checked: &Checked, found: &Found, path: &str, lang: Lang) -> TestCase {
    let place = Place::of(&checked.text, found.range.start);
    let mut words = format!("{path}:{}:{} {}", place.line, place.column, found.message);
    if let Some(places) = elsewhere(checked, found, lang) {
        let _ = write!(words, "\n{places}");
    }
    for mention in &found.related {
        let (other, place, _) = mention.place(checked);
        let path = other.unwrap_or(path);
        let _ = write!(words, "\n{path}:{}:{} {}", place.line, place.column, mention.message);
    }
    let name = format!("{} {} {}:{}", found.rule.code, found.rule.name, place.line, place.column);
    let mut case = if fails(checked, found.severity) {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(found.message.as_str()).set_type(found.rule.name).set_description(words);
        TestCase::new(name, status)
    } else {
        let mut case = TestCase::new(name, TestCaseStatus::success());
        case.set_system_out(words);
        case
    };
    case.set_classname(path);
    case
}
