//! The outline that a kind of report is expected to have, as data.
//!
//! A schema says which titles claim a document, which parts it must have and
//! how they are found, what must be said inside them, and on what basis. The
//! built-in ones stand in `schemas/`; a project adds its own in
//! `.nianbao/schemas/`. Nothing here knows a particular kind of report.

mod claims;
mod form_table;
mod load;
mod model;
mod pattern;
mod skeleton;
mod words;

pub use claims::*;
pub use form_table::{FormRow, FormSum, FormTable};
pub use load::{SchemaError, SchemaSet, parse};
pub use model::*;
pub use pattern::Pattern;
pub use skeleton::{Commission, Handed, LastYear, NewReport, fill};
pub use words::{WordId, WordSet};
