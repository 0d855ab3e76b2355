//! The project's chores: `cargo xtask --help`.
//!
//! One file a subcommand, each with an `Args` and a `run`. What several of them
//! need stands in `sh` (processes), `npm` (packages under `target/`), `build`
//! (the binary and the VSIX) and `code_server` (VS Code in the browser).

mod audit;
mod bench;
mod book;
mod build;
mod code_server;
mod compare;
mod fuzz;
mod generate;
mod install;
mod npm;
mod play;
mod rates;
mod sh;
mod soak;
mod test;
mod vsix;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "The project's chores")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Try it: opens the sample drafts in VS Code, else in VS Code in the browser
    Play(play::Args),
    /// Run the tests, those in real editors included
    Test(test::Args),
    /// Measure, and write the table into docs/performance.md; --check compares instruction counts
    Bench(bench::Args),
    /// Compare two builds: what they find differently, finding by finding. Exit status 0: nothing, 1: something, 2: it could not be done
    Compare(compare::Args),
    /// Ask whether a known vulnerability is in what the project is built from
    Audit(audit::Args),
    /// Fuzz what reads texts, messages, schemas and settings
    Fuzz(fuzz::Args),
    /// Random editing and a million edits: what takes too long for every day
    Soak(soak::Args),
    /// Write what is generated from the code: rule pages, tables, JSON Schemas
    Generate(generate::Args),
    /// Build the books of docs/ with mdbook
    Book(book::Args),
    /// Count the findings per million characters in a body of correct text
    Rates(rates::Args),
    /// Build the extension and install it into the VS Code on PATH
    Install(install::Args),
    /// Build the extension with the server inside, as a VSIX
    Vsix(vsix::Args),
}

fn main() -> ExitCode {
    // `cargo xtask play -- --cli` and `cargo xtask play --cli` mean the same.
    let args = std::env::args_os().filter(|arg| arg != "--");
    let outcome = match Cli::parse_from(args).command {
        Command::Play(args) => play::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Bench(args) => bench::run(&args),
        // Its exit status tells equal, different and trouble apart.
        Command::Compare(args) => return compare::run(&args),
        Command::Audit(args) => audit::run(&args),
        Command::Fuzz(args) => fuzz::run(&args),
        Command::Soak(args) => soak::run(&args),
        Command::Generate(args) => generate::run(&args),
        Command::Book(args) => book::run(&args),
        Command::Rates(args) => rates::run(&args),
        Command::Install(args) => install::run(&args),
        Command::Vsix(args) => vsix::run(&args),
    };
    // Printed here: returned from main, an error would bring its backtrace where RUST_BACKTRACE is set.
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
