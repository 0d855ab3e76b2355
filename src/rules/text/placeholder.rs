//! # placeholder
//!
//! ## What it does
//!
//! Reports what still waits to be written: a prompt of the template, 【……】; crosses or lines in the place of a figure,
//! a date or a name (2025年×月×日, ××件, ××部门, XX县, ____); empty brackets; notes to oneself (TODO, 待补充, 此处待填,
//! 请填写), also inside a sentence. A date of signature that waits is only noted. A part in which nothing is written yet
//! gets one note, and no other finding.
//!
//! ## Why it matters
//!
//! A prompt that is left in a published report embarrasses the office.
//!
//! ## Example
//!
//! > 【写明具体做法、文件、数据】
//!
//! ## Instead
//!
//! > 全年召开常务会议专题研究法治政府建设4次。
//!
//! ## Source
//!
//! The templates of the schema; the patterns of `schemas/words/placeholder.json`. Names that are hidden on purpose (张××, ××公司)
//! and what is said of a matter (制度有待补充) are left alone.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): no finding.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 还没有写完的地方：模板中的提示【……】；数字、日期、名称处留着叉号或横线（2025年×月×日、××件、××部门、XX县、____）；
//! 空括号；写给自己看的话（TODO、待补充、此处待填、请填写），句子中间的也算。成文日期未填的只作提醒。整个部分都没有写的，
//! 只提示一次，不再报其他问题。
//!
//! ## 为什么
//!
//! 提示语留在公开的报告里会闹笑话。
//!
//! ## 示例
//!
//! > 【写明具体做法、文件、数据】
//!
//! ## 改为
//!
//! > 全年召开常务会议专题研究法治政府建设4次。
//!
//! ## 依据
//!
//! 大纲中的模板；`schemas/words/placeholder.json` 所列的写法。有意隐去的名称（张××、××公司）和对事不对文的话（制度有待补充）不报。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：0条。

use crate::message::Message;
use crate::rules::{BlockCheck, Check, FixKind, Found, Rule, Severity, Sight};
use crate::schema::Role;
use crate::syntax::Span;
use crate::text::Chars;
use crate::text::width::narrow;
use crate::words;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB710",
    name: "placeholder",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("placeholder.rs"),
};

/// What a prompt begins with.
const PROMPT: Chars = Chars::of(&['【']);

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for stretch in &sight.outline.stretches {
        if !matches!(stretch.role, Role::Lead | Role::Results | Role::Problems | Role::Plan) {
            continue;
        }
        let prompts: Vec<Span> = (stretch.from.block..=stretch.to.block).flat_map(|block| in_block(sight, block)).collect();
        let Some(first) = prompts.first() else { continue };
        if sight.is_unwritten(stretch) {
            let part = stretch.part.and_then(|i| sight.report.schema.parts.get(i));
            let name = part.map_or_else(
                || crate::message::Arg::from(crate::message::text("lead", crate::message::Lang::Zh)),
                |p| crate::message::Arg::from(&p.name),
            );
            let span = if part.is_some() { sight.head(stretch) } else { first.clone() };
            let mut note = Found::new(span, Message::new("placeholder.part").with("part", name));
            note.severity = Some(Severity::Info);
            found.push(note);
        } else {
            found.extend(
                prompts.into_iter().map(|span| Found::new(span.clone(), Message::new("placeholder").with("prompt", sight.get(&span)))),
            );
        }
    }
    for (index, blanks) in sight.notes(blanks) {
        found.extend(blanks.0.iter().map(|blank| blank.moved(index)));
    }
    found
}

/// Crosses and lines in the place of figures, dates and names in a block.
struct Blanks(Vec<Found>);

fn blanks(at: &BlockCheck<'_>) -> Blanks {
    let (text, start) = (at.block.body(), at.block.body.start);
    let mut found: Vec<Found> = Vec::new();
    for row in words::placeholders() {
        for hit in row.find(at.body()) {
            let before = text.get(..hit.start).and_then(|t| t.chars().next_back()).unwrap_or(' ');
            let span = Span { block: 0, range: start + hit.start as u32..start + hit.end as u32 };
            let known = found.iter().any(|f| f.span.range.start < span.range.end && span.range.start < f.span.range.end);
            // **县委** is bold in Markdown.
            let bold = text.get(hit.clone()).is_some_and(|t| t.starts_with("**")) && text.matches("**").count() > 1;
            // “1+X”项 is a way of speaking.
            if bold || known || before.is_ascii_alphanumeric() || narrow(before) == '+' {
                continue;
            }
            let mut blank = Found::new(span, Message::new("placeholder.blank").with("words", text.get(hit).unwrap_or_default()));
            // A draft is dated when it is signed.
            if matches!(at.role, Role::Date | Role::Signature | Role::Closing) {
                blank.severity = Some(Severity::Info);
            }
            found.push(blank);
        }
    }
    Blanks(found)
}

/// The prompts of the schema's templates that stand in a block.
fn in_block(sight: &Sight<'_>, index: usize) -> Vec<Span> {
    let Some(block) = sight.block(index) else { return Vec::new() };
    let has = sight.paragraphs.get(index).is_some_and(|p| p.facts().scan.kinds.meets(&PROMPT));
    let body = if has { block.body() } else { "" };
    let start = block.body.start;
    let prompts = sight.report.schema.prompts(body).into_iter();
    prompts.map(|r| Span { block: index, range: start + r.start as u32..start + r.end as u32 }).collect()
}
