//! Who says that a document is a report: the user, the project, the language
//! that the editor gave it, or its title. Once recognised it stays so until it
//! is closed, so that half a title does not make the findings flicker; that is
//! done where a version is analysed.

use crate::rules::Settings;
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
    /// Only its text decides, whatever the project says and the editor's language.
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
/// project says. Whether a user or a setting forces the document to be a report.
pub fn decide(settings: &mut Settings, language: &str, claim: &Claim) -> bool {
    match claim {
        Claim::Report(schema) => settings.schema = Some(schema.clone()),
        Claim::ByTitle => settings.schema = None,
        Claim::None if language == LANGUAGE => {
            settings.schema.get_or_insert_default();
        }
        Claim::None => {}
    }
    settings.schema.is_some()
}

/// Hands over the schemas that documents are recognised by.
pub fn give_schemas(settings: &mut Settings, schemas: Option<&SchemaSet>) {
    settings.schemas = schemas.cloned().unwrap_or_else(SchemaSet::built_in);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_comes_before_the_project_and_the_project_before_the_language() {
        let decided = |project: Option<&str>, language, claim| {
            let mut settings = Settings { schema: project.map(str::to_owned), ..Settings::default() };
            let forced = decide(&mut settings, language, &claim);
            (settings.schema, forced)
        };
        let report = |id: &str| Claim::of(Some(id.to_owned()));
        let forced = |id: &str| (Some(id.to_owned()), true);
        assert_eq!(decided(Some("p"), LANGUAGE, report("c")), forced("c"));
        assert_eq!(decided(Some("p"), LANGUAGE, Claim::None), forced("p"));
        assert_eq!(decided(None, LANGUAGE, Claim::None), forced(""));
        assert_eq!(decided(None, "markdown", Claim::None), (None, false));
        assert_eq!(decided(None, "markdown", report("default")), forced(""));
        assert_eq!(decided(None, LANGUAGE, Claim::of(None)), (None, false));
        assert_eq!(decided(Some("p"), "markdown", Claim::of(None)), (None, false));
        assert_eq!(decided(Some("p"), LANGUAGE, report("none")), forced("none"));
    }
}
