//! Lists that are not counted by headings or items: the members of a text, and
//! what a member is called.

use super::signals::sentences;
use crate::schema::Role;
use crate::syntax::{Family, clause_end, read_mark};
use crate::text::width::{is_blank, narrow};
use crate::words::{Items, items, kinds};
use std::ops::Range;

/// So many clauses in front of a name may lead to it.
const MOST_OPENINGS: usize = 3;
/// A member of a list has at least this many characters.
const SHORTEST_MEMBER: usize = 4;

/// Byte behind the name of an item: its first clause that says something
/// (因机构改革，职责划转后衔接不畅).
pub fn name_end(text: &str) -> usize {
    let mut from = 0;
    let mut end = clause_end(text);
    for _ in 0..MOST_OPENINGS {
        let (clause, behind) = (text.get(from..end).unwrap_or_default(), text.get(end..).unwrap_or_default());
        let Some(comma) = behind.chars().next().filter(|c| narrow(*c) == ',') else { break };
        let rest = behind.get(comma.len_utf8()..).unwrap_or_default();
        if !is_opening(clause) || rest.trim_matches(is_blank).is_empty() {
            break;
        }
        from = end + comma.len_utf8();
        end = from + clause_end(rest);
    }
    end
}

fn is_opening(clause: &str) -> bool {
    let clause = clause.trim_matches(is_blank);
    items().openings.iter().any(|p| p.is_match(clause))
}

/// Whether a text begins with a measure, and not with what is wanting.
pub fn is_measure(text: &str) -> bool {
    let clause = text.get(..clause_end(text)).unwrap_or_default().trim_matches(is_blank);
    items().measures.is_match(clause) && !items().deficits.is_match(clause)
}

/// Whether two texts open with clauses of one form: 在制度建设方面，… and 在行政执法方面，….
pub fn opens_alike(one: &str, other: &str) -> bool {
    let opening = |text: &str| {
        let clause = text.trim_matches(is_blank);
        let clause = clause.get(..clause_end(clause)).filter(|c| is_opening(c))?;
        Some(clause.chars().rev().take(2).collect::<String>())
    };
    opening(one).is_some_and(|end| opening(other) == Some(end))
}

/// Whether a text says that there are problems and names none.
pub fn names_none(text: &str) -> bool {
    sentences(text).last().is_some_and(|(_, s)| items().unnamed.is_match(s))
}

/// Byte of the sentence from which on `text` gives the reasons of what stands before it.
pub fn causes_at(text: &str) -> Option<usize> {
    sentences(text).find(|(_, s)| items().causes.is_match(*s)).map(|(at, _)| at)
}

/// Whether a text only leads to a list behind it.
pub fn introduces(text: &str, role: Role) -> bool {
    let text = text.trim_matches(is_blank);
    let Some((_, last)) = sentences(text).last() else { return false };
    let table = items();
    if table.introductions.iter().any(|p| p.is_match(last)) {
        return true;
    }
    match role {
        Role::Problems => !table.deficits.is_match(text),
        _ => table.guidance.is_match(text) || is_opening(text.get(..clause_end(text)).unwrap_or_default()),
    }
}

/// The members of a list in running text, as bytes of it.
pub fn members(text: &str, role: Role) -> Vec<Range<usize>> {
    let problems = role == Role::Problems;
    type Reader = fn(&str, &Items) -> Vec<Range<usize>>;
    let ways: &[Reader] = if problems { &[by_marks, by_turns, by_somes, enumerated, by_fields, by_wants] } else { &[by_marks, by_turns] };
    for way in ways {
        let found = way(text, items());
        if found.len() > 1 {
            return found;
        }
    }
    let found = by_semicolons(text, problems);
    if found.len() > 1 { found } else { by_sentence(text, role) }
}

/// Places at which a clause starts.
fn clause_starts(text: &str) -> impl Iterator<Item = usize> {
    let stops = text.char_indices().filter(|(_, c)| matches!(narrow(*c), ',' | '。' | ';' | ':' | '、' | '!' | '?'));
    let behind = stops.map(|(at, c)| at + c.len_utf8());
    std::iter::once(0).chain(behind).map(|at| {
        let rest = text.get(at..).unwrap_or_default();
        at + rest.len() - rest.trim_start_matches(is_blank).len()
    })
}

