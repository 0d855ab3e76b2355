//! Ways to misspell a clean report in one place: numbers, marks, stops, words.

use crate::breakage::{Base, Broken};
use nianbao::ide::TextEdit;
use nianbao::outline::Node;
use nianbao::schema::Role;
use nianbao::syntax::{Family, Span, chinese};
use nianbao::text::width::{is_han, narrow};
use std::ops::Range;

/// A number that jumps ahead.
pub fn number_jumps(base: &Base) -> Vec<Broken> {
    number_becomes(base, |n| n + 2)
}

/// A number that comes twice.
pub fn number_twice(base: &Base) -> Vec<Broken> {
    number_becomes(base, |n| if n > 2 { n - 1 } else { 0 })
}

fn number_becomes(base: &Base, new: fn(u32) -> u32) -> Vec<Broken> {
    let nodes = base.sections().into_iter().filter(|n| base.mark(n).is_some());
    nodes
        .filter_map(|n| {
            let edit = base.renumbered(n, new(base.mark(n)?.ordinal))?;
            let there = edit.range.clone();
            Some(Broken::new(vec![edit], there))
        })
        .collect()
}

/// A section in the middle is lost, heading and text.
pub fn drop_section(base: &Base) -> Vec<Broken> {
    let mut found = Vec::new();
    for group in base.groups() {
        for three in group.windows(3) {
            let marks: Vec<_> = three.iter().filter_map(|n| base.mark(n)).collect();
            let [a, b, c] = marks.as_slice() else { continue };
            if a.family != b.family || b.family != c.family || c.ordinal != b.ordinal + 1 {
                continue;
            }
            let gone = base.lines(three[1].from.block, three[1].to.block);
            let there = base.lines(three[2].from.block, three[2].from.block);
            // What stood only there is missed as well.
            let also = &["missing-content", "missing-part", "missing-theme"];
            found.push(Broken::new(vec![TextEdit { range: gone, text: String::new() }], there).also(also));
        }
    }
    found
}

/// The mark of an item: bytes, number, and the rest of the mark behind the numeral.
fn items(base: &Base) -> Vec<(usize, usize, Range<usize>, u32)> {
    let mut found = Vec::new();
    for (index, block) in base.analysis.tree.blocks().iter().enumerate() {
        let checked = !matches!(base.analysis.outline.role(index), Role::Noise | Role::Meta | Role::Title | Role::Lead);
        for (at, item) in block.items.iter().enumerate().filter(|_| checked) {
            found.push((index, at, base.analysis.bytes(&Span { block: index, range: item.mark.clone() }), item.ordinal));
        }
    }
    found
}

/// 二是 becomes 四是.
pub fn item_jumps(base: &Base) -> Vec<Broken> {
    item_becomes(base, |n| n + 2)
}

/// 三是 becomes 二是.
pub fn item_twice(base: &Base) -> Vec<Broken> {
    item_becomes(base, |n| if n > 2 { n - 1 } else { 0 })
}

fn item_becomes(base: &Base, new: fn(u32) -> u32) -> Vec<Broken> {
    let rows = items(base).into_iter();
    rows.filter_map(|(_, _, mark, ordinal)| {
        let (old, new) = (chinese(ordinal), new(ordinal));
        let at = base.words(mark.clone()).find(&old).filter(|_| ordinal > 0 && new > 0)?;
        Some(Broken::one(mark.start + at..mark.start + at + old.len(), chinese(new)))
    })
    .collect()
}

/// An item in the middle of a paragraph is lost.
pub fn drop_item(base: &Base) -> Vec<Broken> {
    let mut found = Vec::new();
    let all = items(base);
    for three in all.windows(3) {
        let same = three.iter().all(|i| i.0 == three[0].0) && three[1].3 == three[0].3 + 1 && three[2].3 == three[1].3 + 1;
        if same {
            let gone = three[1].2.start..three[2].2.start;
            found.push(Broken::new(vec![TextEdit { range: gone, text: String::new() }], three[2].2.clone()).also(&["missing-content"]));
        }
    }
    found
}

/// （二）、 一， 一. 二） and the like.
pub fn wrong_mark(base: &Base) -> Vec<Broken> {
    let mut found = Vec::new();
    for node in base.sections() {
        let Some(mark) = base.mark(node).filter(|m| m.oddity.is_none()) else { continue };
        let (range, number) = (base.of(node, &mark.span), chinese(mark.ordinal));
        let forms: Vec<String> = match mark.family {
            Family::Chinese => vec![format!("{number}，"), format!("{number}.")],
            Family::ChineseParen => vec![format!("（{number}）、"), format!("({number}),"), format!("{number}）")],
            Family::Arabic => vec![format!("{}、", mark.ordinal)],
            Family::ArabicParen => vec![format!("（{}）、", mark.ordinal)],
            _ => Vec::new(),
        };
        found.extend(forms.into_iter().map(|f| Broken::one(range.clone(), f)));
    }
    found
}

/// A heading on its own line gets a stop.
pub fn stop_behind_heading(base: &Base) -> Vec<Broken> {
    let nodes = base.sections().into_iter();
    nodes
        .filter(|n| !n.run_in && n.level <= 2 && n.to.block > n.from.block)
        .filter(|n| base.block(n.heading.block).heading.as_ref().is_some_and(|h| h.stop.is_none()))
        .map(|n| {
            let end = base.of(n, &n.title).end;
            let mut broken = Broken::one(end..end, "。");
            broken.there = base.of(n, &n.title);
            broken
        })
        .collect()
}

