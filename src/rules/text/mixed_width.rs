//! # mixed-width
//!
//! ## What it does
//!
//! Reports marks that exist in two widths (， ： ； ！ ？ （ ）) and stand in the width that the draft
//! uses less often. The more frequent width is taken as right, whichever it is; straight quotation
//! marks among curved ones and full-width digits among ordinary ones count too. Marks between Latin
//! letters or digits and heading marks are not counted. One finding for the draft, with all places and one fix. Titles in angle
//! brackets (`<<…>>`) and a half-width stop between two common words are noted, too.
//!
//! ## Why it matters
//!
//! Two widths side by side look careless in print and come from pasting.
//!
//! ## Example
//!
//! > 健全机制,压实责任，评查案卷120卷，合格118卷。
//!
//! ## Instead
//!
//! > 健全机制，压实责任，评查案卷120卷，合格118卷。
//!
//! ## Source
//!
//! GB/T 15834-2011 has full-width marks; a draft that is half width throughout is left alone.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): 6 hints per million
//! characters, each for marks in the other width.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 有全角、半角两种写法的标点（，：；！？（））用了全文较少见的一种。以全文多数为准，不论多数是全角还是半角；
//! 弯引号中夹直引号、半角数字中夹全角数字也算。外文字母、数字之间的标点和标题序号不计。全文只提示一处，列出所有位置，
//! 一次改完。用尖括号代书名号的、两个常用词之间用半角句点断句的，也提示。
//!
//! ## 为什么
//!
//! 两种宽度混排，显得粗糙，多是粘贴带来的。
//!
//! ## 示例
//!
//! > 健全机制,压实责任，评查案卷120卷，合格118卷。
//!
//! ## 改为
//!
//! > 健全机制，压实责任，评查案卷120卷，合格118卷。
//!
//! ## 依据
//!
//! GB/T 15834-2011 用全角标点；通篇半角的不提示。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：每百万字提示6条，文中确有另一种宽度的标点。

use crate::message::Message;
use crate::rules::{BlockCheck, Check, Edit, Fix, FixKind, Found, Group, Rule, Severity, Sight};
use crate::syntax::{Local, Span};
use crate::text::Chars;
use crate::text::width::{is_han, narrow, widen};
use crate::words;
use std::sync::Arc;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB702",
    name: "mixed-width",
    severity: Severity::Hint,
    since: "0.1.0",
    fix: FixKind::Safe,
    check: Check::Report(check),
    source: include_str!("mixed_width.rs"),
};

/// One character of a kind, and what it would be in the other width.
struct Place {
    range: Local,
    wide: bool,
    other: char,
    /// The other bracket of the pair and what it would be: the two change together.
    partner: Option<(Local, char)>,
}

/// The characters of one kind in a block.
#[derive(Default)]
struct Kind {
    places: Vec<Place>,
    wide: usize,
}

/// Those of all kinds.
#[derive(Default)]
struct Widths {
    marks: Kind,
    quotes: Kind,
    digits: Kind,
}

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let blocks: Vec<(usize, Arc<Widths>)> = sight.notes(widths).collect();
    // Curved quotation marks and ordinary digits are the norm: a draft with few of them is not asked to give them up.
    let mut minority = less(&blocks, |w| &w.marks, &[true, false]);
    minority.extend(less(&blocks, |w| &w.quotes, &[false]));
    minority.extend(less(&blocks, |w| &w.digits, &[true]));
    minority.sort_by_key(|(span, _)| (span.block, span.range.start));
    let mut found: Vec<Found> = minority.iter().map(|(span, place)| finding(sight, span, place)).collect();
    found.extend(super::half_marks::found(sight));
    found
}

fn finding(sight: &Sight<'_>, span: &Span, place: &Place) -> Found {
    let message = Message::new(if place.wide { "mixed-width.wide" } else { "mixed-width" }).with("mark", sight.get(span));
    let edit = |range: &Local, to: char| Edit { span: Span { block: span.block, range: range.clone() }, text: to.to_string() };
    let mut edits = vec![edit(&place.range, place.other)];
    edits.extend(place.partner.as_ref().map(|(range, to)| edit(range, *to)));
    edits.sort_by_key(|e| e.span.range.start);
    let fix = Fix { title: Message::new("mixed-width.fix"), safe: true, edits };
    Found::new(span.clone(), message).fix(fix).grouped(Group::Report(0))
}

