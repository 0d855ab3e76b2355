//! What a block states, lexically, without knowing its role: years, dates,
//! citations and figures; and what is known of the national documents that are
//! cited.

mod citation;
mod date;
mod figure;
mod figure_value;
mod register;

pub use citation::{Citation, Years, citations};
pub use date::{Date, date_behind_name, date_line, days_in, first_date, parse_year, years};
pub use figure::{Figure, Figures};
pub use figure_value::Value;
pub use register::{Document, DocumentKind, Period, PeriodKind, Plenum, Register, earliest, register};

/// A pattern of the code itself, for both widths of its marks. Data never comes here.
pub(crate) fn fixed(pattern: &str) -> regex::Regex {
    // Every such pattern is run by the tests of the rule that owns it.
    #[allow(clippy::expect_used)]
    regex::Regex::new(&crate::text::width::either_width(pattern)).expect("a constant pattern")
}
