//! Renaming: the year of the report with all that follows from it, and a title
//! wherever it is cited.
//!
//! Which years follow is read from where they stand: in the title, in the
//! opening, in headings, at the start of a clause. A year in a title 《》, in
//! quotation marks, in a span of years, beside what is compared or summed up
//! over years says something of its own and stays; of the rest the drafter is asked.

use super::TextEdit;
use crate::facts::{Citation, parse_year, year_like};
use crate::outline::{Anchor, Outline, Paragraph, Report};
use crate::rules::Analysis;
use crate::schema::Role;
use crate::syntax::{Block, Local, Span};
use crate::text::width::{is_blank, narrow, squeeze};
use crate::words;
use std::ops::Range;

/// What can be renamed at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamable {
    /// Its bytes in the document.
    pub range: Range<usize>,
    /// Its name.
    pub name: String,
}

/// Why nothing is renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Nothing there has a name.
    Nowhere,
    /// A year is wanted.
    NoYear,
    /// A title is wanted.
    NoTitle,
}

/// What an edit is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The year reported on.
    Report,
    /// The year planned for.
    Plan,
    /// The day of signature.
    Signed,
    /// A title.
    Title,
    /// A year that may follow or not.
    Doubtful,
}

/// A change of name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// What it is part of.
    pub group: Group,
    /// The edit.
    pub edit: TextEdit,
}

/// What can be renamed at byte `at`: a year that follows from the report's, or
/// the words of a title 《》.
pub fn renamable(analysis: &Analysis, at: usize) -> Option<Renamable> {
    let found = Renamer::of(analysis)?.at(at)?;
    let span = found.span();
    Some(Renamable { range: analysis.bytes(span), name: analysis.words(span).to_owned() })
}

/// The changes that give what stands at byte `at` another name, in the order of
/// the text.
///
/// # Errors
/// Where nothing can be renamed, or not to this name.
pub fn rename(analysis: &Analysis, at: usize, name: &str) -> Result<Vec<Renamed>, Refused> {
    let renamer = Renamer::of(analysis).ok_or(Refused::Nowhere)?;
    let edit = |group, span: &Span, text: String| Renamed { group, edit: TextEdit { range: analysis.bytes(span), text } };
    match renamer.at(at).ok_or(Refused::Nowhere)? {
        Found::Year(here) => {
            let wanted = squeeze(name);
            let wanted = wanted.trim_end_matches('度').trim_end_matches('年');
            let by = parse_year(wanted).ok_or(Refused::NoYear)? - here.year;
            let years = renamer.years().into_iter().filter(|_| by != 0);
            Ok(years.map(|y| edit(y.group, &y.span, year_like(analysis.words(&y.span), y.year + by))).collect())
        }
        Found::Title(here) => {
            let name = name.trim_matches(is_blank).trim_start_matches('《').trim_end_matches('》');
            if name.is_empty() || name.contains(['《', '》', '\n', '\r']) {
                return Err(Refused::NoTitle);
            }
            let same = renamer.titles(squeeze(analysis.words(&here)));
            Ok(same.map(|span| edit(Group::Title, &span, name.to_owned())).collect())
        }
    }
}

/// A year that follows from the report's.
struct Year {
    group: Group,
    span: Span,
    year: i32,
}

enum Found {
    Year(Year),
    Title(Span),
}

impl Found {
    fn span(&self) -> &Span {
        match self {
            Self::Year(year) => &year.span,
            Self::Title(span) => span,
        }
    }
}

struct Renamer<'a> {
    analysis: &'a Analysis,
    outline: &'a Outline,
    report: &'a Report,
}

impl<'a> Renamer<'a> {
    fn of(analysis: &'a Analysis) -> Option<Self> {
        let (outline, report) = analysis.report()?;
        Some(Self { analysis, outline, report })
    }

