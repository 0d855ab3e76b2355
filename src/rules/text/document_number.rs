//! # document-number
//!
//! ## What it does
//!
//! Reports a document number whose year does not stand in 〔〕, or whose serial number has a 第 in
//! front or starts with 0.
//!
//! ## Why it matters
//!
//! A document is found by its number, and the number has one form.
//!
//! ## Example
//!
//! > 印发《工作方案》（云政办发[2025]03号）。
//!
//! ## Instead
//!
//! > 印发《工作方案》（云政办发〔2025〕3号）。
//!
//! ## Source
//!
//! GB/T 9704-2012, 发文字号: the year in 〔〕, no 第, no leading zero.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): no finding.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 发文字号的年份没有用六角括号〔〕，或者序号前加“第”、编虚位（0）。
//!
//! ## 为什么
//!
//! 文件靠字号查找，字号只有一种写法。
//!
//! ## 示例
//!
//! > 印发《工作方案》（云政办发[2025]03号）。
//!
//! ## 改为
//!
//! > 印发《工作方案》（云政办发〔2025〕3号）。
//!
//! ## 依据
//!
//! GB/T 9704-2012 关于发文字号的规定：年份用六角括号括入，发文顺序号不加“第”，不编虚位。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：0条。

use crate::message::Message;
use crate::rules::{BlockCheck, Check, Edit, Fix, FixKind, Found, Group, Rule, Severity, Sight};
use crate::schema::Role;
use crate::syntax::Span;
use crate::words;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB707",
    name: "document-number",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::Safe,
    check: Check::Report(check),
    source: include_str!("document_number.rs"),
};

/// The longest number of a document, in characters.
const LONGEST: usize = 24;

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let found = sight.notes_with_lines(numbers).flat_map(|(index, numbers)| numbers.0.iter().map(|f| f.moved(index)).collect::<Vec<_>>());
    found.collect()
}

/// What is wrong with the document numbers of a block.
struct Numbers(Vec<Found>);

fn numbers(at: &BlockCheck<'_>) -> Numbers {
    let text = at.block.body();
    let start = at.block.body.start;
    let mut found = Vec::new();
    // Around the text only the report's own number stands by itself; a web page lists others.
    let is_own = text.ends_with('号') && text.chars().count() <= LONGEST;
    if matches!(at.role, Role::Noise | Role::Meta) && !is_own {
        return Numbers(found);
    }
    for hit in words::citing().number.captures_iter(at.body()) {
        let [Some(sign), Some(open), Some(year), Some(close), Some(ordinal), Some(zeros), Some(serial)] =
            [1, 2, 3, 4, 5, 6, 7].map(|i| hit.get(i))
        else {
            continue;
        };
        let place = |from: usize, to: usize| Span { block: 0, range: start + from as u32..start + to as u32 };
        let behind = hit.get(8).map_or("", |m| m.as_str());
        // （2021）3号楼 is an address, 公证字（2021）第3号 a certificate: 字第 belongs to these and to awards.
        let certificate = sign.as_str().ends_with('字') && !ordinal.as_str().is_empty();
        let before = text.get(..open.start()).unwrap_or_default();
        let other = words::citing().not_numbers.at_end(before).is_some();
        if words::kinds().room_numbers.iter().any(|w| w == behind) || certificate || other {
            continue;
        }
        let whole = place(open.start(), serial.end() + '号'.len_utf8());
        let written = text.get(open.start()..serial.end() + '号'.len_utf8()).unwrap_or_default();
        if (open.as_str(), close.as_str()) != ("〔", "〕") {
            let edits = [(open, "〔"), (close, "〕")].into_iter().filter(|(m, right)| m.as_str() != *right);
            let fix = Fix {
                title: Message::new("document-number.fix"),
                safe: true,
                edits: edits.map(|(m, right)| Edit { span: place(m.start(), m.end()), text: right.to_owned() }).collect(),
            };
            let right = format!("〔{}〕", year.as_str());
            let message = Message::new("document-number").with("number", written).with("year", right);
            found.push(Found::new(whole.clone(), message).fix(fix).grouped(Group::Paragraph));
        }
        if !ordinal.as_str().is_empty() || !zeros.as_str().is_empty() {
            let right = format!("{}号", serial.as_str());
            let span = place(ordinal.start(), serial.end() + '号'.len_utf8());
            found.push(Found::new(span, Message::new("document-number.serial").with("right", right)));
        }
    }
    for hit in words::citing().short_number.captures_iter(at.body()) {
        let [Some(open), Some(year), Some(close)] = [1, 2, 3].map(|i| hit.get(i)) else { continue };
        let span = Span { block: 0, range: start + open.start() as u32..start + close.end() as u32 };
        found.push(Found::new(span, Message::new("document-number.year").with("year", year.as_str())));
    }
    Numbers(found)
}
