//! The zip file that a Word document is: its parts by name, within limits.

use super::WordError;
use std::collections::{BTreeMap, HashSet};
use std::io::{Cursor, Read, Write as _};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

/// What a document may cost to read. A file beyond one of these is refused.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Entries of the zip file.
    pub max_entries: usize,
    /// Bytes of one part after decompression.
    pub max_part_bytes: u64,
    /// Bytes of a part for one byte of its compressed form, for parts above 1 MiB.
    pub max_ratio: u64,
    /// Elements inside one another in a part.
    pub max_depth: usize,
}

impl Default for Limits {
    /// Far above what a report of several hundred pages needs.
    fn default() -> Self {
        Self { max_entries: 20_000, max_part_bytes: 64 << 20, max_ratio: 400, max_depth: 200 }
    }
}

/// Parts smaller than this are never taken for a bomb, however well they compress.
const RATIO_FLOOR_BYTES: u64 = 1 << 20;

/// First bytes of an OLE2 compound file: an encrypted document, or one in the format before 2007.
const OLE2_MAGIC: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// Name of the stream that holds an encrypted package, in UTF-16LE, as an OLE2 directory spells it.
const ENCRYPTED_STREAM: &str = "EncryptedPackage";

/// An opened document.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    limits: Limits,
}

impl<'a> Package<'a> {
    /// Opens the bytes of a file.
    ///
    /// # Errors
    /// Where they are no zip file, encrypted, or have more entries than the limit.
    pub fn open(bytes: &'a [u8], limits: Limits) -> Result<Self, WordError> {
        if bytes.starts_with(OLE2_MAGIC) {
            let name: Vec<u8> = ENCRYPTED_STREAM.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let encrypted = bytes.windows(name.len()).any(|window| window == name);
            return Err(if encrypted { WordError::Encrypted } else { WordError::OldFormat });
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| WordError::NoZip)?;
        if archive.len() > limits.max_entries {
            return Err(WordError::TooLarge { part: String::new() });
        }
        Ok(Self { archive, limits })
    }

    /// The text of a part; `None` where there is none of this name.
    ///
    /// # Errors
    /// Where it is damaged, encrypted, too large, or no text.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, WordError> {
        let Some(index) = self.index(name) else { return Ok(None) };
        let damaged = || WordError::Damaged { part: name.to_owned() };
        let entry = self.archive.by_index(index).map_err(|_| damaged())?;
        if entry.encrypted() {
            return Err(WordError::Encrypted);
        }
        let too_large = || WordError::TooLarge { part: name.to_owned() };
        let bound = self.limits.max_part_bytes.min((entry.compressed_size() * self.limits.max_ratio).max(RATIO_FLOOR_BYTES));
        if entry.size() > bound {
            return Err(too_large());
        }
        // What an entry says of its size need not be true: the reading is bounded too.
        let mut bytes = Vec::new();
        entry.take(bound + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
        if bytes.len() as u64 > bound {
            return Err(too_large());
        }
        decode(bytes).map(Some).ok_or_else(damaged)
    }

    /// The file with some parts replaced or added; all others are copied as they are, still compressed.
    ///
    /// # Errors
    /// Where an entry cannot be read.
    pub fn rewrite(mut self, replaced: &BTreeMap<String, String>) -> Result<Vec<u8>, WordError> {
        let damaged = |part: &str| WordError::Damaged { part: part.to_owned() };
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let mut written = HashSet::new();
        for index in 0..self.archive.len() {
            let entry = self.archive.by_index_raw(index).map_err(|_| damaged(""))?;
            let name = entry.name().map_err(|_| damaged(""))?.into_owned();
            match replaced.iter().find(|(part, _)| part.eq_ignore_ascii_case(&name)) {
                Some((part, text)) => {
                    // The time of the entry stays: the clock is never read.
                    let options = SimpleFileOptions::default().last_modified_time(entry.last_modified().unwrap_or_default());
                    drop(entry);
                    out.start_file(name.as_str(), options).map_err(|_| damaged(&name))?;
                    out.write_all(text.as_bytes()).map_err(|_| damaged(&name))?;
                    written.insert(part.as_str());
                }
                None => out.raw_copy_file(entry).map_err(|_| damaged(&name))?,
            }
        }
        for (part, text) in replaced.iter().filter(|(part, _)| !written.contains(part.as_str())) {
            out.start_file(part.as_str(), SimpleFileOptions::default().last_modified_time(DateTime::default()))
                .map_err(|_| damaged(part))?;
            out.write_all(text.as_bytes()).map_err(|_| damaged(part))?;
        }
        out.finish().map(Cursor::into_inner).map_err(|_| damaged(""))
    }

    fn index(&self, name: &str) -> Option<usize> {
        // Names of parts are compared without case.
        self.archive.index_for_name(name).or_else(|| {
            let same = |i: &usize| matches!(self.archive.name_for_index(*i), Some(Ok(n)) if n.eq_ignore_ascii_case(name));
            (0..self.archive.len()).find(same)
        })
    }
}

/// The name of the part that holds the relations of another.
pub fn relations_part(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    join(folder, &format!("_rels/{file}.rels"))
}

/// The name of a part by a target that counts from a folder.
pub fn join(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// XML is UTF-8, or UTF-16 with a byte order mark.
fn decode(bytes: Vec<u8>) -> Option<String> {
    let (encoding, bom) = encoding_rs::Encoding::for_bom(&bytes).unwrap_or((encoding_rs::UTF_8, 0));
    if encoding == encoding_rs::UTF_8 && bom == 0 {
        return String::from_utf8(bytes).ok();
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes.get(bom..)?)?;
    Some(text.into_owned())
}
