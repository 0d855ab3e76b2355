//! The program as its users meet it: the server over standard input and
//! output, and `nianbao check` over a folder. The floor is this bench itself as
//! a server that does no work (`echo`): it answers each edit with 60 diagnostics.
//! The texts are published reports where they are there, else composed ones.
//!
//! Many composed reports are surveyed and checked together; `--compose N FOLDER`
//! writes them for looking into.
//!
//! `--rows` is for `cargo xtask bench`; `--server` leaves out the folders;
//! `--soak N` edits a document N times and tells how memory went; `--echo` is
//! the floor. `NIANBAO_PROGRAM` names another build to measure.

#[path = "../common/mod.rs"]
mod common;
mod echo;
mod folders;
mod server;
mod session;
mod soak;

use common::texts::Texts;

const KIB: usize = 1024;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let given = |name: &str| arguments.iter().any(|a| a == name);
    if given("--echo") {
        return echo::run();
    }
    if let Some(at) = arguments.iter().position(|a| a == "--soak") {
        return soak::run(arguments.get(at + 1).and_then(|n| n.parse().ok()).unwrap_or(1_000_000));
    }
    if let Some(at) = arguments.iter().position(|a| a == "--compose") {
        let count = arguments.get(at + 1).and_then(|n| n.parse().ok()).unwrap_or(1000);
        let folder = arguments.get(at + 2).map_or("reports", String::as_str);
        println!("{} bytes", common::many::write(std::path::Path::new(folder), count));
        return;
    }
    let rows = given("--rows");
    let tell = |row: Row| row.print(rows);
    let texts = Texts::best();
    println!("{}{} texts, {} ms between edits", if rows { "about\t" } else { "" }, texts.source, server::PAUSE.as_millis());
    server::measure(&texts, &tell);
    if given("--server") {
        return;
    }
    folders::one_text(&tell);
    folders::many(&tell);
    folders::index(&tell);
    tell(Row::new("size", "binary, MiB", std::fs::metadata(program()).map_or(0, |m| m.len()) as f64 / (1 << 20) as f64, "12"));
}

/// The program that is measured.
fn program() -> std::ffi::OsString {
    std::env::var_os("NIANBAO_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_nianbao").into())
}

/// A line of the table.
struct Row {
    name: &'static str,
    what: String,
    value: f64,
    more: String,
    gate: &'static str,
}

impl Row {
    fn new(name: &'static str, what: &str, value: f64, gate: &'static str) -> Self {
        Self { name, what: what.to_owned(), value, more: String::new(), gate }
    }

    fn print(&self, rows: bool) {
        let Self { name, what, value, more, gate } = self;
        if rows {
            println!("row\t{name}\t{what}\t{value:.3}\t{more}\t{gate}");
        } else {
            println!("{what:<58} {value:>9.3}  {more}{}", if gate.is_empty() { String::new() } else { format!("   wanted {gate}") });
        }
    }
}
