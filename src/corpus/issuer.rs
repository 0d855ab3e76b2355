//! Who reports: 阜阳市人民政府, 市人民政府 and 我市 are one, and so are a place and
//! its government. No gazetteer: a name is read by the characters that end names
//! of places.

use crate::schema::{Body, Level, Schema};
use crate::text::width::{is_han, squeeze};
use crate::words::{self, Letters};

/// The longest name of a place, in characters (双江拉祜族佤族布朗族傣族自治县).
const LONGEST: usize = 18;

/// Who reports.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Issuer {
    /// As it is written.
    pub name: String,
    /// Its place without the places around it: 颍州区.
    pub place: Option<String>,
    /// The places around it, outermost first: 安徽省, 阜阳市.
    pub around: Vec<String>,
    /// What remains of the name of a department: 司法局.
    pub organ: Option<String>,
    /// The character that its place ends with (县, 市, …), also where no name is known.
    pub suffix: Option<char>,
    /// Government or department.
    pub body: Option<Body>,
    /// Its level.
    pub level: Option<Level>,
}

impl Issuer {
    /// Reads a name. Of the text around it only what is asked for: whether a
    /// place name stands in the title, in document titles, in the path.
    pub fn read(name: &str, schema: &Schema) -> Self {
        let squeezed = squeeze(name);
        let (body, level) = schema.kind_of(&squeezed);
        let table = words::places();
        let first = table.party.strip_start(&squeezed).unwrap_or(&squeezed);
        let (mut around, rest) = places(first);
        let place = around.pop();
        let suffix = place.as_deref().and_then(suffix_of).or_else(|| first.chars().next().filter(|c| table.ends.has(*c)));
        let rest = if place.is_none() { first.trim_start_matches(|c| Some(c) == suffix) } else { rest };
        let organ = (body == Some(Body::Department) && !rest.is_empty()).then(|| rest.to_owned());
        Self { name: squeezed.clone(), place, around, organ, suffix, body, level }
    }

    /// Whether two names stand for the same. A place around one of them that
    /// the other leaves out is no difference.
    pub fn is_same(&self, other: &Self) -> bool {
        let agree = |a: &[String], b: &[String]| a.iter().rev().zip(b.iter().rev()).all(|(a, b)| a == b);
        self.place.is_some() && self.place == other.place && self.organ == other.organ && agree(&self.around, &other.around)
    }

    /// What reports of one issuer are put together under; none where no name is known.
    pub fn key(&self) -> Option<String> {
        let place = self.place.as_deref()?;
        Some(format!("{place}{}", self.organ.as_deref().unwrap_or_default()))
    }

    /// Whether the other is a unit of the same kind at the same level: neither
    /// above nor below.
    pub fn is_beside(&self, other: &Self) -> bool {
        let named = self.place.is_some() && other.place.is_some() && self.place != other.place;
        let contains = |a: &Self, b: &Self| b.place.as_ref().is_some_and(|p| a.around.contains(p));
        named && self.suffix == other.suffix && !contains(self, other) && !contains(other, self)
    }

    /// Gives the place a name that was found elsewhere.
    pub(super) fn name_place(&mut self, place: &str) {
        let (mut around, _) = places(place);
        self.place = around.pop();
        self.around = around;
        self.suffix = self.place.as_deref().and_then(suffix_of).or(self.suffix);
    }
}

/// The character that a place's name ends with; 街道 gives 道.
fn suffix_of(place: &str) -> Option<char> {
    place.chars().next_back()
}

/// The places that a name starts with, outermost first, and what follows them.
pub fn places(name: &str) -> (Vec<String>, &str) {
    let mut found = Vec::new();
    let mut rest = name;
    // 云岭县委云岭县人民政府 says the place twice.
    while let Some(end) = place_at(rest, found.is_empty()).filter(|_| !rest.starts_with(|c| words::places().committee.has(c))) {
        found.extend(rest.get(..end).map(str::to_owned));
        rest = rest.get(end..).unwrap_or_default();
    }
    (found, rest)
}

