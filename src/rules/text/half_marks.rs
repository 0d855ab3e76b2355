//! Half-width marks that have no twin of full width: `<<` for 《 and `.` for 。.

use crate::message::Message;
use crate::rules::{BlockCheck, Edit, Fix, Found, Group, Sight};
use crate::syntax::{Local, Span, chinese_value};
use crate::text::Chars;
use crate::text::width::{is_han, narrow};
use crate::words;
use std::sync::Arc;

/// What opens a title in angle brackets.
const ANGLES: Chars = Chars::of(&['<', '＜', '〈']);
/// What stands for 。.
const POINT: Chars = Chars::of(&['.']);
/// The characters of a word beside a stop.
const WORD: usize = 2;
/// So many characters without a mark between them are a clause and no name.
const CLAUSE: usize = 8;

/// The titles in angle brackets of a block, and its stops.
struct Marks {
    titles: Vec<Found>,
    stops: Vec<Found>,
    /// How many sentences end as they should.
    wide: usize,
}

/// What half-width marks of the report stand for others.
pub(super) fn found(sight: &Sight<'_>) -> Vec<Found> {
    let blocks: Vec<(usize, Arc<Marks>)> = sight.notes(marks).collect();
    let (stops, wide) = blocks.iter().fold((0, 0), |sum, (_, b)| (sum.0 + b.stops.len(), sum.1 + b.wide));
    // A draft that is half width throughout is left alone.
    let stops_too = stops <= wide;
    let own = |b: &Marks| b.titles.iter().chain(b.stops.iter().filter(move |_| stops_too)).cloned().collect::<Vec<_>>();
    blocks.iter().flat_map(|(index, b)| own(b).into_iter().map(move |f| f.moved(*index))).collect()
}

fn marks(at: &BlockCheck<'_>) -> Marks {
    let titles = if at.has(&ANGLES) { in_angles(at) } else { Vec::new() };
    let stops = if at.has(&POINT) { half_stops(at) } else { Vec::new() };
    Marks { titles, stops, wide: at.others().iter().filter(|(_, c)| *c == '。').count() }
}

/// Words in angle brackets that are a title: the brackets are doubled, or the words end as titles do.
fn in_angles(at: &BlockCheck<'_>) -> Vec<Found> {
    let (text, start) = (at.block.body(), at.block.body.start);
    let table = words::citing();
    let hits = table.angled.captures_iter(at.body()).filter_map(|hit| {
        let (open, inner, close) = (hit.get(1)?, hit.get(2)?, hit.get(3)?);
        let before = text.get(..open.start())?;
        // 《…〈…〉…》 is right.
        let is_inner = before.matches('《').count() > before.matches('》').count();
        let doubled = open.as_str().chars().count() == 2 && close.as_str().chars().count() == 2;
        let ends = table.genres.at_end(inner.as_str()).is_some() || table.other_genres.at_end(inner.as_str()).is_some();
        (!is_inner && (doubled || ends)).then(|| (open.range(), close.range()))
    });
    let found = hits.map(|(open, close)| {
        let local = |range: std::ops::Range<usize>| Span { block: 0, range: start + range.start as u32..start + range.end as u32 };
        let marks = format!("{}{}", text.get(open.clone()).unwrap_or_default(), text.get(close.clone()).unwrap_or_default());
        let whole = local(open.start..close.end);
        let edits = vec![Edit { span: local(open), text: "《".to_owned() }, Edit { span: local(close), text: "》".to_owned() }];
        let fix = Fix { title: Message::new("mixed-width.title.fix"), safe: false, edits };
        Found::new(whole, Message::new("mixed-width.title").with("mark", marks)).fix(fix).grouped(Group::Report(1))
    });
    found.collect()
}

/// Half-width stops between two common words (or a figure and one), or behind a clause that is long
/// enough for a sentence and beside one common word. A name (约翰.史密斯) has neither.
fn half_stops(at: &BlockCheck<'_>) -> Vec<Found> {
    let body = &at.block.body;
    let before = |point: &Local| at.block.get(&(body.start..point.start)).chars().rev();
    let behind = |point: &Local| at.block.get(&(point.end..body.end)).chars();
    let is_stop = |point: &Local| {
        let left: Vec<char> = before(point).take(WORD).collect();
        let right: String = behind(point).take(WORD).collect();
        let word: String = left.iter().rev().collect();
        // 演练27场.排查: a figure with its unit is no name either.
        let figure = matches!(left.as_slice(), [unit, digit] if is_han(*unit) && narrow(*digit).is_ascii_digit());
        let common = [&word, &right].into_iter().filter(|w| words::common_words().has(w)).count() + usize::from(figure);
        // 第一.加强: a mark and no sentence.
        let counts = left.first().is_some_and(|c| chinese_value(&c.to_string()).is_some());
        let long = || {
            let clause = before(point).take_while(|c| is_han(*c)).count();
            clause >= CLAUSE && behind(point).take_while(|c| is_han(*c)).count() >= CLAUSE / 2
        };
        !counts && (common == 2 || common == 1 && long())
    };
    let points = at.others().iter().filter(|(_, c)| *c == '.').map(|(place, c)| *place..*place + c.len_utf8() as u32);
    let stops = points.filter(is_stop);
    let found = stops.map(|point| {
        let span = Span { block: 0, range: point };
        let fix = Fix {
            title: Message::new("mixed-width.stop.fix"),
            safe: false,
            edits: vec![Edit { span: span.clone(), text: "。".to_owned() }],
        };
        Found::new(span, Message::new("mixed-width.stop")).fix(fix).grouped(Group::Report(2))
    });
    found.collect()
}
