//! What other reports may know of a report, and all reports of a folder side by side.
//!
//! A [`Summary`] is pure data, small enough that ten thousand of them fit into
//! memory: who reports on which year, problems and plans, figures by what they
//! count, fingerprints of passages. An [`Index`] finds last year's report and
//! the reports that share passages. Neither knows files: a report is named by
//! the `source` that the caller gave it.

mod carried;
mod change;
mod copies;
mod fingerprint;
mod index;
mod indicator;
mod issuer;
mod lines;
mod postings;
mod summary;

pub use carried::{Carried, CarriedOver};
pub use change::Change;
pub use copies::Copy;
pub use fingerprint::{countable, prints};
pub use index::Index;
pub use indicator::{Indicator, Measured};
pub use issuer::{Issuer, place_at, places};
pub use summary::{Item, Part, Passage, Place, Spot, Summary, ThemeHits};
pub(crate) use summary::{issuer, selves_in, title_head};
