//! What people read, in Chinese and in English, from one table.
//!
//! Code names a message by its id and hands over arguments; the words stand in
//! `messages.json`. So findings can be kept while the language changes.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

/// The languages that messages exist in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language for a locale such as `zh-cn` or `en_US.UTF-8`: Chinese for
    /// Chinese and for what is unknown or empty, English for every other.
    pub fn of_locale(locale: &str) -> Self {
        let locale = locale.to_ascii_lowercase();
        if locale.is_empty() || locale.starts_with("zh") || locale == "c" || locale == "posix" { Lang::Zh } else { Lang::En }
    }
}

/// A text in both languages, as schemas hold it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Localized {
    /// In Chinese.
    pub zh: String,
    /// In English; the Chinese text serves where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Localized {
    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match (lang, &self.en) {
            (Lang::En, Some(en)) => en,
            _ => &self.zh,
        }
    }
}

/// An argument of a message.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Arg {
    /// The same in every language: a passage, a number, a name.
    Text(Arc<str>),
    /// A text that exists in both.
    Localized(Arc<Localized>),
    /// Another message.
    Message(Arc<Message>),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Arg::Text(text.into())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Arg::Text(text.into())
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Arg::Text(number.to_string().into())
    }
}

impl From<&Message> for Arg {
    fn from(message: &Message) -> Self {
        Arg::Message(Arc::new(message.clone()))
    }
}

impl From<&Localized> for Arg {
    fn from(text: &Localized) -> Self {
        Arg::Localized(Arc::new(text.clone()))
    }
}

/// A message: an id of the table and what is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Message {
    /// Key in the table.
    pub id: &'static str,
    /// Name and value of each `{name}` in the text.
    pub args: Vec<(&'static str, Arg)>,
}

impl Message {
    /// A message without arguments.
    pub fn new(id: &'static str) -> Self {
        Self { id, args: Vec::new() }
    }

    /// The same message with `{name}` filled in.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// The message in words.
    pub fn render(&self, lang: Lang) -> String {
        let template = text(self.id, lang);
        let mut out = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            let (before, after) = rest.split_at(open);
            out.push_str(before);
            let Some(close) = after.find('}') else {
                rest = after;
                break;
            };
            let name = after.get(1..close).unwrap_or_default();
            match self.args.iter().find(|(n, _)| *n == name) {
                Some((_, Arg::Text(value))) => out.push_str(value),
                Some((_, Arg::Localized(value))) => out.push_str(value.get(lang)),
                Some((_, Arg::Message(value))) => out.push_str(&value.render(lang)),
                None => {
                    let _ = write!(out, "{{{name}}}");
                }
            }
            rest = after.get(close + 1..).unwrap_or_default();
        }
        out.push_str(rest);
        out
    }
}

/// The words for `id`; the id itself where the table lacks it, which a test forbids.
pub fn text(id: &'static str, lang: Lang) -> &'static str {
    match (table().get(id), lang) {
        (Some(entry), Lang::Zh) => &entry.zh,
        (Some(entry), Lang::En) => entry.en.as_deref().unwrap_or(&entry.zh),
        (None, _) => id,
    }
}

/// All messages by id.
pub fn table() -> &'static HashMap<String, Localized> {
    static TABLE: OnceLock<HashMap<String, Localized>> = OnceLock::new();
    TABLE.get_or_init(|| serde_json::from_str(include_str!("messages.json")).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_and_both_languages_take_the_same_arguments() {
        let raw: HashMap<String, Localized> = serde_json::from_str(include_str!("messages.json")).expect("messages.json");
        let names = |text: &str| {
            let mut names: Vec<String> = text.split('{').skip(1).filter_map(|p| p.split_once('}')).map(|p| p.0.to_owned()).collect();
            names.sort();
            names.dedup();
            names
        };
        for (id, entry) in &raw {
            let en = entry.en.as_deref().unwrap_or_else(|| panic!("{id} has no English"));
            assert_eq!(names(&entry.zh), names(en), "{id}");
        }
    }

    #[test]
    fn every_message_that_code_names_exists() {
        fn walk(dir: &std::path::Path, missing: &mut Vec<String>) {
            for entry in std::fs::read_dir(dir).unwrap().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    walk(&path, missing);
                } else if path.extension().is_some_and(|e| e == "rs") {
                    let source = std::fs::read_to_string(&path).unwrap();
                    for start in ["Message::new(\"", "message::text(\""] {
                        for part in source.split(start).skip(1) {
                            let id = part.split('"').next().unwrap();
                            if !table().contains_key(id) && !id.is_empty() && !id.contains(' ') {
                                missing.push(format!("{id} in {}", path.display()));
                            }
                        }
                    }
                }
            }
        }
        let mut missing = Vec::new();
        walk(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut missing);
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn arguments_are_filled_in_and_unknown_ones_left() {
        let message = Message { id: "{a}，{b}", args: vec![("a", "甲".into())] };
        assert_eq!(message.render(Lang::Zh), "甲，{b}");
    }

    #[test]
    fn locales() {
        assert_eq!(Lang::of_locale("zh-cn"), Lang::Zh);
        assert_eq!(Lang::of_locale("zh_TW.UTF-8"), Lang::Zh);
        assert_eq!(Lang::of_locale("en-US"), Lang::En);
        assert_eq!(Lang::of_locale("de"), Lang::En);
        assert_eq!(Lang::of_locale(""), Lang::Zh);
    }
}
