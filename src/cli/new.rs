//! `nianbao new`: the skeleton of a report, from its schema or from last year's report.

use super::args::New;
use super::output::{complaint, shown};
use super::select::{Overrides, unknown_schema};
use super::terminal::Terminal;
use super::{FINE, Outcome};
use crate::ide::{NextYear, Unknown, next_year};
use crate::message::Message;
use crate::schema::{Commission, Level, NewReport, Schema, SchemaSet};
use crate::text::Encoding;
use crate::workspace::files;
use crate::workspace::project::Projects;
use std::path::Path;

/// The schema of a new report where nobody names one.
const SCHEMA: &str = "fazhi-zhengfu";

pub fn run(args: &New, terminal: &mut Terminal) -> Outcome {
    let level = args.level.as_deref().map(level_named).transpose()?;
    let at = args.output.clone().unwrap_or_else(|| "x.md".into());
    let schemas = Projects::new(true).for_file(&at).schemas.clone();
    let schema = args.schema.as_deref().map(|id| schemas.get(id).ok_or_else(|| unknown_schema(&schemas, id)));
    let schema = schema.transpose()?.map(|schema| &**schema);
    let report = match &args.previous {
        Some(previous) => from_last_year(args, previous, schema, level, terminal)?,
        None => {
            let (Some(place), Some(year)) = (&args.place, args.year) else {
                // The parser asks for both where no report is named.
                return Err(Message::new("cli.error.no-issuer").with("path", "-").into());
            };
            let schema = schema.or_else(|| default(&schemas)).ok_or_else(|| unknown_schema(&schemas, SCHEMA))?;
            schema.new_report(&Commission { place, level, year, last: None })
        }
    };
    let Some(path) = &args.output else {
        terminal.print_raw(&report.text)?;
        return Ok(FINE);
    };
    refuse_existing(path)?;
    files::write(path, &report.text, Encoding::Utf8 { bom: false }).map_err(|e| e.message())?;
    terminal.note(&Message::new("cli.new.written").with("path", path.display().to_string()));
    Ok(FINE)
}

fn default(schemas: &SchemaSet) -> Option<&Schema> {
    schemas.get(SCHEMA).map(|schema| &**schema)
}

/// The report that follows another one; what the command line says counts more.
fn from_last_year(
    args: &New,
    previous: &Path,
    schema: Option<&Schema>,
    level: Option<Level>,
    terminal: &mut Terminal,
) -> Result<NewReport, Message> {
    let draft = files::read_draft(previous).map_err(|e| e.message())?.draft();
    let project = Projects::new(true).for_file(previous);
    for problem in &project.problems {
        terminal.complain(&complaint(problem, terminal.lang));
    }
    let analysis = draft.analyse(&Overrides::of_schema(None).settings(&project, previous)?);
    let wish = NextYear { schema, place: args.place.as_deref(), level, year: args.year };
    next_year(&analysis, &shown(previous), &wish).map_err(|unknown| {
        let id = match unknown {
            Unknown::Report => "cli.error.no-previous",
            Unknown::Issuer => "cli.error.no-issuer",
            Unknown::Year => "cli.error.no-year",
        };
        Message::new(id).with("path", shown(previous))
    })
}

/// Refuses to write over a file.
pub(super) fn refuse_existing(path: &Path) -> Result<(), Message> {
    // A link that leads nowhere is there too.
    if path.symlink_metadata().is_ok() {
        return Err(Message::new("cli.error.exists").with("path", path.display().to_string()));
    }
    Ok(())
}

fn level_named(name: &str) -> Result<Level, Message> {
    match name {
        "province" => Ok(Level::Province),
        "city" => Ok(Level::City),
        "county" => Ok(Level::County),
        "township" => Ok(Level::Township),
        _ => Err(Message::new("cli.error.level").with("value", name)),
    }
}
