//! A report among others: its summary, and what the corpus rules find. The
//! analysis itself is not touched, so an edit of another report costs no more
//! than this.

use super::guard::{Broken, guarded};
use super::{Among, Analysis, Check, Finding, Rule, Settings, Sight, all, group, markup, suppress};
use crate::corpus::{Index, Summary};
use crate::schema::Role;
use std::sync::Arc;

/// What shows of a report beside others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compared {
    /// What the corpus rules found.
    pub findings: Vec<Finding>,
    /// Those whose findings are missing because of a mistake in Nianbao.
    pub broken: Vec<Broken>,
    /// How many findings a baseline holds back.
    pub put_aside: usize,
}

impl Analysis {
    /// What other reports may know of this one; `source` is what the caller
    /// calls its file. `None` for a document that no schema claims.
    pub fn summary(&self, source: &str) -> Option<Summary> {
        let mut summary = Summary::read(source, &self.text, &self.tree, &self.paragraphs, &self.outline)?;
        for finding in &self.findings {
            *summary.findings.entry(finding.rule.code.to_owned()).or_default() += 1;
        }
        Some(summary)
    }

    /// What the corpus rules find. `previous` is last year's report, where the
    /// user names it; else it is looked for in the index.
    pub fn among(&self, settings: &Settings, summary: &Summary, previous: Option<&Arc<Summary>>, index: &Index) -> Compared {
        self.among_by(all(), settings, summary, previous, index)
    }

    /// The same by these rules.
    fn among_by(
        &self,
        rules: &[&'static Rule],
        settings: &Settings,
        summary: &Summary,
        previous: Option<&Arc<Summary>>,
        index: &Index,
    ) -> Compared {
        let Some(report) = self.outline.report.as_ref().filter(|_| !self.bad_encoding) else { return Compared::default() };
        let day = settings.as_of.or(report.signed.as_ref().map(|s| s.1)).or(report.published.as_ref().map(|p| p.1));
        let sight =
            Sight { tree: &self.tree, paragraphs: &self.paragraphs, outline: &self.outline, report, day, links: &self.links, notes: None };
        let among = Among { sight, summary, previous: previous.or_else(|| index.previous(summary)), index };
        let waits = |block: usize| {
            let part = self.outline.stretches.iter().find(|s| (s.from.block..=s.to.block).contains(&block));
            part.is_some_and(|s| sight.is_unwritten(s))
        };
        let (mut found, mut broken) = (Vec::new(), Vec::new());
        for rule in rules {
            let (Check::Corpus(check) | Check::ReportAndCorpus(_, check), Some(severity)) = (rule.check, settings.severity_of(rule)) else {
                continue;
            };
            // A panic costs this rule's findings only.
            match guarded(|| check(&among)) {
                Ok(told) => found.extend(told.into_iter().filter_map(|f| markup::guarded(&self.text, &self.tree, f)).map(|f| {
                    let severity = if severity == rule.severity { f.severity.unwrap_or(severity) } else { severity };
                    (*rule, severity, f)
                })),
                Err(cause) => broken.push(Broken { rule, cause }),
            }
        }
        found.retain(|(_, _, f)| {
            !waits(f.span.block) && !matches!(self.outline.role(f.span.block), Role::Noise | Role::Meta | Role::Attachment)
        });
        Compared { findings: suppress::silence(&self.tree, &self.outline, group::merge(found)), broken, put_aside: 0 }
    }

    /// The same with what shows beside other reports, findings in the order of the text.
    #[must_use]
    pub fn with(self: &Arc<Self>, more: Compared) -> Arc<Self> {
        if more == Compared::default() {
            return self.clone();
        }
        let mut analysis = (**self).clone();
        analysis.findings.extend(more.findings);
        analysis.findings.sort_by_key(|f| (f.span.block, f.span.range.start, f.rule.code));
        analysis.broken.extend(more.broken);
        analysis.put_aside += more.put_aside;
        Arc::new(analysis)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Draft;
    use crate::schema::SchemaSet;

    /// Last year's report and this year's, in which every corpus rule finds something.
    const LAST: &str = "云岭县人民政府2024年法治政府建设年度报告\n\n2024年，现将有关情况报告如下：\n\n一、主要举措和成效\n\n（一）化解行政争议。全年受理行政复议案件151件。\n\n二、存在的不足和原因\n\n（一）村居调解员流失多。偏远山村调解员年纪偏大、补贴偏低，三年里走了近半，主要原因是补贴多年没有提高、乡镇人手被多头抽调。\n\n三、2025年工作安排\n\n（一）推进餐厨垃圾收运监管。给收运车装定位，采取先试点后铺开的办法。\n\n云岭县人民政府\n\n2025年2月10日\n";
    const THIS: &str = "云岭县人民政府2025年法治政府建设年度报告\n\n2025年，现将有关情况报告如下：\n\n一、主要举措和成效\n\n（一）化解行政争议。全年受理行政复议案件181件，同比增长45%。严格落实清河县案卷标准。\n\n二、存在的不足和原因\n\n（一）村居调解员流失多。偏远山村调解员年纪偏大、补贴偏低，三年里走了近半，主要原因是补贴多年没有提高、乡镇人手被多头抽调。\n\n三、2026年工作安排\n\n（一）建设法律援助站。在三个中心镇挂牌。\n\n云岭县人民政府\n\n2026年2月10日\n";

    /// A neighbour's report.
    const BESIDE: &str = "清河县人民政府2025年法治政府建设年度报告\n\n2025年，现将有关情况报告如下：\n\n一、主要举措和成效\n\n（一）规范行政执法。评查案卷120卷。\n\n清河县人民政府\n\n2026年2月10日\n";

    #[test]
    fn a_panic_in_any_corpus_rule_costs_the_findings_of_that_rule_only() {
        let settings = Settings { schemas: SchemaSet::built_in(), ..Settings::default() };
        let read = |source: &str, text: &str| {
            let analysis = Draft::new(text).analyse(&settings);
            let summary = Arc::new(analysis.summary(source).unwrap());
            (analysis, summary)
        };
        let (last, (analysis, summary)) = (read("2024.txt", LAST).1, read("2025.txt", THIS));
        let index: Index = [last, read("清河.txt", BESIDE).1, summary.clone()].into_iter().collect();
        let whole = analysis.among(&settings, &summary, None, &index);
        assert!(whole.broken.is_empty());
        let corpus = all().iter().enumerate().filter(|(_, rule)| rule.needs_others());
        assert!(corpus.clone().count() >= 4);
        for (at, rule) in corpus {
            let of_it = |f: &&Finding| f.rule == *rule;
            assert!(whole.findings.iter().any(|f| of_it(&f)), "{} finds something", rule.name);
            let broken: &'static Rule = Box::leak(Box::new(Rule { check: Check::Corpus(|_| panic!("probe")), ..**rule }));
            let mut rules = all().to_vec();
            rules[at] = broken;
            let rest = analysis.among_by(&rules, &settings, &summary, None, &index);
            let others: Vec<_> = whole.findings.iter().filter(|f| !of_it(f)).cloned().collect();
            assert_eq!(rest.findings, others, "{}", rule.name);
            assert_eq!(rest.broken, [Broken { rule: broken, cause: "probe".into() }]);
            // What was found without other reports stands, and the trouble is told.
            let joined = analysis.with(rest);
            assert_eq!(joined.findings.len(), analysis.findings.len() + others.len());
            assert_eq!(joined.broken.len(), 1);
        }
    }
}
