//! What a user or a project decides about checking.

use super::{Rule, Severity};
use std::collections::HashMap;

/// The decisions in force for one draft. Pure data: the workspace collects it
/// from `nianbao.toml`, the editor and the command line.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The schemas that documents are recognised by.
    pub schemas: crate::schema::SchemaSet,
    /// The draft is a report of this schema (`""`: of the one that fits best),
    /// whatever its title says.
    pub schema: Option<String>,
    /// The schema by which earlier versions of the draft were recognised: it
    /// goes on to count while the evidence for it is incomplete.
    pub recognized_as: Option<String>,
    /// Who issues the report, if the project says so.
    pub issuer: Option<String>,
    /// The day against which tenses and deadlines are judged, if somebody says so.
    pub as_of: Option<crate::facts::Date>,
    /// Severities that differ from the rules' own; `None` switches a rule off.
    pub severity: HashMap<&'static str, Option<Severity>>,
    /// Rules that are on: all where this is `None`. By code.
    pub select: Option<Vec<&'static str>>,
    /// Rules that are off. By code.
    pub ignore: Vec<&'static str>,
}

impl Settings {
    /// What the outline is told of the draft.
    pub fn hints(&self) -> crate::outline::Hints<'_> {
        crate::outline::Hints {
            schema: self.schema.as_deref(),
            recognized_as: self.recognized_as.as_deref(),
            issuer: self.issuer.as_deref(),
        }
    }

    /// Whether a rule is on that looks at other reports.
    pub fn need_others(&self) -> bool {
        super::all().iter().any(|rule| rule.needs_others() && self.severity_of(rule).is_some())
    }

    /// The severity of a rule under these settings; `None` where it is off.
    pub fn severity_of(&self, rule: &Rule) -> Option<Severity> {
        let selected = self.select.as_ref().is_none_or(|on| on.contains(&rule.code));
        if !selected || self.ignore.contains(&rule.code) {
            return None;
        }
        self.severity.get(rule.code).copied().unwrap_or(Some(rule.severity))
    }
}
