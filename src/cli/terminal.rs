//! Standard output and standard error.

use super::args::ColorArg;
use super::snippet::clean;
use super::text::{DIM, paint};
use crate::message::{Lang, Message};
use anstream::{AutoStream, ColorChoice};
use std::io::{self, IsTerminal, Write};

/// Where a command writes, and in which language.
pub struct Terminal {
    /// The user's language.
    pub lang: Lang,
    color: ColorChoice,
    refused: bool,
}

impl Terminal {
    /// A terminal that speaks `lang`.
    pub fn new(lang: Lang, color: ColorArg) -> Self {
        let color = match color {
            ColorArg::Auto => ColorChoice::Auto,
            ColorArg::Always => ColorChoice::Always,
            ColorArg::Never => ColorChoice::Never,
        };
        Self { lang, color, refused: false }
    }

    /// Prints text to standard output; colours are dropped where they are not wanted.
    pub fn print(&self, text: &str) -> io::Result<()> {
        let mut out = AutoStream::new(io::stdout().lock(), self.color);
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    /// Prints text to standard output as it is.
    pub fn print_raw(&self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    /// Prints text to standard error. There is no one to tell if that fails.
    pub fn print_err(&self, text: &str) {
        let _ = AutoStream::new(io::stderr().lock(), self.color).write_all(text.as_bytes());
    }

    /// Says in one line that something was not done as asked: the exit status will be 2.
    pub fn complain(&mut self, message: &Message) {
        self.refused = true;
        self.note(message);
    }

    /// Says something in one line on standard error.
    pub fn note(&self, message: &Message) {
        let line = clean(&message.render(self.lang));
        self.print_err(&format!("{}\n", Message::new("cli.error.line").with("error", line).render(self.lang)));
    }

    /// Says in one line on standard error what is going on.
    pub fn aside(&self, message: &Message) {
        self.print_err(&format!("{}\n", paint(DIM, &clean(&message.render(self.lang)))));
    }

    /// Takes away what stands on the screen, where a person watches it.
    pub fn clear(&self) {
        if self.is_watched() && std::env::var_os("TERM").is_none_or(|term| term != "dumb") {
            // A screen that cannot be cleared is scrolled on.
            let _ = AutoStream::always(io::stdout().lock()).write_all(b"\x1b[2J\x1b[H");
        }
    }

    /// Forgets what was not done as asked: a new round begins.
    pub fn begin(&mut self) {
        self.refused = false;
    }

    /// Whether something was not done as asked.
    pub fn refused(&self) -> bool {
        self.refused
    }

    /// Columns to fill: those of the terminal, else `COLUMNS`, else 100.
    pub fn columns(&self) -> usize {
        let seen = terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
        let told = || std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
        seen.or_else(told).unwrap_or(100).clamp(30, 400)
    }

    /// Whether a person watches standard output.
    pub fn is_watched(&self) -> bool {
        io::stdout().is_terminal()
    }
}
