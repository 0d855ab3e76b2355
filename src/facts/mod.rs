//! What a block states, lexically, without knowing its role: years, dates,
//! citations and figures; and what is known of the national documents that are
//! cited.

mod citation;
mod date;
mod figure;
pub mod marks;
mod register;

pub use citation::{Citation, Years, citations};
pub use date::{Date, date_behind_name, date_line, days_in, first_date, parse_year, rolled, year_like, years};
pub use figure::{Figure, Figures, Relation, RelationKind, Value, Verdict, View, bare, has, relations};
pub use register::{Document, DocumentKind, Period, PeriodKind, Plenum, Register, earliest, register};

use crate::syntax::Block;
use crate::text::{Matcher, Scan};
use marks::{Marks, marks};
use std::sync::{Arc, OnceLock};

/// What is read of a block once and kept with it: every rule and every editor
/// question that asks for these gets the same ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What one pass over its text tells.
    pub scan: Scan,
    /// The figures of its body.
    pub figures: Figures,
    /// The titles in its text.
    pub citations: Vec<Citation>,
    /// The years in its text that are written with 年: their bytes, without it.
    pub years: Vec<(std::ops::Range<usize>, i32)>,
    block: Arc<Block>,
    relations: OnceLock<Vec<Relation>>,
    marks: OnceLock<Marks>,
}

impl Facts {
    /// Reads a block.
    pub fn of(block: &Arc<Block>) -> Self {
        let scan = Scan::of(&block.text);
        Self {
            figures: Figures::of(block, &scan),
            citations: citations(&block.text, &scan),
            years: years(&block.text),
            scan,
            block: block.clone(),
            relations: OnceLock::new(),
            marks: OnceLock::new(),
        }
    }

    /// What the figures say about each other, read when first asked for: a
    /// summary for other reports has no use for it.
    pub fn relations(&self) -> &[Relation] {
        self.relations.get_or_init(|| relations(&self.block, &self.figures))
    }

    /// The paired marks of its body, by their bytes in the block.
    pub fn marks(&self) -> &Marks {
        self.marks.get_or_init(|| marks(self.block.body(), self.block.body.start))
    }

    /// The relations of the figure that byte `at` of the block stands in.
    pub fn relations_at(&self, at: u32) -> impl Iterator<Item = &Relation> {
        let figure = self.figures.all.iter().position(|f| f.range.contains(&at));
        self.relations().iter().filter(move |r| figure.is_some_and(|f| r.members().contains(&f)))
    }

    /// The figures with the words of their block around them.
    pub fn view<'a>(&'a self, block: &'a crate::syntax::Block) -> View<'a> {
        View { block, figures: &self.figures }
    }
}

/// A pattern of the code itself, for both widths of its marks. Data never comes here.
/// Every such pattern is run by the tests of the rule that owns it.
pub(crate) fn fixed(pattern: &str) -> Matcher {
    Matcher::trusted(pattern)
}
