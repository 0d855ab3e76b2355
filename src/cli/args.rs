//! The command line. Words stand in the message table (`cli.about.*`,
//! `cli.arg.*`), so that help speaks the user's language; a test holds that
//! none is missing.

use crate::message::{self, Lang, table};
use clap::{Arg, ArgAction, Args, Command, CommandFactory, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "nianbao", version, disable_help_flag = true, disable_version_flag = true, disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Sub,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
pub struct Common {
    #[arg(long, global = true, value_enum)]
    pub lang: Option<LangArg>,
    #[arg(long, global = true, value_enum, default_value_t = ColorArg::Auto)]
    pub color: ColorArg,
}

/// `--lang`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    Zh,
    En,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::Zh => Lang::Zh,
            LangArg::En => Lang::En,
        }
    }
}

/// `--color`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorArg {
    Auto,
    Always,
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Sub {
    Check(Check),
    Outline(Outline),
    Trace(Trace),
    New(New),
    Import(Import),
    Explain(Explain),
    Rules(Rules),
    Schema(Schema),
    Survey(Survey),
    #[command(visible_alias = "lsp")]
    Server(Server),
    Completions(Completions),
}

/// `check --format`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    Text,
    Json,
    Jsonl,
    Sarif,
    Github,
    Gitlab,
    Junit,
}

/// `--format` of commands that print one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
}

/// `explain --format`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    Text,
    Markdown,
    Json,
}

/// `nianbao check`
#[derive(Debug, Args)]
pub struct Check {
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<PathBuf>,
    #[arg(long)]
    pub fix: bool,
    #[arg(long)]
    pub unsafe_fixes: bool,
    #[arg(long, conflicts_with = "fix")]
    pub diff: bool,
    #[arg(long, requires = "output", conflicts_with_all = ["diff", "watch", "write_baseline", "unsafe_fixes"])]
    pub annotate: bool,
    #[arg(long, short, value_name = "OUT", requires = "annotate")]
    pub output: Option<PathBuf>,
    #[arg(long, value_name = "RULE", value_delimiter = ',', action = ArgAction::Append)]
    pub select: Vec<String>,
    #[arg(long, value_name = "RULE", value_delimiter = ',', action = ArgAction::Append)]
    pub ignore: Vec<String>,
    #[arg(long, value_name = "RULE=LEVEL", value_delimiter = ',', action = ArgAction::Append)]
    pub severity: Vec<String>,
    #[arg(long, value_name = "LEVEL", value_enum)]
    pub fail_on: Option<FailOn>,
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    #[arg(long, conflicts_with_all = ["fix", "diff"])]
    pub write_baseline: bool,
    #[arg(long, value_name = "ID")]
    pub schema: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub previous: Option<PathBuf>,
    #[arg(long)]
    pub allow_unrecognised: bool,
    #[arg(long)]
    pub show_skipped: bool,
    #[arg(long)]
    pub statistics: bool,
    #[arg(long, conflicts_with_all = ["fix", "diff", "write_baseline"])]
    pub watch: bool,
    #[arg(long)]
    pub no_progress: bool,
}

/// `--fail-on`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Error,
    Warning,
    Info,
    Hint,
    Never,
}

/// `nianbao outline`
#[derive(Debug, Args)]
pub struct Outline {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<PathBuf>,
    #[arg(long, value_name = "ID")]
    pub schema: Option<String>,
    #[arg(long)]
    pub allow_unrecognised: bool,
}

/// `nianbao trace`
#[derive(Debug, Args)]
pub struct Trace {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub previous: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<PathBuf>,
    #[arg(long, value_name = "ID")]
    pub schema: Option<String>,
    #[arg(long)]
    pub allow_unrecognised: bool,
}

/// `survey --format`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SurveyFormat {
    Text,
    Csv,
    Json,
    Html,
}

/// `nianbao survey`
#[derive(Debug, Args)]
pub struct Survey {
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    #[arg(long, value_enum, default_value_t = SurveyFormat::Text)]
    pub format: SurveyFormat,
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[arg(long, value_name = "ID")]
    pub schema: Option<String>,
    #[arg(long)]
    pub no_progress: bool,
}

/// `nianbao new`
#[derive(Debug, Args)]
pub struct New {
    #[arg(long, value_name = "FILE")]
    pub previous: Option<PathBuf>,
    #[arg(long, value_name = "ID")]
    pub schema: Option<String>,
    #[arg(long, value_name = "NAME", required_unless_present = "previous")]
    pub place: Option<String>,
    #[arg(long, value_name = "LEVEL")]
    pub level: Option<String>,
    #[arg(long, value_name = "YEAR", required_unless_present = "previous", value_parser = clap::value_parser!(i32).range(1978..=2200))]
    pub year: Option<i32>,
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `nianbao import`
#[derive(Debug, Args)]
pub struct Import {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, short, value_name = "OUT")]
    pub output: Option<PathBuf>,
    #[arg(long)]
    pub original: bool,
}