/// Members behind marks that stand inside the text: 1.… 2.…, （1）…（2）…, ①…②….
fn by_marks(text: &str, _: &Items) -> Vec<Range<usize>> {
    marked(text, None)
}

/// The same behind marks that go on from `run`: a mark and its number in front of the text.
pub fn marked(text: &str, mut run: Option<(Family, u32)>) -> Vec<Range<usize>> {
    let mut marks: Vec<(usize, usize)> = Vec::new();
    for at in clause_starts(text) {
        let Some(mark) = text.get(at..).and_then(|rest| read_mark(text, rest)) else { continue };
        let follows = match run {
            Some((family, last)) => family == mark.family && mark.ordinal == last + 1,
            None => mark.ordinal == 1 && mark.family != Family::Chinese,
        };
        if follows {
            run = Some((mark.family, mark.ordinal));
            marks.push((at, mark.span.end as usize));
        }
    }
    between(text, &marks)
}

/// Members that 一方面 … 另一方面 … open.
fn by_turns(text: &str, table: &Items) -> Vec<Range<usize>> {
    let marks: Vec<(usize, usize)> = clause_starts(text)
        .filter_map(|at| {
            let word = table.turns.at_start(text.get(at..)?)?;
            let behind = text.get(at + word.len()..)?;
            let stop = behind.chars().next().filter(|c| matches!(narrow(*c), ',' | ':' | '是')).map_or(0, char::len_utf8);
            Some((at, at + word.len() + stop))
        })
        .collect();
    between(text, &marks)
}

/// Members that 有的 … 有的 … open.
fn by_somes(text: &str, table: &Items) -> Vec<Range<usize>> {
    let starts = clause_starts(text).filter(|at| text.get(*at..).is_some_and(|rest| table.somes.at_start(rest).is_some()));
    let marks: Vec<(usize, usize)> = starts.map(|at| (at, at)).collect();
    between(text, &marks)
}

/// What stands behind each mark (its first byte and the one behind it), up to the next.
fn between(text: &str, marks: &[(usize, usize)]) -> Vec<Range<usize>> {
    let ends = marks.iter().skip(1).map(|m| m.0).chain([text.len()]);
    let trimmed = |(mark, end): (&(usize, usize), usize)| {
        let body = text.get(mark.1..end)?.trim_matches(|c| is_blank(c) || matches!(narrow(c), ';' | ',' | '、'));
        (!body.is_empty()).then(|| crate::syntax::range_in(text, body)).map(|r| r.start as usize..r.end as usize)
    };
    marks.iter().zip(ends).filter_map(trimmed).collect()
}

/// The members of a list inside one sentence: behind a colon or 存在, parted by
/// 、 or ；, up to 等.
fn enumerated(text: &str, table: &Items) -> Vec<Range<usize>> {
    for (at, sentence) in sentences(text) {
        let Some(start) = list_start(sentence) else {
            continue;
        };
        let list = sentence.get(start..).unwrap_or_default();
        let list = list.get(..list_end(list)).unwrap_or_default();
        let found = split(list, table);
        if found.len() > 1 {
            return found.into_iter().map(|r| at + start + r.start..at + start + r.end).collect();
        }
    }
    Vec::new()
}

fn list_start(sentence: &str) -> Option<usize> {
    if let Some((at, c)) = sentence.char_indices().find(|(_, c)| narrow(*c) == ':') {
        return Some(at + c.len_utf8());
    }
    let table = kinds();
    let behind = |pattern: &crate::words::Pattern| pattern.find(sentence).map(|found| found.end);
    let exists = || sentence.find(&table.exists).map(|at| at + table.exists.len());
    let start = behind(&items().leads).or_else(exists).or_else(|| behind(&items().weak_leads))?;
    let behind = sentence.get(start..)?;
    let closed = list_end(behind) < behind.trim_end_matches('。').len();
    let is_list = behind.contains('、') || closed && behind.contains(['，', ',']);
    is_list.then(|| start + behind.chars().next().filter(|c| table.particles.has(*c)).map_or(0, char::len_utf8))
}

