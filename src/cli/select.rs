//! What the command line says about rules, over what the project says.

use super::args::{Check, FailOn};
use super::output::shown;
use crate::facts::Date;
use crate::message::Message;
use crate::outline::NOT_A_REPORT;
use crate::rules::{Settings, Severity};
use crate::schema::SchemaSet;
use crate::workspace::config::{selected, severity_named};
use crate::workspace::files;
use crate::workspace::project::Project;
use std::collections::HashMap;
use std::path::Path;

/// Decisions of the command line.
#[derive(Debug, Default)]
pub struct Overrides {
    select: Option<Vec<&'static str>>,
    ignore: Vec<&'static str>,
    severity: HashMap<&'static str, Option<Severity>>,
    schema: Option<String>,
    as_of: Option<Date>,
    fail_on: Option<FailOn>,
}

/// The message for a rule that does not exist.
pub fn unknown(name: &str) -> Message {
    Message::new("cli.error.unknown-rule").with("name", name)
}

impl Overrides {
    /// Reads `--select`, `--ignore`, `--severity`, `--schema`, `--as-of` and `--fail-on`.
    pub fn read(args: &Check) -> Result<Self, Message> {
        let codes = |names: &[String]| {
            let lists = names.iter().map(|name| selected(name.trim()).ok_or_else(|| unknown(name)));
            Ok::<_, Message>(lists.collect::<Result<Vec<_>, _>>()?.concat())
        };
        let mut overrides = Self {
            select: if args.select.is_empty() { None } else { Some(codes(&args.select)?) },
            ignore: codes(&args.ignore)?,
            severity: HashMap::new(),
            schema: args.schema.clone(),
            as_of: match &args.as_of {
                Some(day) => Some(Date::from_iso(day).ok_or_else(|| Message::new("cli.error.as-of").with("value", day.as_str()))?),
                None => None,
            },
            fail_on: args.fail_on,
        };
        for pair in &args.severity {
            let (name, level) = pair.split_once('=').ok_or_else(|| Message::new("cli.error.severity-form").with("value", pair.as_str()))?;
            let level = severity_named(level.trim()).ok_or_else(|| Message::new("config.unknown-severity").with("value", level.trim()))?;
            let rules = selected(name.trim()).ok_or_else(|| unknown(name))?;
            overrides.severity.extend(rules.into_iter().map(|code| (code, level)));
        }
        Ok(overrides)
    }

    /// `--schema` alone.
    pub fn of_schema(schema: Option<String>) -> Self {
        Self { schema, ..Self::default() }
    }

    /// The settings for a draft: what the project says, and over it the command line.
    pub fn settings(&self, project: &Project, draft: &Path) -> Result<Settings, Message> {
        let absolute = files::absolute(draft);
        let mut settings = project.config.over(&Default::default(), Some(&absolute));
        settings.schemas = project.schemas.clone();
        if let Some(select) = &self.select {
            // What is asked for now counts more than what the project puts aside.
            settings.select = Some(select.clone());
            settings.ignore.clear();
        }
        settings.ignore.extend(&self.ignore);
        settings.severity.extend(&self.severity);
        settings.as_of = self.as_of.or(settings.as_of);
        if let Some(id) = &self.schema {
            settings.schema = Some(id.clone());
        }
        let is_none = self.schema.is_none() && settings.schema.as_deref() == Some(NOT_A_REPORT);
        let Some(id) = settings.schema.as_deref().filter(|id| !is_none && settings.schemas.get(id).is_none()) else {
            return Ok(settings);
        };
        // Taking another schema in its place would be an answer to a question nobody asked.
        Err(match project.config.path.as_deref().filter(|_| self.schema.is_none()) {
            Some(config) => {
                Message::new("cli.error.config-schema").with("path", shown(config)).with("id", id).with("known", known(&settings.schemas))
            }
            None => unknown_schema(&settings.schemas, id),
        })
    }

    /// The least severity that makes the exit status 1; `None` for never.
    pub fn fail_on(&self, project: &Project) -> Option<Severity> {
        match self.fail_on {
            Some(FailOn::Error) => Some(Severity::Error),
            Some(FailOn::Warning) => Some(Severity::Warning),
            Some(FailOn::Info) => Some(Severity::Info),
            Some(FailOn::Hint) => Some(Severity::Hint),
            Some(FailOn::Never) => None,
            None => Some(project.config.fail_on.unwrap_or(Severity::Warning)),
        }
    }
}

/// The message for a schema that does not exist.
pub fn unknown_schema(schemas: &SchemaSet, id: &str) -> Message {
    Message::new("cli.error.unknown-schema").with("id", id).with("known", known(schemas))
}

fn known(schemas: &SchemaSet) -> String {
    let ids: Vec<&str> = schemas.iter().map(|s| s.id.as_str()).collect();
    ids.join(" ")
}
