//! `nianbao new`: the skeleton of a report, from its schema.

use super::args::New;
use super::select::unknown_schema;
use super::terminal::Terminal;
use super::{FINE, Outcome};
use crate::message::Message;
use crate::schema::{Body, Level, Role, Schema};
use crate::text::Encoding;
use crate::workspace::files;
use crate::workspace::project::Projects;
use std::path::Path;

pub fn run(args: &New, terminal: &mut Terminal) -> Outcome {
    let level = args.level.as_deref().map(level_named).transpose()?;
    let place = args.output.clone().unwrap_or_else(|| "x.md".into());
    let schemas = Projects::new(true).for_file(&place).schemas.clone();
    let schema = schemas.get(&args.schema).ok_or_else(|| unknown_schema(&schemas, &args.schema))?;
    let text = skeleton(schema, args.place.trim(), level, args.year);
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

/// A new report: title, opening, the parts that apply, closing, signature.
fn skeleton(schema: &Schema, place: &str, level: Option<Level>, year: i32) -> String {
    let known = |name: &str| schema.issuers.iter().find(|i| i.pattern.is_match(name));
    // A place without a body is its government.
    let issuer = match known(place).and_then(|i| i.body) {
        Some(_) => place.to_owned(),
        None => format!("{place}人民政府"),
    };
    let kind = known(&issuer);
    let body = kind.and_then(|i| i.body);
    let level = level.or_else(|| kind.and_then(|i| i.level));
    let profile = schema.profiles.iter().find(|p| p.from.is_none_or(|from| from <= year) && p.to.is_none_or(|to| year <= to));
    let asked = |applies: &crate::schema::Applies| applies.to(body, level, profile.map(|p| p.id.as_str()));
    let fill = |text: &str| {
        text.replace("{issuer}", &issuer)
            .replace("{place}", place)
            .replace("{we}", we(body, level))
            .replace("{year}", &year.to_string())
            .replace("{plan_year}", &(year + 1).to_string())
    };
    let mut blocks = vec![fill(&schema.skeleton.title)];
    blocks.extend(schema.skeleton.lead.iter().map(|line| fill(line)));
    let mut ordinal = 0;
    for part in schema.parts.iter().filter(|p| is_body(p.role) && asked(&p.applies)) {
        ordinal += 1;
        let heading = fill(&part.heading);
        let numbered = crate::syntax::read_mark(&heading, &heading).is_some();
        blocks.push(if numbered { heading } else { format!("{}、{heading}", crate::syntax::chinese(ordinal)) });
        blocks.extend(part.template.iter().map(|line| fill(line)));
    }
    blocks.extend(schema.skeleton.closing.iter().map(|line| fill(line)));
    blocks.push(issuer.clone());
    blocks.push(format!("{}年【】月【】日", year + 1));
    let mut text = blocks.join("\n\n");
    text.push('\n');
    text
}

fn is_body(role: Role) -> bool {
    matches!(role, Role::Results | Role::Problems | Role::Plan)
}

/// How the issuer speaks of itself.
fn we(body: Option<Body>, level: Option<Level>) -> &'static str {
    match (body, level) {
        (Some(Body::Department), _) => "我局",
        (_, Some(Level::Province)) => "全省",
        (_, Some(Level::City)) => "全市",
        (_, Some(Level::County)) => "全县",
        (_, Some(Level::Township)) => "全乡",
        (_, None) => "我们",
    }
}
