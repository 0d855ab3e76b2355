//! What a block states, lexically, without knowing its role: years, dates and
//! citations now, figures with the rules that need them; and what is known of
//! the national documents that are cited.

mod citation;
mod date;
mod register;

pub use citation::{Citation, Years, citations};
pub use date::{Date, date_behind_name, date_line, parse_date, parse_year, years};
pub use register::{Document, DocumentKind, Period, PeriodKind, Plenum, Register, earliest, register};