/// `nianbao explain`
#[derive(Debug, Args)]
pub struct Explain {
    #[arg(value_name = "RULE")]
    pub rule: String,
    #[arg(long, value_enum, default_value_t = PageFormat::Text)]
    pub format: PageFormat,
}

/// `nianbao rules`
#[derive(Debug, Args)]
pub struct Rules {
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// `nianbao schema`
#[derive(Debug, Args)]
pub struct Schema {
    #[command(subcommand)]
    pub command: SchemaSub,
}

/// `nianbao schema …`
#[derive(Debug, Subcommand)]
pub enum SchemaSub {
    List(SchemaList),
    Show(SchemaShow),
    Check(SchemaCheck),
}

/// `nianbao schema list`
#[derive(Debug, Args)]
pub struct SchemaList {
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// `nianbao schema show`
#[derive(Debug, Args)]
pub struct SchemaShow {
    #[arg(value_name = "ID")]
    pub id: String,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// `nianbao schema check`
#[derive(Debug, Args)]
pub struct SchemaCheck {
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
}

/// `nianbao server`
#[derive(Debug, Args)]
pub struct Server {
    #[arg(long)]
    pub stdio: bool,
}

/// `nianbao completions`
#[derive(Debug, Args)]
pub struct Completions {
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: clap_complete::Shell,
}

/// The command line with its help in `lang`.
pub fn command(lang: Lang) -> Command {
    let version = Arg::new("version").long("version").short('V').action(ArgAction::Version);
    localise(Cli::command().arg(version), lang, "")
}

/// The words of a command and of those below it.
fn localise(command: Command, lang: Lang, path: &str) -> Command {
    let zh = lang == Lang::Zh;
    let help = Arg::new("help").long("help").short('h').action(ArgAction::Help);
    let mut command = command.arg(help).disable_help_flag(true);
    let ids: Vec<String> = command.get_arguments().map(|a| a.get_id().to_string()).collect();
    for id in ids {
        let text = word(&format!("cli.arg.{path}{id}"), lang).or_else(|| word(&format!("cli.arg.{id}"), lang));
        command = command.mut_arg(id, |arg| {
            let heading = match (zh, arg.is_positional()) {
                (true, true) => Some(message::text("cli.heading.arguments", lang)),
                (true, false) => Some(message::text("cli.heading.options", lang)),
                (false, _) => None,
            };
            let takes_value = arg.get_action().takes_values();
            let arg = if takes_value { arg.hide_default_value(true).hide_possible_values(true) } else { arg };
            let values: Vec<String> =
                if takes_value { arg.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect() } else { Vec::new() };
            let arg = arg.help_heading(heading);
            match text {
                Some(text) if values.is_empty() => arg.help(text),
                Some(text) => arg.help(format!("{text}{}{}", if zh { "：" } else { ": " }, values.join(" "))),
                None => arg,
            }
        });
    }
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for name in names {
        let below = format!("{path}{name}.");
        command = command.mut_subcommand(name, |sub| localise(sub, lang, &below));
    }
    if let Some(about) = word(&format!("cli.about.{path}"), lang) {
        command = command.about(about);
    }
    if let Some(after) = word(&format!("cli.after.{path}"), lang) {
        command = command.after_help(after);
    }
    let usage = message::text("cli.heading.usage", lang);
    let command = command.help_template(format!("{{about-with-newline}}\n{usage}{{usage}}\n\n{{all-args}}{{after-help}}"));
    if zh { command.subcommand_help_heading(message::text("cli.heading.commands", lang)) } else { command }
}

fn word(id: &str, lang: Lang) -> Option<&'static str> {
    table().get(id).map(|text| text.get(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        command(Lang::Zh).debug_assert();
        command(Lang::En).debug_assert();
    }

    #[test]
    fn every_command_and_option_has_words_in_both_languages() {
        fn walk(command: &Command, path: &str, bad: &mut Vec<String>) {
            if command.get_about().is_none() {
                bad.push(format!("{path}: about"));
            }
            for arg in command.get_arguments() {
                if arg.get_help().is_none() {
                    bad.push(format!("{path} {}", arg.get_id()));
                }
            }
            for sub in command.get_subcommands() {
                walk(sub, &format!("{path} {}", sub.get_name()), bad);
            }
        }
        let mut bad = Vec::new();
        for lang in [Lang::Zh, Lang::En] {
            walk(&command(lang), "nianbao", &mut bad);
        }
        assert!(bad.is_empty(), "{bad:#?}");
    }
}
