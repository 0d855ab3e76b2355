//! A new report from a schema.

use super::{Applies, Body, Level, Role, Schema};

/// Who will report, and on which year.
#[derive(Clone, Debug)]
pub struct Commission<'a> {
    /// The place (云岭县) or the organ (云岭县司法局).
    pub place: &'a str,
    /// Its level, where the name does not tell.
    pub level: Option<Level>,
    /// The year reported on.
    pub year: i32,
}

/// The skeleton of a new report and the name of its file, without extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReport {
    /// The text; passages in 【】 are to be written. Lines end with LF.
    pub text: String,
    /// The title, which names the file.
    pub name: String,
}

impl Schema {
    /// Whether a name is that of an organ (云岭县人民政府), not of a place (云岭县).
    pub fn is_organ(&self, name: &str) -> bool {
        let place = name.ends_with(['县', '市', '省', '州', '盟', '旗', '镇', '乡', '村', '区']) || name.ends_with("街道");
        !place && !name.starts_with("关于") && self.issuers.iter().any(|i| i.pattern.is_match(name))
    }

    /// What an issuer is and its level, as far as its name tells.
    pub fn kind_of(&self, name: &str) -> (Option<Body>, Option<Level>) {
        let kind = self.issuers.iter().find(|i| i.pattern.is_match(name));
        let (body, level) = kind.map_or((None, None), |k| (k.body, k.level));
        (body, level.or_else(|| self.level_of_place_in(name)))
    }

    /// 云岭县司法局 works at the level of 云岭县.
    fn level_of_place_in(&self, name: &str) -> Option<Level> {
        let suffix = |c: char| matches!(c, '省' | '市' | '县' | '区' | '州' | '盟' | '旗' | '镇' | '乡');
        let end = name.char_indices().skip(1).find(|(_, c)| suffix(*c)).map(|(at, c)| at + c.len_utf8())?;
        let place = name.get(..end)?;
        // A development zone has no level, whatever its last character.
        self.issuers.iter().find(|i| i.pattern.is_match(place)).and_then(|i| i.level)
    }

    /// The profile for a report year; the newest where none fits.
    pub fn profile_for(&self, year: Option<i32>) -> Option<usize> {
        let fits = |p: &super::Profile| year.is_some_and(|y| p.from.is_none_or(|from| y >= from) && p.to.is_none_or(|to| y <= to));
        self.profiles.iter().position(fits).or_else(|| self.profiles.iter().position(|p| p.to.is_none()))
    }

    /// A new report: title, opening, the parts that apply, closing, signature.
    pub fn new_report(&self, commission: &Commission<'_>) -> NewReport {
        let place = commission.place.trim();
        let issuer = if self.is_organ(place) { place.to_owned() } else { format!("{place}人民政府") };
        let (body, level) = self.kind_of(&issuer);
        let level = commission.level.or(level);
        let profile = self.profile_for(Some(commission.year)).and_then(|i| self.profiles.get(i));
        let asked = |applies: &Applies| applies.to(body, level, profile.map(|p| p.id.as_str()), Some(commission.year));
        let fill = |text: &str| fill(text, &issuer, body, level, commission.year);
        let title = fill(&self.skeleton.title);
        let mut blocks = vec![title.clone()];
        blocks.extend(self.skeleton.lead.iter().map(|line| fill(line)));
        let written = self.parts.iter().filter(|p| is_body(p.role) && !p.template.is_empty() && asked(&p.applies));
        for (index, part) in written.enumerate() {
            blocks.push(format!("{}、{}", crate::syntax::chinese(index as u32 + 1), fill(&part.heading)));
            blocks.extend(part.template.iter().map(|line| fill(line)));
        }
        blocks.extend(self.skeleton.closing.iter().map(|line| fill(line)));
        blocks.push(issuer.clone());
        blocks.push(format!("{}年【】月【】日", commission.year + 1));
        NewReport { text: blocks.join("\n\n") + "\n", name: title }
    }
}

/// A line of a template with its blanks filled in.
pub fn fill(line: &str, issuer: &str, body: Option<Body>, level: Option<Level>, year: i32) -> String {
    line.replace("{issuer}", issuer)
        .replace("{we}", we(body, level))
        .replace("{year}", &year.to_string())
        .replace("{plan_year}", &(year + 1).to_string())
}

fn is_body(role: Role) -> bool {
    matches!(role, Role::Results | Role::Problems | Role::Plan)
}

/// How the issuer speaks of itself.
fn we(body: Option<Body>, level: Option<Level>) -> &'static str {
    match (body, level) {
        (Some(Body::Department), _) => "本单位",
        (_, Some(Level::Province)) => "全省",
        (_, Some(Level::City)) => "全市",
        (_, Some(Level::County)) => "全县",
        (_, Some(Level::Township)) => "本地",
        (_, None) => "我们",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::SchemaSet;

    #[test]
    fn a_place_gets_its_government_and_an_organ_stays() {
        let set = SchemaSet::built_in();
        let schema = set.get("fazhi-zhengfu").unwrap();
        let of = |place| schema.new_report(&Commission { place, level: None, year: 2025 });
        assert_eq!(of("云岭县").name, "云岭县人民政府2025年法治政府建设年度报告");
        assert_eq!(of("云岭县司法局").name, "云岭县司法局2025年法治政府建设年度报告");
        assert!(of("云岭县").text.contains("三、2026年工作安排"));
        assert!(!of("云岭县").text.contains('{'));
    }

    #[test]
    fn kinds_of_issuers() {
        let set = SchemaSet::built_in();
        let schema = set.get("fazhi-zhengfu").unwrap();
        let county = Some(Level::County);
        assert_eq!(schema.kind_of("云岭县司法局"), (Some(Body::Department), county));
        assert_eq!(schema.kind_of("云岭县人民政府"), (Some(Body::Government), county));
        assert_eq!(schema.kind_of("重庆市人民政府"), (Some(Body::Government), Some(Level::Province)));
        assert_eq!(schema.kind_of("石桥镇人民政府"), (Some(Body::Government), Some(Level::Township)));
        assert_eq!(schema.kind_of("明月湖经济开发区管理委员会"), (Some(Body::Government), None));
        assert!(!schema.is_organ("云岭县"));
    }
}
