//! Word tables: plain data that rules look things up in. One file a table of
//! `schemas/words/`, named like it.

mod citing;
mod common_phrases;
mod common_words;
mod compatibility;
mod corpus;
mod doubled;
mod interpunct;
mod items;
mod kinds;
mod letters;
mod lines;
mod list;
mod markers;
mod measure;
mod new_report;
mod other_place;
mod pattern;
mod periods;
mod phrases;
mod places;
mod published;
mod relation;
mod roll_year;
mod run_in;
mod template_wording;
mod time;
mod titles;
mod trace;
mod vague;

pub use citing::{Citing, citing};
pub use common_phrases::common_phrases;
pub use common_words::{WordSet, common_words};
pub use compatibility::{Pairs, compatibility};
pub use corpus::{Corpus, corpus};
pub use doubled::{Doubled, doubled};
pub use interpunct::{Day, Days, days};
pub use items::{Items, items};
pub use kinds::{Kinds, kinds};
pub use letters::Letters;
pub use lines::{WebResidue, web_residue};
pub use list::List;
pub use markers::{Marker, markers};
pub use measure::{Measure, measure};
pub use new_report::{NewReport, new_report};
pub use other_place::{OtherPlace, other_place};
pub use pattern::Pattern;
pub use periods::{Periods, periods};
pub use phrases::{Phrase, confusables, placeholders, set_phrases};
pub use places::{Places, places};
pub use published::{Published, published};
pub use relation::{Relations, Stage, relations};
pub use roll_year::{RollYear, roll_year};
pub use run_in::{RunIn, run_in};
pub use template_wording::{Place as WordPlace, TemplateWord, template_words};
pub use time::{Time, time};
pub use titles::{Titles, titles};
pub use trace::{Matter, Trace, trace};
pub use vague::{Vague, vague};

/// The function that reads a table of `schemas/words/`, once, and the test that
/// the table reads and that each of its patterns is one.
macro_rules! table {
    ($(#[$doc:meta])* $name:ident: $table:ident = $file:literal) => {
        $(#[$doc])*
        pub fn $name() -> &'static $table {
            super::table!(@ $table, $file)
        }
        super::table!(test $name, $table, $file);
    };
    // A table of which only one field is of use.
    ($(#[$doc:meta])* $name:ident: $table:ident = $file:literal, $field:ident: $part:ty) => {
        $(#[$doc])*
        pub fn $name() -> &'static $part {
            &super::table!(@ $table, $file).$field
        }
        super::table!(test $name, $table, $file);
    };
    (@ $table:ident, $file:literal) => {{
        static TABLE: std::sync::OnceLock<$table> = std::sync::OnceLock::new();
        TABLE.get_or_init(|| serde_json::from_str(include_str!(concat!("../../schemas/words/", $file))).unwrap_or_default())
    }};
    (test $name:ident, $table:ident, $file:literal) => {
        #[cfg(test)]
        mod $name {
            #[test]
            fn reads() {
                serde_json::from_str::<super::$table>(include_str!(concat!("../../schemas/words/", $file))).unwrap();
            }
        }
    };
}
use table;
