//! A new report from a schema, with or without what last year's report hands on.

use super::{Applies, Body, Level, Part, Role, Schema};
use crate::words;
use std::ops::Range;

/// Who will report, and on which year.
#[derive(Clone, Debug)]
pub struct Commission<'a> {
    /// The place (云岭县) or the organ (云岭县司法局).
    pub place: &'a str,
    /// Its level, where the name does not tell.
    pub level: Option<Level>,
    /// The year reported on.
    pub year: i32,
    /// What last year's report hands on, where there is one.
    pub last: Option<&'a LastYear>,
}

/// What last year's report hands on to the new one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastYear {
    /// Its title with the year rolled, where the house form is kept.
    pub title: Option<String>,
    /// What it planned, now to be reported.
    pub plans: Vec<Handed>,
    /// What it found wanting, now to be answered.
    pub problems: Vec<String>,
    /// What it counted: what, and how much.
    pub figures: Vec<(Handed, String)>,
}

/// Something of last year's report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handed {
    /// As it is called.
    pub text: String,
    /// What is said around it, which tells its theme.
    pub about: String,
}

/// The skeleton of a new report and the name of its file, without extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReport {
    /// The text; passages in 【】 are to be written. Lines end with LF.
    pub text: String,
    /// The title, which names the file.
    pub name: String,
}

/// The longest prompt: last year's words stand in it.
const MAX_PROMPT_BYTES: usize = 6000;
/// The longest plan or problem that is handed on whole, in characters.
const LONGEST: usize = 60;
/// The longest name of a figure that is believed.
const LABEL: usize = 24;
/// So many figures are handed on under a theme.
const FIGURES: usize = 6;
/// Characters beside the prompts in a paragraph of figures; more of them would
/// make it one that is written.
const BESIDE: usize = 36;

impl Schema {
    /// Whether a name is that of an organ (云岭县人民政府), not of a place (云岭县).
    pub fn is_organ(&self, name: &str) -> bool {
        let table = words::new_report();
        let place = words::places().ends.end(name) || table.no_organs.iter().any(|end| name.ends_with(end.as_str()));
        !place && !name.starts_with("关于") && self.issuers.iter().any(|i| i.pattern.is_match(name))
    }

    /// Whether a passage in 【】 is one of a new report's that waits to be written.
    pub fn is_prompt(&self, text: &str) -> bool {
        let templates = self.parts.iter().flat_map(|p| &p.template).chain(self.content.iter().flat_map(|c| &c.template));
        templates.chain(&self.skeleton.lead).any(|line| line.contains(text)) || words::new_report().is_prompt(text)
    }

    /// Whether a text holds such a passage.
    pub fn has_prompt(&self, text: &str) -> bool {
        text.split('【').skip(1).filter_map(|rest| rest.split('】').next()).any(|inner| self.is_prompt(&format!("【{inner}】")))
    }

    /// Such passages of a text, in bytes, in order.
    pub fn prompts(&self, text: &str) -> Vec<Range<usize>> {
        let mut closing = text.match_indices('】').map(|(at, mark)| at + mark.len()).peekable();
        let prompt = |(start, _): (usize, &str)| {
            while closing.next_if(|end| *end <= start).is_some() {}
            let range = start..*closing.peek()?;
            let prompt = text.get(range.clone()).filter(|prompt| prompt.len() <= MAX_PROMPT_BYTES)?;
            self.is_prompt(prompt).then_some(range)
        };
        text.match_indices('【').filter_map(prompt).collect()
    }

    /// What an issuer is and its level, as far as its name tells.
    pub fn kind_of(&self, name: &str) -> (Option<Body>, Option<Level>) {
        let kind = self.issuers.iter().find(|i| i.pattern.is_match(name));
        let (body, level) = kind.map_or((None, None), |k| (k.body, k.level));
        (body, level.or_else(|| self.level_of_place_in(name)))
    }

