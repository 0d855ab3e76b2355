//! What the program says before and after a defect is planted, and what that
//! counts as.

use crate::support::{among, settings};
use crate::ways::{Expect, Planted, Report, Way};
use nianbao::message::{Lang, Message};
use nianbao::rules::{Analysis, Draft, Related, Site};
use nianbao::syntax::Span;
use std::ops::Range;

/// A finding, to be compared with those of another version of the text.
#[derive(Clone)]
pub struct Seen {
    pub rule: &'static str,
    pub quote: String,
    message: String,
    /// Where it stands and what explains it, in bytes.
    ranges: Vec<Range<usize>>,
}

impl Seen {
    fn says(&self) -> (&str, &str, &str) {
        (self.rule, &self.quote, &self.message)
    }

    fn touches(&self, lines: &Range<usize>) -> bool {
        self.ranges.iter().any(|r| r.start <= lines.end && lines.start <= r.end)
    }

    fn stands_in(&self, lines: &Range<usize>) -> bool {
        self.ranges.first().is_some_and(|r| r.start <= lines.end && lines.start <= r.end)
    }
}

/// What became of one planted defect.
#[derive(Default)]
pub struct Outcome {
    pub found: bool,
    /// A rule of the way spoke, but of another place.
    pub elsewhere: bool,
    /// New findings of other rules.
    pub collateral: Vec<Seen>,
}

/// A report that was read once, for all that is done to it.
pub struct Base<'a> {
    pub report: &'a Report,
    draft: Draft,
    findings: Vec<Seen>,
}

impl<'a> Base<'a> {
    pub fn new(report: &'a Report) -> Self {
        let draft = Draft::new(&report.text);
        let findings = seen(&draft.analyse(settings()));
        Self { report, draft, findings }
    }

    /// Plants a defect and looks at what the program says then.
    pub fn judge(&self, way: &Way, planted: &Planted, others: &[Report]) -> Outcome {
        let new_text = planted.apply(&self.report.text);
        let old_lines = whole_lines(&self.report.text, planted.range.clone());
        let new_lines = whole_lines(&new_text, planted.range.start..planted.range.start + planted.with.len());
        match &way.beside {
            Some(beside) => {
                let other = beside.find(others);
                let beside = [(other.name.clone(), other.text.clone())];
                let before = seen(&among(&self.report.text, &beside));
                compare(way, &before, &seen(&among(&new_text, &beside)), &old_lines, &new_lines)
            }
            None => {
                let mut draft = self.draft.clone();
                draft.edit(planted.range.clone(), &planted.with);
                compare(way, &self.findings, &seen(&draft.analyse(settings())), &old_lines, &new_lines)
            }
        }
    }
}

fn seen(analysis: &Analysis) -> Vec<Seen> {
    let of = |rule: &'static str, span: &Span, message: &Message, related: &[Related]| {
        let related = related.iter().filter_map(|r| match &r.site {
            Site::Here(span) => Some(analysis.bytes(span)),
            Site::There(..) => None,
        });
        Seen {
            rule,
            quote: analysis.words(span).to_string(),
            message: message.render(Lang::En),
            ranges: std::iter::once(analysis.bytes(span)).chain(related).collect(),
        }
    };
    let mut all = Vec::new();
    for finding in &analysis.findings {
        // Place by place, so that one more place is one more finding.
        if finding.occurrences.is_empty() {
            all.push(of(finding.rule.name, &finding.span, &finding.message, &finding.related));
        }
        all.extend(finding.occurrences.iter().map(|o| of(finding.rule.name, &o.span, &o.message, &o.related)));
    }
    all
}

/// The whole lines that a range (bytes) touches.
fn whole_lines(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
    start..end
}

fn compare(way: &Way, before: &[Seen], after: &[Seen], old_lines: &Range<usize>, new_lines: &Range<usize>) -> Outcome {
    let new = only_in(after, before, new_lines);
    let mut vanished = only_in(before, after, old_lines);
    let mut outcome = Outcome::default();
    for finding in new {
        let is_of = |rules: &[String]| rules.iter().any(|r| r == finding.rule);
        if is_of(&way.rules) {
            let here = way.expect == Expect::Document || finding.touches(new_lines);
            outcome.found |= here;
            outcome.elsewhere |= !here;
            continue;
        }
        let carried = vanished.iter().position(|old| is_carried(old, finding, old_lines, new_lines));
        if let Some(at) = carried {
            vanished.swap_remove(at);
        } else if !is_of(&way.also) {
            outcome.collateral.push(finding.clone());
        }
    }
    outcome
}

/// Whether a finding is one of before, of which only the words quoted or the line named have changed.
fn is_carried(old: &Seen, new: &Seen, old_lines: &Range<usize>, new_lines: &Range<usize>) -> bool {
    old.rule == new.rule && (old.quote == new.quote || (old.stands_in(old_lines) && new.stands_in(new_lines)))
}

/// The findings of one list that the other has not, as often as it has them not.
/// Of those that say the same, the ones in `lines` are taken last as known.
fn only_in<'a>(all: &'a [Seen], known: &[Seen], lines: &Range<usize>) -> Vec<&'a Seen> {
    let mut known: Vec<_> = known.iter().map(Seen::says).collect();
    let (inside, outside): (Vec<_>, Vec<_>) = all.iter().partition(|f| f.stands_in(lines));
    let is_new = |finding: &&Seen| match known.iter().position(|k| *k == finding.says()) {
        Some(at) => {
            known.swap_remove(at);
            false
        }
        None => true,
    };
    outside.into_iter().chain(inside).filter(is_new).collect()
}
