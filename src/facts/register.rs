//! National documents, plenums and plan periods that reports cite: data of
//! `schemas/citations.json`. Only rows that were re-read from a source may
//! raise errors or warnings.

use super::Date;
use crate::text::width::squeeze;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::OnceLock;

/// What is known of what reports cite.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Where the JSON Schema of this file stands, for editors.
    #[serde(rename = "$schema", default)]
    pub json_schema: String,
    /// What the file is.
    #[serde(rename = "$comment", default)]
    pub comment: String,
    /// Names that may stand in front of a title and are no part of it.
    pub issuers: Vec<String>,
    /// The name of the country, with which the full title of each law begins.
    pub country: String,
    /// National documents.
    pub documents: Vec<Document>,
    /// Congresses and plenums of the Party.
    pub plenums: Vec<Plenum>,
    /// Plan periods.
    pub periods: Vec<Period>,
    /// Indices of the documents by title, half width; a title that starts with its
    /// issuer (国务院办公厅关于…) also by what follows the issuer.
    #[serde(skip)]
    by_title: OnceLock<HashMap<Box<str>, Vec<usize>>>,
}

/// A national document.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Id inside the file.
    pub id: String,
    /// Title without 《》, without 中华人民共和国 and without the bracket of years.
    pub title: String,
    /// Short names.
    #[serde(default)]
    pub short: Vec<String>,
    /// What it is.
    pub kind: DocumentKind,
    /// Document number.
    #[serde(default)]
    pub number: Option<String>,
    /// When it was adopted or made public: `2021-08-02`, `2021-08` or `2021`.
    #[serde(default)]
    pub date: Option<String>,
    /// Since when it is in force: `2021-07-15`.
    #[serde(default)]
    pub in_force: Option<String>,
    /// The years in its title.
    #[serde(default)]
    pub years: Option<(i32, i32)>,
    /// Whether earlier versions bear the same title.
    #[serde(default)]
    pub revision: bool,
    /// Id of the document that took its place: another one, or the next version of the same title.
    #[serde(default)]
    pub superseded_by: Option<String>,
    /// When it was repealed, where no other document took its place: `2025-12-27`.
    #[serde(default)]
    pub repealed: Option<String>,
    /// Where it can be read: a lasting address of an official page.
    #[serde(default)]
    pub url: Option<String>,
    /// Where it was read.
    pub source: String,
    /// Whether the row was re-read from the source.
    #[serde(rename = "re-read")]
    pub re_read: bool,
}

/// Kinds of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum DocumentKind {
    /// Of the Party, alone or with the government.
    Party,
    /// A law.
    Law,
    /// A regulation of the State Council.
    Regulation,
    /// Opinions and notices.
    Notice,
}

/// A congress or one of its plenums.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Plenum {
    /// Number of the congress.
    pub congress: u32,
    /// Number of the plenum; 0 is the congress itself.
    pub plenum: u32,
    /// When it was held: `2020-10`.
    pub month: String,
    /// Its first and last day, where they were read: `2020-10-26`, `2020-10-29`.
    #[serde(default)]
    pub days: Option<(String, String)>,
    /// Whether only the decision to hold it was read: it was not held before its
    /// days, and nothing says that it was held then.
    #[serde(default)]
    pub planned: bool,
    /// Where it was read.
    pub source: String,
    /// Whether the row was re-read from the source.
    #[serde(rename = "re-read")]
    pub re_read: bool,
}

/// A plan period.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// 十四五, 八五.
    pub name: String,
    /// What is planned.
    pub kind: PeriodKind,
    /// First and last year.
    pub years: (i32, i32),
    /// Where it was read.
    pub source: String,
    /// Whether the row was re-read from the source.
    #[serde(rename = "re-read")]
    pub re_read: bool,
}

/// Kinds of plan periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PeriodKind {
    /// National economic and social development.
    Plan,
    /// Education in the law.
    LegalEducation,
}

/// The data.
pub fn register() -> &'static Register {
    static TABLE: OnceLock<Register> = OnceLock::new();
    TABLE.get_or_init(|| serde_json::from_str(include_str!("../../schemas/citations.json")).unwrap_or_default())
}

/// The first day that a date of the data can mean: `2021-08` is 2021-08-01.
pub fn earliest(date: &str) -> Option<Date> {
    let mut parts = date.split('-').map(|p| p.parse::<u32>().ok());
    let year = i32::try_from(parts.next()??).ok()?;
    let month = parts.next().unwrap_or(Some(1))?;
    let day = parts.next().unwrap_or(Some(1))?;
    Some(Date { year, month, day })
}