    fn at(&self, at: usize) -> Option<Found> {
        let (block, paragraph, byte) = self.analysis.paragraph_at(at)?;
        // Right behind the digits, and on the 年, is on the year too.
        let touches = |range: &Local| (range.start..=range.end).contains(&byte);
        if let Some(year) = self.years_of(block, paragraph).into_iter().find(|y| y.group != Group::Doubtful && touches(&y.span.range)) {
            return Some(Found::Year(year));
        }
        if matches!(self.outline.role(block), Role::Noise | Role::Meta) {
            return None;
        }
        let inner = |c: &Citation| c.inner.start as u32..c.inner.end as u32;
        // Of a title within a title the inner one.
        let title = paragraph.facts().citations.iter().map(inner).filter(|range| touches(range)).min_by_key(|r| r.end - r.start)?;
        Some(Found::Title(Span { block, range: title }))
    }

    /// The titles that are called so, by their words.
    fn titles(&self, name: String) -> impl Iterator<Item = Span> + use<'a> {
        let analysis = self.analysis;
        let titles =
            analysis.report_paragraphs().flat_map(|(block, paragraph)| paragraph.facts().citations.iter().map(move |c| (block, c)));
        let spans = titles.map(|(block, c)| Span { block, range: c.inner.start as u32..c.inner.end as u32 });
        spans.filter(move |span| squeeze(analysis.words(span)) == name)
    }

    fn years(&self) -> Vec<Year> {
        let of = |(block, paragraph)| self.years_of(block, paragraph);
        self.analysis.paragraphs.iter().enumerate().map(|(block, p)| (block, &**p)).flat_map(of).collect()
    }

    fn years_of(&self, block: usize, paragraph: &Paragraph) -> Vec<Year> {
        let Some(year) = self.report.report_year.filter(|_| paragraph.block.is_text()) else { return Vec::new() };
        let text = &*paragraph.block.text;
        let titled = self.report.title_spans.iter().any(|span| span.block == block);
        let signed = self.report.signed.as_ref().is_some_and(|s| s.0.block == block);
        let mut found: Vec<Year> = Vec::new();
        for (range, value) in &paragraph.facts().years {
            let (report, plan) = (*value == year, self.report.plan_year == Some(*value));
            if !report && !plan {
                continue;
            }
            let group = match self.role(block, range.start) {
                // The day of signature may stand below the title.
                _ if signed && !titled => Some(Group::Signed),
                Role::Title if is_cited(paragraph, range) => None,
                Role::Title if report => Some(Group::Report),
                Role::Title => Some(Group::Plan),
                Role::Noise | Role::Meta | Role::Attachment => None,
                Role::Signature | Role::Date => Some(Group::Signed),
                role => Place { block: &paragraph.block, citations: &paragraph.facts().citations, range, year: *value }.group(role, report),
            };
            let span = Span { block, range: range.start as u32..range.end as u32 };
            found.extend(group.map(|group| Year { group, span, year: *value }));
        }
        if titled && found.is_empty() {
            found.extend(bare(text, year).map(|range| Year { group: Group::Report, span: Span { block, range }, year }));
        }
        found
    }

    /// The role at a byte of a block: a part may start within a paragraph.
    fn role(&self, block: usize, byte: usize) -> Role {
        let at = Anchor { block, at: byte as u32 };
        self.outline.stretches.iter().rfind(|s| s.from <= at).map_or_else(|| self.outline.role(block), |s| s.role)
    }
}

/// Whether a year stands in the title 《》 of another document, which is not the whole line.
fn is_cited(paragraph: &Paragraph, year: &Range<usize>) -> bool {
    let line = paragraph.block.body().trim_matches(|c| is_blank(c) || c == '*').len();
    paragraph.facts().citations.iter().any(|c| c.range.contains(&year.start) && c.range.len() < line)
}

/// A year without its 年, as at the end of a title: （2024）.
fn bare(text: &str, year: i32) -> Option<Local> {
    let folded: String = text.chars().map(|c| if narrow(c).is_ascii_digit() { narrow(c) } else { '·' }).collect();
    let digits = year.to_string();
    // Positions count characters, since folding changes their bytes.
    let chars: Vec<char> = folded.chars().collect();
    let wanted: Vec<char> = digits.chars().collect();
    let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let at = chars.windows(wanted.len()).position(|w| w == wanted)?;
    if digit(at.checked_sub(1)) || digit(Some(at + wanted.len())) {
        return None;
    }
    let byte = |index: usize| text.char_indices().nth(index).map_or(text.len(), |(byte, _)| byte) as u32;
    Some(byte(at)..byte(at + wanted.len()))
}