/// Where the list ends: at 等问题, at 等 in front of a stop, or at the stop.
fn list_end(list: &str) -> usize {
    let mut depth = 0;
    for (at, c) in list.char_indices() {
        match c {
            '“' | '《' | '（' | '(' => depth += 1,
            '”' | '》' | '）' | ')' => depth -= 1,
            '等' if depth <= 0 => {
                let behind = list.get(at + c.len_utf8()..).unwrap_or_default();
                let next = behind.chars().next();
                if next.is_none_or(|n| matches!(narrow(n), ',' | '。' | ';')) || kinds().list_closers.at_start(behind).is_some() {
                    return at;
                }
            }
            '。' => return at,
            _ => {}
        }
    }
    list.len()
}

/// Members parted by ； or 、 (by ， where there are neither, or where every clause
/// names a problem), outside brackets.
fn split(list: &str, table: &Items) -> Vec<Range<usize>> {
    let by = |stop: char| parted(list, stop);
    let semicolons = by(';');
    if semicolons.len() > 1 {
        return semicolons;
    }
    let (marks, commas) = (by('、'), by(','));
    let names = |members: &[Range<usize>]| members.iter().all(|m| list.get(m.clone()).is_some_and(|t| table.deficits.is_match(t)));
    let one_clause = |members: &[Range<usize>]| members.iter().all(|m| list.get(m.clone()).is_some_and(|t| !t.contains(['，', ','])));
    if marks.len() > 1 && (one_clause(&marks) || commas.len() < 2 || !names(&commas)) {
        return marks;
    }
    commas
}

