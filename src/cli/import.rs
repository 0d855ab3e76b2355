//! `nianbao import`: a Word file as a draft in Markdown.

use super::args::Import;
use super::new::refuse_existing;
use super::terminal::Terminal;
use super::{FINE, Outcome};
use crate::message::Message;
use crate::text::Encoding;
use crate::word::{DraftOptions, Revisions};
use crate::workspace::{files, word_files};

/// Reads a Word file and writes it as a draft; tells what was left out.
pub fn run(args: &Import, terminal: &mut Terminal) -> Outcome {
    if let Some(path) = &args.output {
        refuse_existing(path)?;
    }
    let revisions = if args.original { Revisions::Original } else { Revisions::Accepted };
    let document = word_files::read(&args.file, revisions).map_err(|e| e.message())?;
    let draft = document.draft(DraftOptions { with_notes: true });
    for note in word_files::omissions(&document, revisions) {
        terminal.note(&note);
    }
    match &args.output {
        None => terminal.print_raw(&draft.text)?,
        Some(path) => {
            files::write(path, &draft.text, Encoding::Utf8 { bom: false }).map_err(|e| e.message())?;
            terminal.note(&Message::new("cli.import.written").with("path", path.display().to_string()));
        }
    }
    Ok(FINE)
}
