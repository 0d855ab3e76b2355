//! Who says that a document is a report: the user, the project, the language
//! that the editor gave it, or its title. Once recognised it stays so until it
//! is closed, so that half a title does not make the findings flicker.

use crate::rules::{Analysis, Settings};
use crate::schema::SchemaSet;

/// The language id under which a document is a report because the user says so.
pub const LANGUAGE: &str = "annual-report";

/// Puts into the settings what decides over recognition. `claim` is the schema
/// that the user named (empty: the one that fits best), `pinned` the one by
/// which the document was recognised before.
pub fn decide(settings: &mut Settings, language: &str, pinned: Option<&str>, claim: Option<&str>) {
    let by_language = (language == LANGUAGE).then_some("");
    let project = settings.schema.take();
    settings.schema = claim.or(project.as_deref()).or(pinned).or(by_language).map(str::to_owned);
}

/// Whether a user or a setting says that the document is a report.
pub fn is_forced(project: Option<&str>, language: &str, claim: Option<&str>) -> bool {
    claim.is_some() || project.is_some() || language == LANGUAGE
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
            decide(&mut settings, language, pinned, claim);
            settings.schema
        };
        assert_eq!(decided(Some("p"), LANGUAGE, Some("x"), Some("c")).as_deref(), Some("c"));
        assert_eq!(decided(Some("p"), LANGUAGE, Some("x"), None).as_deref(), Some("p"));
        assert_eq!(decided(None, LANGUAGE, Some("x"), None).as_deref(), Some("x"));
        assert_eq!(decided(None, LANGUAGE, None, None).as_deref(), Some(""));
        assert_eq!(decided(None, "markdown", None, None), None);
    }
}
