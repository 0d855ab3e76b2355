//! The command line: the only room that knows the terminal and exit codes.
//!
//! Every command gives an exit status: 0 nothing at or above the failing
//! severity, 1 something found, 2 could not run as asked, with one line on
//! standard error. Words come from the message table.

mod annotate;
// What options mean stands in messages.json, in both languages.
#[allow(missing_docs)]
pub mod args;
mod beside;
mod check;
mod completions;
mod explain;
mod fix;
mod format;
mod found;
mod gather;
mod import;
mod json;
mod markdown;
mod new;
mod opened;
mod outline;
mod output;
mod patch;
mod progress;
mod rules;
mod schema;
mod select;
mod skipped;
mod snippet;
mod statistics;
mod survey;
mod terminal;
mod text;
mod trace;
mod usage;
mod watch;

use crate::message::{Lang, Message};
use args::{Cli, Sub};
use clap::FromArgMatches as _;
use std::ffi::OsString;
use std::process::ExitCode;
use terminal::Terminal;

/// Nothing at or above the failing severity.
pub const FINE: u8 = 0;
/// Something was found.
pub const FOUND: u8 = 1;
/// Could not run as asked.
pub const REFUSED: u8 = 2;

/// Why a command ends.
enum Stop {
    /// It could not run as asked, and says why.
    Refused(Message),
    /// Who reads the output wants no more of it.
    Unread,
}

impl From<Message> for Stop {
    fn from(message: Message) -> Self {
        Stop::Refused(message)
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Stop::Unread;
        }
        Stop::Refused(Message::new("cli.error.output").with("cause", error.to_string()))
    }
}

/// What a command ends with: an exit status, or why it broke off.
type Outcome = Result<u8, Stop>;

/// Runs the program; the first argument is its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    quiet_rules();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let lang = language(&arguments, |name| std::env::var(name).ok());
    let parsed = args::command(lang).try_get_matches_from(&arguments);
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(usage::report(&error, &arguments, lang)),
    };
    let mut terminal = Terminal::new(lang, cli.common.color);
    let outcome = match &cli.command {
        Sub::Check(args) => check::run(args, &mut terminal),
        Sub::Outline(args) => outline::run(args, &mut terminal),
        Sub::Trace(args) => trace::run(args, &mut terminal),
        Sub::New(args) => new::run(args, &mut terminal),
        Sub::Import(args) => import::run(args, &mut terminal),
        Sub::Explain(args) => explain::run(args, &mut terminal),
        Sub::Rules(args) => rules::run(args, &mut terminal),
        Sub::Schema(args) => schema::run(args, &mut terminal),
        Sub::Survey(args) => survey::run(args, &mut terminal),
        Sub::Server(_) => return serve(&mut terminal),
        Sub::Completions(args) => completions::run(args, &mut terminal),
    };
    let code = match outcome {
        // A reader that has seen enough (`| head`) is no failure of ours.
        Err(Stop::Unread) => FINE,
        Ok(code) => code,
        Err(Stop::Refused(message)) => {
            terminal.complain(&message);
            REFUSED
        }
    };
    ExitCode::from(if terminal.refused() { REFUSED } else { code })
}

/// A rule that breaks off is told with the findings that it left; the panic
/// itself would say it a second time, once for each paragraph.
fn quiet_rules() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !crate::rules::is_guarded() {
            hook(info);
        }
    }));
}

/// Serves an editor; the exit status is the protocol's.
fn serve(terminal: &mut Terminal) -> ExitCode {
    crate::server::run().unwrap_or_else(|error| {
        terminal.complain(&Message::new("cli.error.server").with("cause", error.to_string()));
        ExitCode::from(REFUSED)
    })
}

/// The user's language: `--lang`, then the locale, then Chinese. Needed before
/// the arguments are parsed, since parsing can fail.
fn language(arguments: &[OsString], env: impl Fn(&str) -> Option<String>) -> Lang {
    let mut words = arguments.iter().map(|a| a.to_string_lossy()).take_while(|a| a != "--");
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--lang=") {
            Some(value) => Some(value.to_owned()),
            None if word == "--lang" => words.next().map(|v| v.into_owned()),
            None => None,
        };
        match value.as_deref() {
            Some("zh") => return Lang::Zh,
            Some("en") => return Lang::En,
            _ => {}
        }
    }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(env).find(|value| !value.is_empty());
    // `C.UTF-8` says as little about the language as `C`.
    let locale = locale.as_deref().unwrap_or_default();
    Lang::of_locale(locale.split(['.', '@']).next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(arguments: &[&str], env: &[(&str, &str)]) -> Lang {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        language(&arguments, |name| env.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn the_option_comes_before_the_locale() {
        assert_eq!(spoken(&["nianbao", "check", "--lang", "en"], &[("LANG", "zh_CN.UTF-8")]), Lang::En);
        assert_eq!(spoken(&["nianbao", "--lang=zh", "check"], &[("LANG", "en_US.UTF-8")]), Lang::Zh);
        assert_eq!(spoken(&["nianbao", "check", "--", "--lang=en"], &[]), Lang::Zh);
    }

    #[test]
    fn the_locale_variables_have_their_order() {
        assert_eq!(spoken(&["nianbao"], &[("LC_ALL", "en_US"), ("LANG", "zh_CN")]), Lang::En);
        assert_eq!(spoken(&["nianbao"], &[("LC_ALL", ""), ("LC_MESSAGES", "de_DE"), ("LANG", "zh_CN")]), Lang::En);
        assert_eq!(spoken(&["nianbao"], &[("LANG", "zh_TW.UTF-8")]), Lang::Zh);
    }

    #[test]
    fn without_a_telling_locale_it_is_chinese() {
        for locale in ["", "C", "POSIX", "C.UTF-8", "C.utf8"] {
            assert_eq!(spoken(&["nianbao"], &[("LANG", locale)]), Lang::Zh, "{locale}");
        }
        assert_eq!(spoken(&["nianbao"], &[]), Lang::Zh);
    }
}
