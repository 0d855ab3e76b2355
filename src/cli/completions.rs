//! `nianbao completions SHELL`

use super::args::{self, Completions};
use super::terminal::Terminal;
use super::{FINE, Outcome};

pub fn run(args: &Completions, terminal: &mut Terminal) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut args::command(terminal.lang), "nianbao", &mut script);
    terminal.print_raw(&String::from_utf8_lossy(&script))?;
    Ok(FINE)
}
