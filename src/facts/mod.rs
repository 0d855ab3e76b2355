//! What a block states, lexically, without knowing its role: years and dates
//! now, figures and citations with the rules that need them.

mod date;
mod figure;
mod figure_value;

pub use date::{Date, date_behind_name, date_line, parse_year, years};
pub use figure::{Figure, Figures};
pub use figure_value::Value;