impl Register {
    /// The documents that bear exactly this title (half width, without blanks).
    pub fn titled<'a>(&'a self, title: &str) -> impl Iterator<Item = &'a Document> + use<'a> {
        let by_title = self.by_title.get_or_init(|| {
            let mut all: HashMap<Box<str>, Vec<usize>> = HashMap::new();
            for (index, document) in self.documents.iter().enumerate() {
                let title = squeeze(&document.title);
                let issuer = self.issuers.iter().find_map(|i| title.strip_prefix(i.as_str())).filter(|rest| rest.starts_with("关于"));
                if let Some(rest) = issuer {
                    all.entry(rest.into()).or_default().push(index);
                }
                all.entry(title.into()).or_default().push(index);
            }
            all
        });
        by_title.get(title).into_iter().flatten().filter_map(|index| self.documents.get(*index))
    }

    /// A cited name without the names of issuers in front of it.
    pub fn bare<'a>(&self, name: &'a str) -> &'a str {
        let mut rest = name;
        // A title may itself start with its issuer.
        while self.titled(rest).next().is_none() {
            let Some(behind) = self.issuers.iter().find_map(|i| rest.strip_prefix(i.as_str())) else {
                break;
            };
            rest = behind;
        }
        // 中央宣传部、司法部关于开展… is titled from 关于 on; 关于 may also be left over.
        match rest.strip_prefix("关于") {
            Some(behind) if self.titled(behind).next().is_some() => behind,
            _ => rest,
        }
    }

    /// The documents that bear a name as it is cited (half width, without blanks, without years).
    pub fn named<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Document> + use<'a> {
        self.titled(self.bare(name))
    }

    /// The document with this id.
    pub fn get(&self, id: &str) -> Option<&Document> {
        self.documents.iter().find(|d| d.id == id)
    }

    /// The full title of a law, which names the country; `None` for what is no
    /// law: whether the title of a regulation names it is not known.
    pub fn full_title(&self, document: &Document) -> Option<String> {
        (document.kind == DocumentKind::Law).then(|| format!("{}{}", self.country, document.title))
    }

    /// The documents that took the place of `document`, one after the other.
    pub fn successors<'a>(&'a self, document: &'a Document) -> impl Iterator<Item = &'a Document> {
        let next = |d: &&'a Document| d.superseded_by.as_deref().and_then(|id| self.get(id));
        // Data that points in a circle ends too.
        std::iter::successors(next(&document), next).take(self.documents.len())
    }
}

impl Plenum {
    /// The first day on which it can have been held; `None` where the data names no date.
    pub fn first_day(&self) -> Option<Date> {
        earliest(self.date())
    }

    /// The same as the data has it: a day where days were read, else a month.
    pub fn date(&self) -> &str {
        self.days.as_ref().map_or(&self.month, |days| &days.0)
    }
}

impl Document {
    /// The first day on which it applies: that on which it comes into force, else
    /// that on which it was adopted; `None` where the data names neither.
    pub fn since(&self) -> Option<Date> {
        self.in_force.as_deref().or(self.date.as_deref()).and_then(earliest)
    }

    /// The title as it is cited, in 《》 with its years.
    pub fn cited(&self) -> String {
        match self.years {
            Some((from, to)) => format!("《{}（{from}—{to}年）》", self.title),
            None => format!("《{}》", self.title),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_reads_and_points_to_itself() {
        let register: Register = serde_json::from_str(include_str!("../../schemas/citations.json")).unwrap();
        for document in &register.documents {
            for date in [&document.date, &document.in_force, &document.repealed].into_iter().flatten() {
                assert!(earliest(date).is_some(), "{}: {date}", document.id);
            }
            if let Some(id) = &document.superseded_by {
                assert!(register.get(id).is_some(), "{id}");
            }
            assert!(!document.re_read || !document.source.contains("memory"), "{}", document.id);
            assert!(document.url.as_ref().is_none_or(|u| u.starts_with("https://") || u.starts_with("http://")), "{}", document.id);
        }
        for plenum in &register.plenums {
            assert!(plenum.first_day().is_some());
            let month = |day: &String| day.starts_with(&plenum.month);
            assert!(plenum.days.as_ref().is_none_or(|(from, to)| from <= to && month(from) && month(to)), "{plenum:?}");
            assert!(!plenum.planned || plenum.days.is_some(), "{plenum:?}");
            assert!(!plenum.re_read || !plenum.source.contains("memory"), "{plenum:?}");
        }
    }

    #[test]
    fn names_lose_their_issuers_only() {
        let register = register();
        for name in ["中共中央、国务院法治政府建设实施纲要", "法治政府建设实施纲要", "中共中央国务院印发的法治政府建设实施纲要"]
        {
            assert_eq!(register.named(name).count(), 2, "{name}");
        }
        assert_eq!(register.named("中华人民共和国民法典").count(), 1);
        assert_eq!(
            register.named("国务院办公厅关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见").count(),
            1
        );
        assert_eq!(register.named("关于全面推行行政规范性文件合法性审核机制的指导意见").count(), 1);
        assert_eq!(register.named("中国共产党党校(行政学院)工作条例").count(), 1);
        assert_eq!(register.named("云岭县法治政府建设实施纲要").count(), 0);
    }

    #[test]
    fn documents_follow_each_other() {
        let register = register();
        let after = |id: &str| register.successors(register.get(id).unwrap()).map(|d| d.id.as_str()).collect::<Vec<_>>();
        assert_eq!(after("qmyf-2004"), ["fzzf-2015", "fzzf-2021"]);
        assert_eq!(after("bawu-2021"), ["jiuwu-2026"]);
        assert!(after("jiuwu-2026").is_empty());
    }
}