/// The places of the rarer width, if it is one of `asked`; full width wins a tie.
fn less<'a>(blocks: &'a [(usize, Arc<Widths>)], kind: fn(&Widths) -> &Kind, asked: &[bool]) -> Vec<(Span, &'a Place)> {
    let (wide, all) = blocks.iter().map(|(_, w)| kind(w)).fold((0, 0), |sum, k| (sum.0 + k.wide, sum.1 + k.places.len()));
    let rare = wide * 2 < all;
    if !asked.contains(&rare) {
        return Vec::new();
    }
    let some = |k: &Kind| if rare { k.wide > 0 } else { k.wide < k.places.len() };
    let blocks = blocks.iter().map(|(index, w)| (*index, kind(w))).filter(|(_, k)| some(k));
    let places = blocks.flat_map(|(block, k)| k.places.iter().map(move |p| (Span { block, range: p.range.clone() }, p)));
    places.filter(|(_, p)| p.wide == rare).collect()
}

impl Kind {
    fn push(&mut self, range: Local, wide: bool, other: char) {
        self.wide += usize::from(wide);
        self.places.push(Place { range, wide, other, partner: None });
    }

    /// Gives the last character its partner.
    fn pair(&mut self, partner: Option<(Local, char)>) {
        if let Some(last) = self.places.last_mut() {
            last.partner = partner;
        }
    }
}

fn widths(at: &BlockCheck<'_>) -> Widths {
    let mut widths = Widths::default();
    let Widths { marks, quotes, digits } = &mut widths;
    let block = at.block;
    let others = at.others();
    // An odd straight mark has lost its partner: opening and closing cannot be told apart.
    let even = others.iter().filter(|(_, c)| *c == '"').count().is_multiple_of(2);
    // The width of heading marks is a habit of its own, and misspelt ones are another rule's.
    let mark = block.heading.as_ref().and_then(|h| h.mark.as_ref());
    let from = mark.map_or(block.body.start, |m| m.span.end);
    // Two brackets that belong together change together.
    let mut partners: Vec<(u32, u32)> = at.facts.marks().pairs.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).collect();
    partners.sort_unstable();
    let partner = |place: u32| partners.get(partners.binary_search_by_key(&place, |p| p.0).ok()?).map(|p| p.1);
    let beside = |(before, after): (Option<char>, Option<char>)| is_ours(before.unwrap_or(' '), after.unwrap_or(' '));
    let bracket = |place: u32, c: char| {
        let p = partner(place).filter(|_| matches!(narrow(c), '(' | ')'))?;
        let other = block.text.get(p as usize..)?.chars().next()?;
        Some((p..p + other.len_utf8() as u32, other))
    };
    let ours =
        |place: u32, c: char| beside(at.beside(place, c)) || bracket(place, c).is_some_and(|(range, c)| beside(at.beside(range.start, c)));
    let in_code = codes(at);
    let (mut straight, mut open) = (0, None);
    for &(place, c) in others.iter().filter(|(place, _)| *place >= from) {
        let range = place..place + c.len_utf8() as u32;
        if in_code.iter().any(|code| code.contains(&place)) {
            continue;
        }
        match c {
            ',' | ':' | ';' | '!' | '?' | '(' | ')' if ours(place, c) => {
                marks.push(range, false, widen(c));
                marks.pair(bracket(place, c).filter(|b| b.1.is_ascii()).map(|(range, c)| (range, widen(c))));
            }
            '，' | '：' | '；' | '！' | '？' | '（' | '）' if ours(place, c) => {
                marks.push(range, true, narrow(c));
                marks.pair(bracket(place, c).filter(|b| !b.1.is_ascii()).map(|(range, c)| (range, narrow(c))));
            }
            '"' if even => {
                straight += 1;
                if straight % 2 == 1 {
                    quotes.push(range.clone(), false, '“');
                    open = Some(range);
                } else {
                    // The opening one learns of its partner here.
                    if let Some(first) = quotes.places.iter_mut().rev().find(|p| Some(&p.range) == open.as_ref()) {
                        first.partner = Some((range.clone(), '”'));
                    }
                    quotes.push(range, false, '”');
                    quotes.pair(open.take().map(|first| (first, '“')));
                }
            }
            '“' | '”' => quotes.push(range, true, '"'),
            '０'..='９' => digits.push(range, true, narrow(c)),
            '0'..='9' => digits.push(range, false, c),
            _ => {}
        }
    }
    widths
}

/// The codes of characters (`&nbsp;`) in a block: their marks are no marks of its text.
fn codes(at: &BlockCheck<'_>) -> Vec<Local> {
    const CODES: Chars = Chars::of(&['&']);
    if !at.has(&CODES) {
        return Vec::new();
    }
    let start = at.block.body.start;
    words::web_residue().codes.find_iter(at.block.body()).map(|code| start + code.start() as u32..start + code.end() as u32).collect()
}

/// Whether a mark belongs to Chinese text: a character or mark of it stands beside.
fn is_ours(before: char, after: char) -> bool {
    let chinese =
        |c: char| is_han(c) || matches!(c, '。' | '、' | '《' | '》' | '“' | '”' | '％' | '〔' | '〕' | '【' | '】' | '‘' | '’' | '·');
    chinese(before) || chinese(after)
}
