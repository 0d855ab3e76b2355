//! `nianbao new`: the skeleton of a report, from its schema.

use super::args::New;
use super::select::unknown_schema;
use super::terminal::Terminal;
use super::{FINE, Outcome};
use crate::message::Message;
use crate::schema::{Commission, Level};
use crate::text::Encoding;
use crate::workspace::files;
use crate::workspace::project::Projects;
use std::path::Path;

pub fn run(args: &New, terminal: &mut Terminal) -> Outcome {
    let level = args.level.as_deref().map(level_named).transpose()?;
    let place = args.output.clone().unwrap_or_else(|| "x.md".into());
    let schemas = Projects::new(true).for_file(&place).schemas.clone();
    let schema = schemas.get(&args.schema).ok_or_else(|| unknown_schema(&schemas, &args.schema))?;
    let text = schema.new_report(&Commission { place: &args.place, level, year: args.year }).text;
    let Some(path) = &args.output else {
        terminal.print_raw(&text)?;
        return Ok(FINE);
    };
    refuse_existing(path)?;
    files::write(path, &text, Encoding::Utf8 { bom: false }).map_err(|e| e.message())?;
    terminal.note(&Message::new("cli.new.written").with("path", path.display().to_string()));
    Ok(FINE)
}

fn refuse_existing(path: &Path) -> Result<(), Message> {
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