/// A year in running text and what stands around it.
struct Place<'a> {
    block: &'a Block,
    citations: &'a [Citation],
    range: &'a Range<usize>,
    year: i32,
}

impl Place<'_> {
    /// What a year of the report (or of its plan) is part of; `None` where it
    /// says something of its own.
    fn group(&self, role: Role, report: bool) -> Option<Group> {
        let (text, table) = (&*self.block.text, words::roll_year());
        let inside = |range: &Range<usize>| range.start <= self.range.start && self.range.end <= range.end;
        if self.citations.iter().any(|c| inside(&c.range)) || is_quoted(text.get(..self.range.start)?) {
            return None;
        }
        let before = text.get(..self.range.start)?.trim_end_matches(is_blank);
        let behind = text.get(self.range.end..)?.trim_start_matches('年').trim_start_matches('度').trim_start_matches(is_blank);
        if report && self.is_bound() {
            return Some(Group::Report);
        }
        let ends = |words: &[String]| words.iter().any(|w| before.ends_with(w.as_str()));
        let starts = |words: &[String]| words.iter().any(|w| behind.starts_with(w.as_str()));
        if ends(&table.since)
            || starts(&table.since_behind)
            || ends(&table.compared)
            || starts(&table.compared_behind)
            || self.is_joined(before, behind)
        {
            return None;
        }
        let summed = |range: Range<usize>| {
            words::corpus().cumulative.iter().any(|w| text.get(range.clone()).is_some_and(|t| t.contains(w.as_str())))
        };
        let until = ends(&table.until);
        if until && summed(self.around(is_end)) {
            return None;
        }
        let certain = if report { Group::Report } else { Group::Plan };
        let at = self.range.start as u32;
        let heading = self.block.heading.as_ref().is_some_and(|h| h.title.contains(&at) && !h.overlong);
        if heading {
            return Some(certain);
        }
        // 现将2024年情况和2025年工作安排报告如下
        let announced =
            || table.plans.iter().any(|w| text.get(self.range.end..self.around(is_stop).end).is_some_and(|t| t.contains(w.as_str())));
        if role == Role::Lead && !report && announced() {
            return Some(Group::Plan);
        }
        // 2024年5月12日: the day of something that happened.
        let dated = behind.chars().next().is_some_and(|c| narrow(c).is_ascii_digit());
        let fits = if report { matches!(role, Role::Lead | Role::Results | Role::Problems | Role::Closing) } else { role == Role::Plan };
        // Among other years only the one that opens the sentence is surely this one.
        let opens = self.opens(is_end) || self.opens(is_stop) && !self.has_others();
        let sure = fits && (role == Role::Lead && report || opens) && !dated && !until && !summed(self.around(is_stop));
        Some(if sure { certain } else { Group::Doubtful })
    }

    /// Whether the year is that of the first or the last day of a span that is
    /// this year: 自2024年1月1日至2024年12月31日.
    fn is_bound(&self) -> bool {
        let sentence = squeeze(self.block.text.get(self.around(is_end)).unwrap_or_default());
        let day = |bound: &String| format!("{}年{bound}", self.year);
        let table = words::roll_year();
        let behind: String = self.block.text.get(self.range.end..).unwrap_or_default().chars().filter(|c| !is_blank(*c)).take(8).collect();
        let here = table.bounds.iter().any(|bound| behind.strip_prefix('年').is_some_and(|b| b.starts_with(bound.as_str())));
        here && table.bounds.iter().all(|bound| sentence.contains(&day(bound)))
    }

    /// Whether the year is an end of a span or a member of a list of years.
    fn is_joined(&self, before: &str, behind: &str) -> bool {
        let starts = |text: &str| parse_year(&text.chars().take(4).collect::<String>()).is_some();
        let ends = |text: &str| {
            let text = text.trim_end_matches(is_blank);
            text.ends_with('年')
                || text.ends_with("年度")
                || text.char_indices().rev().nth(3).is_some_and(|(at, _)| text.get(at..).is_some_and(|t| parse_year(t).is_some()))
        };
        words::roll_year().joiners.iter().any(|joiner| {
            let left = before.strip_suffix(joiner.as_str()).is_some_and(ends);
            left || behind.strip_prefix(joiner.as_str()).is_some_and(|rest| starts(rest.trim_start_matches(is_blank)))
        })
    }

    /// Whether the sentence names another year outside of titles.
    fn has_others(&self) -> bool {
        let range = self.around(is_end);
        let cited = |at: usize| self.citations.iter().any(|c| c.range.contains(&at));
        let years = crate::facts::years(self.block.text.get(range.clone()).unwrap_or_default());
        years.iter().any(|(at, year)| *year != self.year && !cited(range.start + at.start))
    }

    /// Whether nothing but a word that introduces it stands before the year
    /// behind the last such mark.
    fn opens(&self, ends: impl Fn(char) -> bool) -> bool {
        let text = &*self.block.text;
        let at = self.range.start as u32;
        let heading = self.block.heading.as_ref();
        // Behind the mark of a heading or an item, and behind a run-in heading.
        let starts = heading.into_iter().flat_map(|h| [h.title.start, h.rest.start]).chain(self.block.items.iter().map(|i| i.text.start));
        let start = starts.filter(|s| *s <= at).max().unwrap_or(self.block.body.start) as usize;
        let so_far = text.get(start.min(self.range.start)..self.range.start).unwrap_or_default();
        let clause = so_far.rsplit(ends).next().unwrap_or_default();
        let clause = clause.trim_matches(|c| is_blank(c) || c == '*' || c == '#');
        clause.is_empty() || words::roll_year().openers.iter().any(|opener| clause == opener)
    }

    /// The bytes around the year between two marks.
    fn around(&self, ends: impl Fn(char) -> bool) -> Range<usize> {
        let text = &*self.block.text;
        let before = text.get(..self.range.start).unwrap_or_default();
        let start = before.char_indices().rev().find(|(_, c)| ends(*c)).map_or(0, |(at, c)| at + c.len_utf8());
        let rest = text.get(self.range.end..).unwrap_or_default();
        let end = rest.char_indices().find(|(_, c)| ends(*c)).map_or(text.len(), |(at, _)| self.range.end + at);
        start..end
    }
}

