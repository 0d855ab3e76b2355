//! Who says that a document is a report: the user, the project, the language
//! that the editor gave it, or its title. Once recognised it stays so until it
//! is closed, so that half a title does not make the findings flicker.

use crate::rules::{Analysis, Settings};
use crate::schema::SchemaSet;

/// The language id under which a document is a report because the user says so.
pub const LANGUAGE: &str = "annual-report";

/// What the user said of a document.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Claim {
    /// Nothing.
    #[default]
    None,
    /// It is a report of this schema; empty for the one that fits best.
    Report(String),
    /// Only its title decides, whatever language the editor gave it.
    ByTitle,
}

impl Claim {
    /// The claim as a client makes it: a schema, `default`, or `null`.
    pub fn of(schema: Option<String>) -> Self {
        match schema {
            Some(id) if id == "default" => Self::Report(String::new()),
            Some(id) => Self::Report(id),
            None => Self::ByTitle,
        }
    }
}

/// Puts into the settings what decides over recognition; they hold what the
/// project says. `pinned` is the schema by which the document was recognised
/// before. Whether a user or a setting forces the document to be a report.
pub fn decide(settings: &mut Settings, language: &str, pinned: Option<&str>, claim: &Claim) -> bool {
    let said = match claim {
        Claim::Report(schema) => Some(schema.clone()),
        _ => settings.schema.take(),
    };
    let by_language = language == LANGUAGE && *claim != Claim::ByTitle;
    let forced = said.is_some() || by_language;
    settings.schema = said.or_else(|| pinned.map(str::to_owned)).or_else(|| by_language.then(String::new));
    forced
}

/// Hands over the schemas that documents are recognised by.
pub fn give_schemas(settings: &mut Settings, schemas: Option<&SchemaSet>) {
    settings.schemas = schemas.cloned().unwrap_or_else(SchemaSet::built_in);
}

/// The schema by which a document was recognised.
pub fn recognised_by(analysis: &Analysis) -> Option<String> {
    analysis.outline.report.as_ref().map(|report| report.schema.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_comes_before_the_project_and_the_project_before_the_past() {
        let decided = |project: Option<&str>, language, pinned, claim| {
            let mut settings = Settings { schema: project.map(str::to_owned), ..Settings::default() };
            let forced = decide(&mut settings, language, pinned, &claim);
            (settings.schema, forced)
        };
        let report = |id: &str| Claim::of(Some(id.to_owned()));
        let some = |id: &str, forced| (Some(id.to_owned()), forced);
        assert_eq!(decided(Some("p"), LANGUAGE, Some("x"), report("c")), some("c", true));
        assert_eq!(decided(Some("p"), LANGUAGE, Some("x"), Claim::None), some("p", true));
        assert_eq!(decided(None, LANGUAGE, Some("x"), Claim::None), some("x", true));
        assert_eq!(decided(None, LANGUAGE, None, Claim::None), some("", true));
        assert_eq!(decided(None, "markdown", Some("x"), Claim::None), some("x", false));
        assert_eq!(decided(None, "markdown", None, Claim::None), (None, false));
        assert_eq!(decided(None, "markdown", None, report("default")), some("", true));
        assert_eq!(decided(None, LANGUAGE, None, Claim::of(None)), (None, false));
    }
}