fn parted(list: &str, stop: char) -> Vec<Range<usize>> {
    let mut depth = 0;
    let mut from = 0;
    let mut found = Vec::new();
    for (at, c) in list.char_indices() {
        match c {
            '“' | '《' | '（' | '(' => depth += 1,
            '”' | '》' | '）' | ')' => depth -= 1,
            _ if depth <= 0 && narrow(c) == stop => {
                found.push(from..at);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    found.push(from..list.len());
    found.retain(|m| list.get(m.clone()).is_some_and(|t| t.chars().nth(SHORTEST_MEMBER - 1).is_some()));
    found
}

/// The fields that a sentence names in front of its verb: 在 … 、 … 等方面还存在短板.
fn by_fields(text: &str, table: &Items) -> Vec<Range<usize>> {
    let Some(captures) = table.fields.captures(text) else { return Vec::new() };
    let Some(list) = captures.name("list") else { return Vec::new() };
    let found = parted(list.as_str(), '、');
    found.into_iter().map(|m| list.start() + m.start..list.start() + m.end).collect()
}

/// The clauses behind 但 that all want something in the same words: 意识还需增强，机制还需完善.
fn by_wants(text: &str, table: &Items) -> Vec<Range<usize>> {
    for (at, sentence) in sentences(text) {
        let start = concession(sentence);
        let list = sentence.get(start..).unwrap_or_default();
        let mut clauses = parted(list, ',');
        // 离要求还有差距，意识有待增强，机制有待完善: what only says that there are some is none of them.
        let leads = |m: &Range<usize>| list.get(m.clone()).is_some_and(|t| table.introductions.iter().any(|p| p.is_match(t)));
        let named = clauses.iter().position(|m| !leads(m)).unwrap_or(0);
        clauses.drain(..named);
        let all = |word: &String| clauses.iter().all(|m| list.get(m.clone()).is_some_and(|t| t.contains(word.as_str())));
        if clauses.len() > 1 && table.wants.iter().any(all) {
            return clauses.into_iter().map(|m| at + start + m.start..at + start + m.end).collect();
        }
    }
    Vec::new()
}

/// Byte behind 但 in a text on a problem, where what stands before it names none.
pub fn concession(text: &str) -> usize {
    let table = items();
    let turn = clause_starts(text).skip(1).find_map(|at| Some((at, table.concessions.at_start(text.get(at..)?)?)));
    let Some((at, word)) = turn.filter(|(at, _)| text.get(..*at).is_some_and(|t| !table.deficits.is_match(t))) else { return 0 };
    let behind = text.get(at + word.len()..).unwrap_or_default();
    at + word.len() + behind.chars().next().filter(|c| narrow(*c) == ',').map_or(0, char::len_utf8)
}

/// Byte behind a label that only counts (问题一：, 措施2：).
pub fn label_end(text: &str) -> usize {
    items().labels.find(text).map_or(0, |label| label.end)
}

/// Clauses of a single sentence parted by ；, those behind its colon where it has one.
fn by_semicolons(text: &str, problems: bool) -> Vec<Range<usize>> {
    let mut all = sentences(text).filter(|(_, s)| parted(s, ';').len() > 1);
    let (Some((at, sentence)), None) = (all.next(), all.next()) else { return Vec::new() };
    let colon = sentence.char_indices().find(|(_, c)| narrow(*c) == ':').map_or(0, |(i, c)| i + c.len_utf8());
    // A sentence among others may be an aside.
    if colon == 0 && (problems && sentences(text).count() > 1) {
        return Vec::new();
    }
    let list = sentence.get(colon..).unwrap_or_default();
    let found = parted(list, ';');
    found.into_iter().map(|m| at + colon + m.start..at + colon + m.end).collect()
}

/// The sentences that name a problem or a measure. One that only leads to them,
/// gives reasons or promises is none; neither is the exhortation at the end. A
/// single sentence is one item.
fn by_sentence(text: &str, role: Role) -> Vec<Range<usize>> {
    let table = items();
    let problems = role == Role::Problems;
    let is_said = |s: &str| {
        !s.ends_with(['！', '!']) && !table.promises.is_match(s) && !(problems && (table.closings.is_match(s) || table.causes.is_match(s)))
    };
    let all: Vec<(usize, &str)> = sentences(text).filter(|(_, s)| is_said(s)).collect();
    let leads = all.len() > 1 && all.first().is_some_and(|(_, s)| introduces(s, role));
    let mut said: Vec<(usize, &str)> = all.into_iter().skip(usize::from(leads)).collect();
    if problems && said.iter().any(|(_, s)| table.deficits.is_match(*s)) {
        said.retain(|(_, s)| table.deficits.is_match(*s));
    }
    said.into_iter().map(|(at, s)| at..at + s.len()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str, role: Role) -> Vec<&str> {
        members(text, role).into_iter().map(|m| &text[m]).map(|m| &m[..name_end(m)]).collect()
    }

    #[test]
    fn names_say_something() {
        for (text, name) in [
            ("执法力量薄弱，人员老化。", "执法力量薄弱"),
            ("因机构改革，职责划转后衔接不畅，有空档。", "因机构改革，职责划转后衔接不畅"),
            ("在监督方面，随着数据增多，研判跟不上，", "在监督方面，随着数据增多，研判跟不上"),
            ("在监督方面。", "在监督方面"),
            ("在监督方面，", "在监督方面"),
            ("", ""),
        ] {
            assert_eq!(&text[..name_end(text)], name);
        }
    }

    #[test]
    fn members_of_running_text() {
        let problems = |text| named(text, Role::Problems);
        assert_eq!(problems("主要问题：1.力量不足；2.宣传不够；3.机制不全。"), ["力量不足", "宣传不够", "机制不全"]);
        assert_eq!(problems("还存在力量不足，宣传不够，机制不全等问题。"), ["力量不足", "宣传不够", "机制不全"]);
        assert_eq!(problems("我县在力量配备、宣传方式、协作机制等方面还存在不足。"), ["力量配备", "宣传方式", "协作机制"]);
        assert_eq!(problems("有的乡镇力量不足，有的部门宣传不够。"), ["有的乡镇力量不足", "有的部门宣传不够"]);
        assert_eq!(problems("工作虽有进步，但意识还需增强，机制还需完善。"), ["意识还需增强", "机制还需完善"]);
        assert_eq!(problems("工作虽有进步，但意识还需增强，主动性不够。"), ["工作虽有进步"]);
        assert_eq!(problems("离要求还有差距，意识有待增强，机制有待完善。"), ["意识有待增强", "机制有待完善"]);
        assert!(members("对此，我们将采取有效措施认真加以解决。", Role::Plan).is_empty());
        assert_eq!(members("针对上述问题，我县将建立台账限时整改。", Role::Plan).len(), 1);
        assert_eq!(problems("一方面，力量不足，另一方面，宣传不够。"), ["力量不足", "宣传不够"]);
        assert_eq!(problems("宣传仅覆盖1.5万人，力量不足。"), ["宣传仅覆盖1.5万人"]);
    }
}