    /// 云岭县司法局 works at the level of 云岭县.
    fn level_of_place_in(&self, name: &str) -> Option<Level> {
        let ends = &words::places().ends;
        let end = name.char_indices().skip(1).find(|(_, c)| ends.has(*c)).map(|(at, c)| at + c.len_utf8())?;
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
        let issuer = if self.is_organ(place) { place.to_owned() } else { format!("{place}{}", words::new_report().government) };
        let (body, level) = self.kind_of(&issuer);
        let level = commission.level.or(level);
        let profile = self.profile_for(Some(commission.year)).and_then(|i| self.profiles.get(i));
        let asked = |applies: &Applies| applies.to(body, level, profile.map(|p| p.id.as_str()), Some(commission.year));
        let fill = |text: &str| fill(text, &issuer, body, level, commission.year);
        let last = commission.last;
        let title = last.and_then(|l| l.title.clone()).unwrap_or_else(|| fill(&self.skeleton.title));
        let mut blocks = vec![title.clone()];
        blocks.extend(self.skeleton.lead.iter().map(|line| fill(line)));
        let written: Vec<&Part> = self.parts.iter().filter(|p| is_body(p.role) && !p.template.is_empty() && asked(&p.applies)).collect();
        let reports = written.iter().position(|p| p.role == Role::Results && p.takes_the_rest);
        for (index, part) in written.iter().enumerate() {
            blocks.push(format!("{}、{}", crate::syntax::chinese(index as u32 + 1), fill(&part.heading)));
            let template = part.template.iter().map(|line| fill(line));
            match last {
                Some(last) if Some(index) == reports => {
                    let contents = self.content.iter().filter(|c| c.within == Role::Results && asked(&c.applies));
                    let contents = contents.flat_map(|c| &c.template).map(|line| fill(line));
                    blocks.extend(self.results(last, &asked, contents));
                }
                Some(last) if part.role == Role::Problems => {
                    let list = template.clone().any(|line| line.starts_with(LIST));
                    // What the template lists last year's problems take the place of.
                    blocks.extend(template.filter(|line| last.problems.is_empty() || !line.starts_with(LIST)));
                    let told = last.problems.iter().enumerate().map(|(at, problem)| {
                        let mark = if list { item(at) } else { String::new() };
                        mark + &words::new_report().problem.replace("{text}", &shortened(problem))
                    });
                    blocks.extend(told);
                    // Where no part takes what was done, plans are the measures of improvement.
                    blocks.extend(last.plans.iter().filter(|_| reports.is_none()).map(planned));
                }
                _ => blocks.extend(template),
            }
        }
        blocks.extend(self.skeleton.closing.iter().map(|line| fill(line)));
        blocks.push(issuer.clone());
        blocks.push(format!("{}年【】月【】日", commission.year + 1));
        NewReport { text: blocks.join("\n\n") + "\n", name: title }
    }

    /// The results by theme: what was planned and counted last year stands under
    /// the theme that it is of. Then what else must be said.
    fn results(&self, last: &LastYear, asked: &dyn Fn(&Applies) -> bool, contents: impl Iterator<Item = String>) -> Vec<String> {
        let table = words::new_report();
        let themes: Vec<usize> = (0..self.themes.len()).filter(|i| self.themes.get(*i).is_some_and(|t| asked(&t.applies))).collect();
        let plans: Vec<_> = last.plans.iter().map(|plan| (self.theme_of(plan, &themes), plan)).collect();
        let figures: Vec<_> = last.figures.iter().map(|(what, value)| (self.theme_of(what, &themes), what, value)).collect();
        let (mut blocks, mut sections) = (Vec::new(), 0);
        let mut section = |blocks: &mut Vec<String>, text: &str| {
            blocks.push(item(sections) + text);
            sections += 1;
        };
        for theme in themes.iter().copied().map(Some).chain([None]) {
            let heading = theme.and_then(|t| self.themes.get(t)).map_or(&table.others, |t| &t.name.zh);
            let planned: Vec<String> = plans.iter().filter(|p| p.0 == theme).map(|p| planned(p.1)).collect();
            let counted = figures.iter().filter(|f| f.0 == theme).filter_map(|(_, what, value)| counted(what, value));
            let counted = in_paragraphs(counted.take(FIGURES));
            // What belongs to no theme and was only counted is left out.
            if theme.is_none() && planned.is_empty() {
                continue;
            }
            section(&mut blocks, &table.section.replace("{heading}", heading));
            blocks.extend(planned);
            blocks.extend(counted);
        }
        contents.for_each(|line| section(&mut blocks, &line));
        blocks
    }