/// The bytes of the place that a text starts with. A name of one character
/// before its suffix is read only inside another place, or where nothing longer
/// follows (赵县).
pub fn place_at(text: &str, first: bool) -> Option<usize> {
    let table = words::places();
    let mut short = None;
    for (index, (at, c)) in text.char_indices().take(LONGEST).enumerate() {
        if !is_han(c) {
            break;
        }
        let end = at + c.len_utf8();
        let behind = text.get(end..).unwrap_or_default();
        if behind.starts_with(&table.streets) && (1..=4).contains(&index) {
            return Some(end + table.streets.len());
        }
        // 景德镇市 goes on; 区域 ends no name; in 云岭县市场监督管理局 another word starts.
        let starts = |letters: &Letters| behind.starts_with(|c| letters.has(c));
        let goes_on = || starts(&table.spans) || starts(&table.ends) && table.other_words.at_start(behind).is_none();
        if !table.ends.has(c) || goes_on() {
            continue;
        }
        match index {
            0 => {}
            1 if table.short.has(c) => short = short.or(Some(end)),
            1 => {}
            _ if index > 6 && !table.long.has(c) => {}
            _ if index <= 3 || text.get(..end).is_some_and(|t| table.autonomous.is_in(t)) => return Some(end),
            // A long run of characters is an organ, unless it is an autonomous place or a zone.
            _ if first && table.first.has(c) => return Some(end),
            _ => break,
        }
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::SchemaSet;

    fn read(name: &str) -> Issuer {
        Issuer::read(name, SchemaSet::built_in().get("fazhi-zhengfu").unwrap())
    }

    #[test]
    fn names_are_taken_apart() {
        let parts = |name: &str| {
            let i = read(name);
            (i.around.join("/"), i.place.unwrap_or_default(), i.organ.unwrap_or_default())
        };
        let is = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(parts("云岭县人民政府"), is("", "云岭县", ""));
        assert_eq!(parts("云岭县"), is("", "云岭县", ""));
        assert_eq!(parts("清江省澄湖市河东区人民政府"), is("清江省/澄湖市", "河东区", ""));
        assert_eq!(parts("云岭县司法局"), is("", "云岭县", "司法局"));
        assert_eq!(parts("云岭县市场监督管理局"), is("", "云岭县", "市场监督管理局"));
        assert_eq!(parts("云岭县住房和城乡建设局"), is("", "云岭县", "住房和城乡建设局"));
        assert_eq!(parts("景德镇市人民政府"), is("", "景德镇市", ""));
        assert_eq!(parts("石家庄市赵县人民政府"), is("石家庄市", "赵县", ""));
        assert_eq!(parts("苏州市姑苏区人民政府"), is("苏州市", "姑苏区", ""));
        assert_eq!(parts("中共云岭县委 云岭县人民政府"), is("", "云岭县", ""));
        assert_eq!(parts("石桥镇人民政府"), is("", "石桥镇", ""));
        assert_eq!(parts("城关街道办事处"), is("", "城关街道", ""));
        assert_eq!(parts("黔东南苗族侗族自治州凯里市人民政府"), is("黔东南苗族侗族自治州", "凯里市", ""));
        assert_eq!(parts("市人民政府"), is("", "", ""));
        assert_eq!(read("市人民政府").suffix, Some('市'));
        assert_eq!(parts("县司法局"), is("", "", "司法局"));
    }

    #[test]
    fn the_same_issuer_under_other_names() {
        assert!(read("云岭县人民政府").is_same(&read("云岭县")));
        assert!(read("澄湖市河东区人民政府").is_same(&read("河东区人民政府")));
        assert!(!read("澄湖市河东区人民政府").is_same(&read("明州市河东区人民政府")));
        assert!(!read("云岭县人民政府").is_same(&read("云岭县司法局")));
        assert!(!read("市人民政府").is_same(&read("市人民政府")));
        assert!(read("云岭县人民政府").is_beside(&read("清河县人民政府")));
        assert!(!read("云岭县人民政府").is_beside(&read("澄湖市人民政府")));
    }
}
