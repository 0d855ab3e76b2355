//! Who says that a document is a report: the project, the user, the language
//! that the editor gave it, or its title. Once recognised it stays so until it
//! is closed, so that half a title does not make the findings flicker.

use crate::rules::{Analysis, Settings};
use crate::schema::SchemaSet;

/// The language id under which a document is a report because the user says so.
pub const LANGUAGE: &str = "annual-report";

/// Puts into the settings what decides over recognition. `claim` is what the
/// user said last: a schema, or that it is no report.
pub fn decide(settings: &mut Settings, language: &str, pinned: Option<String>, claim: Option<Option<String>>) {
    let _ = (settings, language, pinned, claim);
}

/// Hands over the schemas that documents are recognised by.
pub fn give_schemas(settings: &mut Settings, schemas: Option<&SchemaSet>) {
    let _ = (settings, schemas);
}

/// The schema to keep for a document with this analysis.
pub fn pin(_analysis: &Analysis) -> Option<String> {
    None
}