    /// The theme that something speaks of, by the words of the themes.
    fn theme_of(&self, what: &Handed, themes: &[usize]) -> Option<usize> {
        let weight = |index: usize| {
            let probes = self.themes.get(index).map(|t| t.probes.as_slice()).unwrap_or_default();
            let count = |text: &str| probes.iter().filter(|p| text.contains(p.as_str())).count();
            count(&what.text) * 4 + count(&what.about)
        };
        let best = themes.iter().map(|index| (weight(*index), std::cmp::Reverse(*index))).max()?;
        (best.0 > 0).then_some(best.1.0)
    }
}

/// What opens an item of a list in a template.
const LIST: &str = "（";

/// The mark of an item, counted from 0.
fn item(at: usize) -> String {
    format!("（{}）", crate::syntax::chinese(at as u32 + 1))
}

/// A plan as a result to be reported.
fn planned(plan: &Handed) -> String {
    words::new_report().plan.replace("{text}", &shortened(&plan.text))
}

/// A figure as a blank with last year's value.
fn counted(what: &Handed, value: &str) -> Option<String> {
    let short = what.text.chars().count() <= LABEL;
    short.then(|| words::new_report().figure.replace("{label}", &what.text).replace("{value}", value))
}

/// Figures in paragraphs that still count as unwritten.
fn in_paragraphs(figures: impl Iterator<Item = String>) -> Vec<String> {
    let mut paragraphs: Vec<(String, usize)> = Vec::new();
    for figure in figures {
        let beside = figure.split('【').next().map_or(0, |label| label.chars().count()) + 1;
        match paragraphs.last_mut().filter(|(_, so_far)| so_far + beside <= BESIDE) {
            Some((text, so_far)) => {
                text.push('，');
                text.push_str(&figure);
                *so_far += beside;
            }
            None => paragraphs.push((figure, beside)),
        }
    }
    paragraphs.into_iter().map(|(text, _)| text + "。").collect()
}

/// Few words of last year's, without marks that would end the prompt.
fn shortened(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, '【' | '】' | '\n' | '\r')).collect();
    let text = text.trim_end_matches(['。', '；', '，', ';', ',']);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}……", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A line of a template with its blanks filled in.
pub fn fill(line: &str, issuer: &str, body: Option<Body>, level: Option<Level>, year: i32) -> String {
    line.replace("{issuer}", issuer)
        .replace("{we}", &we(issuer, body, level))
        .replace("{year}", &year.to_string())
        .replace("{plan_year}", &(year + 1).to_string())
}

fn is_body(role: Role) -> bool {
    matches!(role, Role::Results | Role::Problems | Role::Plan)
}

/// How the issuer speaks of itself: 全区 where its name says so, else by its level.
fn we(issuer: &str, body: Option<Body>, level: Option<Level>) -> String {
    let table = words::new_report();
    let place = issuer.strip_suffix(table.government.as_str()).unwrap_or(issuer);
    let end = place.chars().next_back().filter(|c| words::places().ends.has(*c));
    let key = match (body, level, end) {
        (Some(Body::Department), ..) => "department",
        (Some(Body::Government), Some(_), Some(end)) => return format!("{}{end}", table.whole),
        (_, Some(Level::Province), _) => "province",
        (_, Some(Level::City), _) => "city",
        (_, Some(Level::County), _) => "county",
        (_, Some(Level::Township), _) => "township",
        (_, None, _) => "other",
    };
    table.selves.get(key).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::SchemaSet;

    #[test]
    fn a_place_gets_its_government_and_an_organ_stays() {
        let set = SchemaSet::built_in();
        let schema = set.get("fazhi-zhengfu").unwrap();
        let of = |place| schema.new_report(&Commission { place, level: None, year: 2025, last: None });
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