/// A run-in heading loses the stop that parts it from its text.
pub fn lost_stop(base: &Base) -> Vec<Broken> {
    let proper = |n: &&Node| n.run_in && n.level == 2 && base.words(base.of(n, &n.heading.range)).chars().count() <= 36;
    let mut found = Vec::new();
    for group in base.groups() {
        for node in group.iter().filter(|n| proper(n)) {
            // Where no fellow shows the form, a long first sentence is a style.
            let fellows = group.iter().filter(|n| proper(n) && n.from != node.from).count();
            let heading = base.block(node.heading.block).heading.as_ref();
            if let Some(stop) = heading.filter(|h| !h.overlong && fellows > 1).and_then(|h| h.stop.clone()) {
                let range = base.of(node, &stop);
                found.push(Broken::one(range, ""));
            }
        }
    }
    found
}

/// One `#` more or less than the fellows have.
pub fn wrong_depth(base: &Base) -> Vec<Broken> {
    let mut found = Vec::new();
    for node in base.sections() {
        let block = base.block(node.heading.block);
        if block.hashes == 0 || base.mark(node).is_none() {
            continue;
        }
        let at = base.start(node.heading.block) + block.text.find('#').unwrap_or(0);
        found.push(Broken::one(at..at, "#"));
        if block.hashes > 1 {
            found.push(Broken::one(at..at + 1, ""));
        }
    }
    found
}

/// The text of a draft with its marked headings as Markdown headings.
pub fn as_markdown(base: &Base) -> Option<Base> {
    let mut text = base.text.clone();
    let own = base.sections().into_iter().filter(|n| !n.run_in && base.block(n.heading.block).hashes == 0 && base.mark(n).is_some());
    let mut heads: Vec<(usize, usize)> = own.map(|n| (base.of(n, &n.heading.range).start, usize::from(n.level) + 1)).collect();
    heads.sort_unstable();
    for (at, depth) in heads.iter().rev() {
        let line = text[..*at].rfind('\n').map_or(0, |i| i + 1);
        text.replace_range(line..*at, &format!("{} ", "#".repeat(*depth)));
    }
    (heads.len() >= 3).then(|| Base::new(format!("{} as Markdown", base.name), text))
}

/// A mark loses its partner.
pub fn lost_mark(base: &Base) -> Vec<Broken> {
    characters(base, |c, _| matches!(c, '》' | '”' | '《' | '“' | '）' | '（').then(String::new))
}

/// 的的 and ，，.
pub fn doubled_character(base: &Base) -> Vec<Broken> {
    let twice = |c: char, next: char| (matches!(c, '的' | '，' | '。' | '、') && next != c).then(|| format!("{c}{c}"));
    characters(base, twice)
}

/// Edits of single characters in the running text behind marks.
fn characters(base: &Base, new: impl Fn(char, char) -> Option<String>) -> Vec<Broken> {
    let mut found = Vec::new();
    for (index, block) in base.analysis.tree.blocks().iter().enumerate() {
        let role = base.analysis.outline.role(index);
        if !block.is_text() || block.is_wrapped() || !matches!(role, Role::Lead | Role::Results | Role::Problems | Role::Plan) {
            continue;
        }
        let content = base.analysis.bytes(&Span { block: index, range: block.content() });
        let text = base.words(content.clone());
        let mut before = ' ';
        for (at, c) in text.char_indices() {
            let next = text[at + c.len_utf8()..].chars().next().unwrap_or(' ');
            if before != c
                && let Some(text) = new(c, next)
            {
                let place = content.start + at;
                let mut broken = Broken::one(place..place + c.len_utf8(), text);
                broken.there = base.lines(index, index).start..base.lines(index, index).end - 1;
                found.push(broken);
            }
            before = c;
        }
    }
    found
}

/// A phrase of four characters behind a comma is written twice.
pub fn doubled_phrase(base: &Base) -> Vec<Broken> {
    let mut found = Vec::new();
    for (index, block) in base.analysis.tree.blocks().iter().enumerate() {
        if !block.is_text() || block.is_wrapped() || !matches!(base.analysis.outline.role(index), Role::Results | Role::Plan) {
            continue;
        }
        let content = base.analysis.bytes(&Span { block: index, range: block.content() });
        let text = base.words(content.clone());
        for (at, _) in text.char_indices().filter(|(_, c)| narrow(*c) == ',') {
            let from = content.start + at + text[at..].chars().next().map_or(0, char::len_utf8);
            let phrase: String = base.text[from..content.end].chars().take(4).collect();
            if phrase.chars().count() == 4 && phrase.chars().all(is_han) {
                found.push(Broken { there: from..from + phrase.len(), ..Broken::one(from..from, phrase) });
            }
        }
    }
    found
}

/// A prompt of the template stays behind a sentence.
pub fn left_prompt(base: &Base) -> Vec<Broken> {
    let is_main = base.analysis.outline.report.as_ref().is_some_and(|r| r.schema.id == "fazhi-zhengfu");
    let prompt = |c: char, _: char| (is_main && c == '。').then(|| "。【写明具体做法、文件、数据】。".to_owned());
    characters(base, prompt)
}
