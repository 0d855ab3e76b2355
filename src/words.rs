//! Word tables: plain data that rules look things up in.

use serde::Deserialize;
use std::sync::OnceLock;

/// What `doubled-text` needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Doubled {
    /// Characters that are never written twice in a row.
    pub characters: String,
    /// Phrases in which a doubling is right.
    pub except: Vec<String>,
    /// What names contain: a name may come again in its sentence.
    pub names: Vec<String>,
}

/// The table of `doubled-text`.
pub fn doubled() -> &'static Doubled {
    static TABLE: OnceLock<Doubled> = OnceLock::new();
    TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/doubled.json")).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_tables_read() {
        serde_json::from_str::<super::Doubled>(include_str!("../schemas/words/doubled.json")).unwrap();
    }
}
