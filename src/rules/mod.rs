//! Rules, what they find, and the analysis of a draft.

mod draft;
mod finding;
pub mod page;
mod settings;

pub use draft::{Analysis, Draft};
pub use finding::{Edit, Finding, Fix, Related, Severity};
pub use settings::Settings;

/// How a rule's findings can be mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FixKind {
    /// Not by a program.
    None,
    /// Sometimes or always, without a look.
    Safe,
    /// Sometimes or always, after a look.
    Unsafe,
}

/// A rule as it is known to users.
#[derive(Debug)]
pub struct Rule {
    /// `NB` and three digits; the first digit is the family.
    pub code: &'static str,
    /// Kebab-case name that reads well after "allow".
    pub name: &'static str,
    /// Severity unless the settings say otherwise.
    pub severity: Severity,
    /// The version that brought it.
    pub since: &'static str,
    /// Whether its findings come with a fix.
    pub fix: FixKind,
    /// The source of the rule's file, whose head is its page.
    pub source: &'static str,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

/// Every rule, by code.
pub fn all() -> &'static [&'static Rule] {
    &[]
}

/// The rule with this code (`NB101`) or name (`missing-part`), in any case.
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    all().iter().copied().find(|r| r.code.eq_ignore_ascii_case(code_or_name) || r.name.eq_ignore_ascii_case(code_or_name))
}
