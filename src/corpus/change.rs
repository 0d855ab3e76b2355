//! Which reports may look different beside others when one of the others changes.

use super::{Measured, Summary};
use std::collections::HashSet;
use std::sync::Arc;

/// What became of a report, as far as others are compared with it.
#[derive(Clone, Debug)]
pub struct Change {
    source: Arc<str>,
    /// Whether it came, went, or is another report now: all may be touched.
    wide: bool,
    /// Prints that it got or lost.
    prints: HashSet<u32>,
}

impl Change {
    /// The change from one state of a report to another; `None` where there is
    /// no difference to others.
    pub fn between(before: Option<&Summary>, after: Option<&Summary>) -> Option<Self> {
        let source = after.or(before)?.source.clone();
        let (Some(before), Some(after)) = (before, after) else {
            return Some(Self { source, wide: true, prints: HashSet::new() });
        };
        let head = |s: &Summary| (s.report_year, s.plan_year, s.signed, s.published, s.stage, s.title_place.is_some());
        let wide =
            head(before) != head(after) || before.schema != after.schema || before.title != after.title || before.issuer != after.issuer;
        let same = !wide
            && before.prints == after.prints
            && before.passages == after.passages
            && before.plans == after.plans
            && before.figures == after.figures
            && before.figure_places == after.figure_places
            && before.title_place == after.title_place;
        if same {
            return None;
        }
        let set = |s: &Summary| s.prints.iter().copied().collect::<HashSet<u32>>();
        let prints = set(before).symmetric_difference(&set(after)).copied().collect();
        Some(Self { source, wide, prints })
    }

    /// Whether what was found in `other` may be different now. `leans_on` are
    /// the reports that its findings point to and the one it was held against.
    pub fn touches(&self, other: &Summary, leans_on: &[Arc<str>]) -> bool {
        self.wide || leans_on.contains(&self.source) || other.prints.iter().any(|print| self.prints.contains(print))
    }
}

impl Summary {
    /// What others need of a report that is not compared itself, in as little
    /// memory as it takes.
    #[must_use]
    pub fn for_others(mut self) -> Self {
        self.findings.clear();
        // Next year's figures are compared with what was counted, not with what that was compared with.
        let figures = std::mem::take(&mut self.figures).into_iter().zip(std::mem::take(&mut self.figure_places));
        (self.figures, self.figure_places) = figures.filter(|(f, _)| matches!(f.measured, Measured::Year | Measured::Total)).unzip();
        let mut words: HashSet<Arc<str>> = HashSet::new();
        for word in self.figures.iter_mut().flat_map(|f| [&mut f.unit, &mut f.printed]) {
            match words.get(word) {
                Some(known) => *word = known.clone(),
                None => drop(words.insert(word.clone())),
            }
        }
        self.for_comparing()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Draft, Settings};
    use crate::schema::SchemaSet;

    fn read(source: &str, text: &str) -> Summary {
        Draft::new(text).summary(&Settings { schemas: SchemaSet::built_in(), ..Settings::default() }, source).unwrap()
    }

    const TEXT: &str = "云岭县2024年法治政府建设年度报告\n\n一、主要成效\n\n全年办理行政复议案件151件，组织乡镇执法人员轮训四期。\n\n二、存在的问题\n\n村居调解员补贴多年没有提高，三年里走了近半。\n\n三、2025年工作安排\n\n给餐厨垃圾收运车装定位，先在城区试行半年再铺开。\n";

    #[test]
    fn an_edit_touches_who_shares_its_words_or_leans_on_the_report() {
        let before = read("a", TEXT);
        assert!(Change::between(Some(&before), Some(&before)).is_none());
        let after = read("a", &TEXT.replace("三年里走了近半", "三年里走了一小半，新来的又不熟悉村情"));
        let change = Change::between(Some(&before), Some(&after)).unwrap();
        let shares = read("b", &TEXT.replace("云岭县", "清河县"));
        let other = "清河县2024年法治政府建设年度报告\n\n一、主要成效\n\n全县建成公共法律服务站二十一个，覆盖所有乡镇。\n";
        let other = read("c", other);
        assert!(change.touches(&shares, &[]));
        assert!(!change.touches(&other, &[]));
        assert!(change.touches(&other, &["a".into()]));
        // A line more moves what others point to, and changes nothing else.
        let moved = read("a", &TEXT.replace("一、主要成效", "概况如下。\n\n一、主要成效"));
        let change = Change::between(Some(&before), Some(&moved)).unwrap();
        assert!(!change.touches(&shares, &[]) && change.touches(&shares, &["a".into()]));
    }

    #[test]
    fn a_report_that_comes_goes_or_is_of_another_year_touches_all() {
        let (report, other) = (read("a", TEXT), read("c", "清河县2024年法治政府建设年度报告\n\n一、主要成效\n\n概况如下。\n"));
        for (before, after) in
            [(None, Some(&report)), (Some(&report), None), (Some(&report), Some(&read("a", &TEXT.replace("2024年法治", "2025年法治"))))]
        {
            assert!(Change::between(before, after).unwrap().touches(&other, &[]));
        }
        assert!(Change::between(None, None).is_none());
    }
}
