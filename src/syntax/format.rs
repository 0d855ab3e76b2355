//! How a draft is written.

/// How a draft is written: which of its bytes are text and which are marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SourceFormat {
    /// Text as it stands, with the few marks that people type by habit.
    #[default]
    PlainText,
    /// CommonMark with the extensions of GitHub: tables, footnotes, task lists, `~~`.
    Markdown,
}

impl SourceFormat {
    /// The format that the extension of a file name or path stands for; `None` for one that says nothing.
    pub fn of_name(name: &str) -> Option<Self> {
        let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let (stem, extension) = file.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            _ if stem.is_empty() => None,
            "md" | "markdown" | "mdown" | "mkd" => Some(Self::Markdown),
            "txt" | "text" => Some(Self::PlainText),
            _ => None,
        }
    }

    /// The format of a file.
    pub fn of_path(path: &std::path::Path) -> Self {
        Self::of_name(&path.to_string_lossy()).unwrap_or_default()
    }

    /// The format of a document: what its name says, else what the id of its language
    /// says in the editor, else plain text.
    pub fn of_document(name: &str, language: &str) -> Self {
        let by_language = || if language == "markdown" { Self::Markdown } else { Self::PlainText };
        Self::of_name(name).unwrap_or_else(by_language)
    }
}

#[cfg(test)]
mod tests {
    use super::SourceFormat::{self, Markdown, PlainText};

    #[test]
    fn a_name_counts_more_than_a_language() {
        for (name, language, format) in [
            ("file:///a/年报.md", "annual-report", Markdown),
            ("年报.MD", "", Markdown),
            ("/a.md/年报.txt", "markdown", PlainText),
            ("untitled:Untitled-1", "markdown", Markdown),
            ("untitled:Untitled-1", "annual-report", PlainText),
            (".md", "", PlainText),
            ("-", "", PlainText),
        ] {
            assert_eq!(SourceFormat::of_document(name, language), format, "{name} {language}");
        }
    }
}