/// Marks that end a clause.
fn is_stop(c: char) -> bool {
    is_end(c) || matches!(narrow(c), ',' | ':')
}

/// Marks that end a sentence.
fn is_end(c: char) -> bool {
    matches!(narrow(c), '。' | ';' | '!' | '?')
}

/// Whether a text ends inside quotation marks.
fn is_quoted(before: &str) -> bool {
    before.rfind('“').is_some_and(|open| before.rfind('”').is_none_or(|close| close < open))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Draft, Settings};
    use crate::schema::SchemaSet;
    use std::sync::Arc;

    /// `{r:2024}` follows from the report year, `{p:…}` from the plan year,
    /// `{s:…}` is of the signature, `{d:…}` is asked about; any other year stays.
    const MARKED: &str = "云岭县人民政府关于{r:2024}年度法治政府建设情况的报告\n\n\
        {r:2024}年，县政府深入贯彻《法治政府建设实施纲要（2021—2025年）》，对照《云岭县2024年法治政府建设工作要点》推进各项工作。现将{r:2024}年度法治政府建设情况和{p:2025}年工作安排报告如下。\n\n\
        一、{r:2024}年主要举措和成效\n\n\
        （一）规范行政执法。{r:2024}年，全县评查案卷420宗，较2023年增加30宗。{d:2024}年5月，县政府召开执法工作推进会。“2024清朗”行动持续开展，“2024年护苗”专项行动收缴出版物300件。\n\n\
        （二）化解行政争议。2021年以来收到行政复议申请620件，{d:2024}年收到181件，2023年为151件。截至2024年底，累计建成调解工作室36个。自2024年起实行繁简分流。2022年至2024年办理法律援助案件900件。《云岭县调解办法》自2024年1月1日起施行。数据统计期限为{r:2024}年1月1日至{r:2024}年12月31日。\n\n\
        （三）健全制度体系。全县制定{d:2024}年立法计划，落实县委部署，{r:2024}年废止文件12件。\n\n\
        二、存在的不足和原因\n\n\
        （一）镇街执法装备老化。{r:2024}年仍有六个镇街没有配备执法记录仪。主要原因是经费保障渠道单一。\n\n\
        三、{p:2025}年工作安排\n\n\
        {p:2025}年，县政府将重点做好以下工作。\n\n\
        （一）更新执法装备。{d:2025}年6月底前为镇街配齐执法记录仪，力争到{d:2025}年底装备达标率达到100%。\n\n\
        云岭县人民政府\n\n\
        {s:2025}年1月20日\n";

    fn analysis(text: &str) -> Arc<Analysis> {
        let settings = Settings { schemas: SchemaSet::built_in(), ..Settings::default() };
        Draft::new(text).analyse(&settings)
    }

    /// The text without its marks, and what each marked year becomes when all go on by `by`.
    fn unmarked(marked: &str, by: i32, asked: bool) -> (String, String) {
        let (mut text, mut after) = (String::new(), String::new());
        let mut rest = marked;
        while let Some((before, behind)) = rest.split_once('{') {
            let (mark, behind) = behind.split_once('}').unwrap();
            let (kind, year) = mark.split_once(':').unwrap();
            let stays = kind == "d" && !asked;
            let then = if stays { year.to_owned() } else { year_like(year, parse_year(year).unwrap() + by) };
            text += &format!("{before}{year}");
            after += &format!("{before}{then}");
            rest = behind;
        }
        (text + rest, after + rest)
    }

    fn applied(text: &str, edits: &[Renamed]) -> String {
        let mut out = text.to_owned();
        for edit in edits.iter().rev() {
            out.replace_range(edit.edit.range.clone(), &edit.edit.text);
        }
        out
    }

    #[test]
    fn the_year_is_rolled_where_it_follows_and_nowhere_else() {
        let (text, after) = unmarked(MARKED, 1, true);
        let analysis = analysis(&text);
        let title = text.find("2024").unwrap();
        let all = rename(&analysis, title, "2025").unwrap();
        assert_eq!(applied(&text, &all), after);
        let sure: Vec<_> = all.iter().filter(|e| e.group != Group::Doubtful).cloned().collect();
        assert_eq!(applied(&text, &sure), unmarked(MARKED, 1, false).1);
        for (kind, group) in [("{r:", Group::Report), ("{p:", Group::Plan), ("{s:", Group::Signed), ("{d:", Group::Doubtful)] {
            assert_eq!(all.iter().filter(|e| e.group == group).count(), MARKED.matches(kind).count(), "{group:?}");
        }
        // From the year of the plan all goes on as well; in any form of a year.
        let plan = text.find("2025年工作安排").unwrap();
        assert_eq!(rename(&analysis, plan + 2, "二〇二六年").unwrap(), all);
        assert_eq!(rename(&analysis, title, "2024").unwrap(), []);
        // Rolled and rolled back is the same.
        let there = self::analysis(&after);
        let back = rename(&there, title, "2024").unwrap();
        assert_eq!(applied(&after, &back), text);
    }

    #[test]
    fn what_can_be_renamed_says_so() {
        let (text, _) = unmarked(MARKED, 1, true);
        let analysis = analysis(&text);
        let at = |words: &str| text.find(words).unwrap();
        let name = |at: usize| renamable(&analysis, at).map(|r| (text[r.range].to_owned(), r.name));
        let same = |name: &str| Some((name.to_owned(), name.to_owned()));
        assert_eq!(name(at("2024年度")), same("2024"));
        assert_eq!(name(at("年度")), same("2024"), "behind the digits");
        assert_eq!(name(at("2025年工作安排")), same("2025"));
        assert_eq!(name(at("2025年1月20日")), same("2025"));
        assert_eq!(name(at("云岭县2024年法治")), same("云岭县2024年法治政府建设工作要点"));
        for nowhere in ["云岭县人民政府关于", "2023年增加", "2021年以来", "2024年5月", "护苗", "镇街执法"] {
            assert_eq!(name(at(nowhere)), None, "{nowhere}");
        }
        assert_eq!(rename(&analysis, at("镇街执法"), "2025"), Err(Refused::Nowhere));
        assert_eq!(rename(&analysis, at("2024年度"), "明年"), Err(Refused::NoYear));
        assert_eq!(rename(&analysis, at("法治政府建设实施纲要"), "《》"), Err(Refused::NoTitle));
        assert_eq!(renamable(&self::analysis("购物清单\n\n2024年采购"), 14), None, "no report");
    }

    #[test]
    fn years_keep_their_form_and_titles_may_lack_the_character() {
        for (title, after) in [
            ("云岭县二〇二四年法治政府建设年度报告", "云岭县二〇二五年法治政府建设年度报告"),
            ("云岭县法治政府建设年度报告（2024）", "云岭县法治政府建设年度报告（2025）"),
        ] {
            let text = format!(
                "{title}\n\n全县扎实推进法治政府建设。现将有关情况报告如下。\n\n一、主要成效\n\n（一）规范行政执法。评查案卷420宗。\n"
            );
            let analysis = analysis(&text);
            let year = title.char_indices().find(|(_, c)| "二2".contains(*c)).unwrap().0;
            let edits = rename(&analysis, year, "2025").unwrap_or_else(|e| panic!("{title}: {e:?}"));
            assert_eq!(applied(&text, &edits).lines().next(), Some(after));
        }
    }

    #[test]
    fn years_in_lists_and_in_cited_titles_stay() {
        let text = "云岭县2024年度法治政府建设情况报告\n\n对照2023年度和2024年度考核反馈，现将有关情况报告如下。\n\n\
            一、主要成效\n\n（一）规范行政执法。评查案卷420宗。\n";
        let edits = rename(&analysis(text), text.find("2024").unwrap(), "2025").unwrap();
        let after = applied(text, &edits.into_iter().filter(|e| e.group != Group::Doubtful).collect::<Vec<_>>());
        assert!(after.starts_with("云岭县2025年度") && after.contains("2023年度和2024年度"), "{after}");
        let text = "云岭县贯彻《法治政府建设实施纲要（2021—2025年）》情况汇报\n\n全县扎实推进法治政府建设，现将有关情况报告如下。\n\n\
            一、主要成效\n\n（一）规范行政执法。评查案卷420宗。\n\n云岭县人民政府\n2025年1月20日\n";
        let settings = Settings { schemas: SchemaSet::built_in(), schema: Some(String::new()), ..Settings::default() };
        let analysis = Draft::new(text).analyse(&settings);
        let edits = rename(&analysis, text.find("2025年1月").unwrap(), "2026").unwrap();
        let after = applied(text, &edits);
        assert!(after.contains("（2021—2025年）") && after.contains("2026年1月20日"), "{after}");
    }

    #[test]
    fn a_title_is_renamed_wherever_it_is_cited() {
        let text = "云岭县2024年法治政府建设年度报告\n\n全县落实《行政执法监督平台建设方案》（以下简称《方案》）。现将有关情况报告如下。\n\n\
            一、主要成效\n\n（一）规范行政执法。按照《方案》要求完成《方案》任务，方案评审通过。\n";
        let analysis = analysis(text);
        let edits = rename(&analysis, text.find("《方案》").unwrap() + 4, "《实施方案》").unwrap();
        assert_eq!(edits.len(), 3);
        let after = applied(text, &edits);
        assert!(after.contains("（以下简称《实施方案》）") && after.contains("方案评审") && after.contains("建设方案》（"), "{after}");
    }
}
