//! What clap finds wrong with the command line, in one line and in the user's
//! language, and the usage below it.

use super::args::command;
use super::snippet::clean;
use super::{FINE, REFUSED};
use crate::message::{Lang, Message};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;
use std::io::Write as _;

/// Prints an error of clap's, or the help or version that was asked for. Gives
/// the exit status.
pub fn report(error: &clap::Error, arguments: &[OsString], lang: Lang) -> u8 {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A closed pipe is all that can go wrong, and then nobody reads.
            let _ = error.print();
            return FINE;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            return REFUSED;
        }
        _ => {}
    }
    let line = Message::new("cli.error.line").with("error", clean(&message(error).render(lang))).render(lang);
    let mut text = format!("{line}\n");
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => usage.to_string(),
        _ => usage_of(arguments, lang),
    };
    let usage = usage.trim().trim_start_matches("Usage:").trim();
    text.push_str(&Message::new("cli.usage.usage").with("usage", usage).render(lang));
    text.push('\n');
    let _ = anstream::stderr().write_all(text.as_bytes());
    REFUSED
}

/// The usage of the command that the arguments lead to; clap does not tell it
/// where a value is wrong.
fn usage_of(arguments: &[OsString], lang: Lang) -> String {
    let mut command = command(lang);
    command.build();
    let mut at = &command;
    for word in arguments.iter().skip(1).filter_map(|a| a.to_str()) {
        at = at.find_subcommand(word).unwrap_or(at);
    }
    at.clone().render_usage().to_string()
}

fn message(error: &clap::Error) -> Message {
    let context = |kind| error.get(kind).map(plain).unwrap_or_default();
    let arg = context(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let suggested = context(ContextKind::SuggestedArg);
            if !arg.starts_with('-') {
                Message::new("cli.usage.unexpected").with("arg", arg)
            } else if suggested.is_empty() {
                Message::new("cli.usage.unknown-option").with("arg", arg)
            } else {
                Message::new("cli.usage.unknown-option-suggest").with("arg", arg).with("suggested", suggested)
            }
        }
        ErrorKind::InvalidSubcommand => {
            let arg = context(ContextKind::InvalidSubcommand);
            // The most similar one comes last.
            let suggested = match error.get(ContextKind::SuggestedSubcommand) {
                Some(ContextValue::Strings(names)) => names.last().cloned().unwrap_or_default(),
                other => other.map(plain).unwrap_or_default(),
            };
            if suggested.is_empty() {
                Message::new("cli.usage.unknown-command").with("arg", arg)
            } else {
                Message::new("cli.usage.unknown-command-suggest").with("arg", arg).with("suggested", suggested)
            }
        }
        ErrorKind::MissingSubcommand => Message::new("cli.usage.missing-command"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = context(ContextKind::InvalidValue);
            let valid = context(ContextKind::ValidValue);
            if value.is_empty() {
                Message::new("cli.usage.no-value").with("arg", arg)
            } else if valid.is_empty() {
                Message::new("cli.usage.bad-value").with("arg", arg).with("value", value)
            } else {
                Message::new("cli.usage.bad-value-of").with("arg", arg).with("value", value).with("valid", valid)
            }
        }
        ErrorKind::MissingRequiredArgument => Message::new("cli.usage.missing").with("arg", arg),
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg);
            if other.is_empty() || other == arg {
                Message::new("cli.usage.twice").with("arg", arg)
            } else {
                Message::new("cli.usage.conflict").with("arg", arg).with("other", other)
            }
        }
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            Message::new("cli.usage.no-value").with("arg", arg)
        }
        kind => Message::new("cli.usage.other").with("error", kind.to_string()),
    }
}

/// A value that clap hands over, as a list where it is one.
fn plain(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(" "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::Number(number) => number.to_string(),
        ContextValue::Bool(value) => value.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: &[&str], lang: Lang) -> String {
        message(&command(lang).try_get_matches_from(words).unwrap_err()).render(lang)
    }

    #[test]
    fn every_kind_of_slip_has_its_words() {
        let zh = |words: &[&str]| line(words, Lang::Zh);
        assert_eq!(zh(&["nianbao", "check", "--nosuch"]), "没有选项 --nosuch");
        assert_eq!(zh(&["nianbao", "check", "--formt", "json"]), "没有选项 --formt，是否要用 --format？");
        assert_eq!(zh(&["nianbao", "chek"]), "没有命令 chek，是否要用 check？");
        assert_eq!(zh(&["nianbao", "rules", "--format", "sarif"]), "--format <FORMAT> 不接受“sarif”，可用：text json");
        assert_eq!(zh(&["nianbao", "check", "--format"]), "--format <FORMAT> 后面缺少值");
        assert_eq!(zh(&["nianbao", "outline"]), "缺少 <FILE>");
        assert_eq!(zh(&["nianbao", "outline", "a", "b"]), "多余的参数 b");
        assert_eq!(zh(&["nianbao", "check", "--fix", "--diff"]), "--fix 不能和 --diff 一起用");
        assert_eq!(zh(&["nianbao", "rules", "--format", "json", "--format", "json"]), "--format <FORMAT> 只能写一次");
        assert_eq!(line(&["nianbao", "new", "--place", "甲县", "--year", "20x5"], Lang::En), "--year <YEAR> does not take ‘20x5’");
    }
}
