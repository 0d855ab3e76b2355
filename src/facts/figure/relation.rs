//! What the figures of a block say about each other: the one reading from which
//! rules draw findings and editors their computations.

use super::view::View;
use super::{Figures, Value, ratios, sums};
use crate::syntax::Block;

/// How figures belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RelationKind {
    /// The parts make up the whole: 收信254件，已办结249件，正在处理5件.
    Sum,
    /// One part of a whole: 公开信息2268条，其中重点领域466条.
    Part,
    /// A stated percentage of a whole: 计划1398个，完成1397个，完成率99.9%.
    Share,
    /// A stated rate of change: 从183项压减至137项，压减率25.14%.
    Change,
    /// A stated rate of change with what was added: 受理86件，较上年增加14件，增长19.4%.
    /// The whole is what it is now, the part what was added or lost.
    Growth,
    /// A stated difference: 办结率由96%提高到98%，提高2个百分点.
    Difference,
}

/// Whether what is stated agrees with what the other figures give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It does; a percentage is rounded half up to its printed decimals.
    Holds,
    /// The last digit of a percentage was cut off instead of rounded.
    Truncated,
    /// It does not.
    Differs,
    /// A part is larger than its whole.
    Exceeds,
    /// The words say that it grew and it fell, or the other way round.
    Opposite,
}

/// Figures of one block that belong together, as indices of [`Figures::all`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// How they belong together.
    pub kind: RelationKind,
    /// The whole, or what a change or difference starts from.
    pub whole: usize,
    /// The parts in order; of a share the one part, of a change or difference what it ends at.
    pub parts: Vec<usize>,
    /// What states the result: the percentage of a share or a change, the whole
    /// of a sum, the part itself of a part.
    pub stated: usize,
    /// What the others give: a sum, or a percentage rounded to the decimals
    /// that are printed (one where none is stated).
    pub computed: Value,
    /// Whether that is what is stated.
    pub verdict: Verdict,
    /// Whether the words leave no other reading, should it not hold.
    pub sure: bool,
}

/// The relations of a block, in the order of what they state.
pub fn relations(block: &Block, figures: &Figures) -> Vec<Relation> {
    if figures.all.len() < 2 {
        return Vec::new();
    }
    let view = View { block, figures };
    let mut all = ratios::relations(&view);
    all.extend(sums::relations(&view));
    all.sort_by_key(|r| (r.stated, r.whole));
    all
}

impl Relation {
    /// Every figure of the relation, in the order of the text.
    pub fn members(&self) -> Vec<usize> {
        let mut members: Vec<usize> = self.parts.iter().copied().chain([self.whole, self.stated]).collect();
        members.sort_unstable();
        members.dedup();
        members
    }

    /// The computation: `249+5=254`, `1397/1398=99.9%`, `183→137: −25.14%`.
    pub fn formula(&self, figures: &Figures) -> String {
        let value = |index: usize| figures.all.get(index).map_or_else(String::new, |f| f.value.to_string());
        let part = self.parts.first().copied().unwrap_or(self.stated);
        match self.kind {
            RelationKind::Sum => {
                let terms: Vec<String> = self.parts.iter().map(|i| value(*i)).collect();
                format!("{}={}", terms.join("+"), self.computed)
            }
            RelationKind::Part | RelationKind::Share => format!("{}/{}={}%", value(part), value(self.whole), self.computed),
            RelationKind::Growth => {
                let (now, more) = (figures.all.get(self.whole), figures.all.get(part));
                let base = now.zip(more).map(|(n, m)| n.value.minus(m.value));
                let grew = base.and_then(|b| more?.value.percent_of(b, self.computed.scale)).is_some_and(|p| p.0 == self.computed);
                format!("{}/({}{}{})={}%", value(part), value(self.whole), if grew { '−' } else { '+' }, value(part), self.computed)
            }
            RelationKind::Change | RelationKind::Difference => {
                let fell = figures.all.get(part).map(|f| f.value) < figures.all.get(self.whole).map(|f| f.value);
                let sign = if fell { '−' } else { '+' };
                let unit = if self.kind == RelationKind::Change { "%" } else { "" };
                format!("{}→{}: {sign}{}{unit}", value(self.whole), value(part), self.computed)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;
    use crate::syntax::Tree;

    fn formulas(text: &str) -> Vec<String> {
        let tree = Tree::parse(text, crate::syntax::SourceFormat::PlainText);
        let facts = Facts::of(&tree.blocks()[0]);
        facts.relations().iter().map(|r| format!("{} {:?}", r.formula(&facts.figures), r.verdict)).collect()
    }

    #[test]
    fn what_figures_say_about_each_other() {
        assert_eq!(formulas("下达抽查计划任务1398个，完成1397个，完成率99.9%。"), ["1397/1398=99.9% Holds"]);
        assert_eq!(formulas("调处63601件，调解成功62562件，成功率98.36%。"), ["62562/63601=98.37% Truncated"]);
        assert_eq!(formulas("事项从183项压减至137项，压减率25.14%。"), ["183→137: −25.14% Holds"]);
        assert_eq!(formulas("信箱收信254件，已办结249件，正在处理5件。"), ["249+5=254 Holds"]);
        assert_eq!(formulas("公开信息2268条，其中重点领域信息466条。"), ["466/2268=20.5% Holds"]);
        assert_eq!(formulas("公开信息2268条，其中重点领域信息3466条。"), ["3466/2268=152.8% Exceeds"]);
    }

    #[test]
    fn the_relations_of_a_place() {
        let text = "信箱收信254件，已办结249件，正在处理5件；办理建议30件。";
        let tree = Tree::parse(text, crate::syntax::SourceFormat::PlainText);
        let facts = Facts::of(&tree.blocks()[0]);
        let at = |word: &str| facts.relations_at(text.find(word).unwrap() as u32).count();
        assert_eq!([at("254"), at("249"), at("5件；"), at("30件"), at("办结")], [1, 1, 1, 0, 0]);
    }
}
