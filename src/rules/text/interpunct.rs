//! # interpunct
//!
//! ## What it does
//!
//! Reports another dot in the place of the interpunct ·: a bullet (•), a Japanese dot (・) or a point
//! between the parts of a day such as “12·4” or of a name.
//!
//! ## Why it matters
//!
//! The dots look alike on the screen and differ in print and in a search; “12.4” is also a figure.
//!
//! ## Example
//!
//! > 开展“12•4”国家宪法日宣传活动。
//!
//! ## Instead
//!
//! > 开展“12·4”国家宪法日宣传活动。
//!
//! ## Source
//!
//! GB/T 15834-2011 (间隔号), GB/T 15835-2011. The days stand in `schemas/words/interpunct.json`.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): no finding.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 用项目符号（•）、日文中点（・）或小数点代替间隔号“·”，如节日、纪念日的月和日之间、人名各部分之间。
//!
//! ## 为什么
//!
//! 屏幕上看着差不多，排印和检索都不一样；“12.4”还会被当成数字。
//!
//! ## 示例
//!
//! > 开展“12•4”国家宪法日宣传活动。
//!
//! ## 改为
//!
//! > 开展“12·4”国家宪法日宣传活动。
//!
//! ## 依据
//!
//! GB/T 15834-2011（间隔号）、GB/T 15835-2011。纪念日见 `schemas/words/interpunct.json`。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：0条。

use crate::message::Message;
use crate::rules::{BlockCheck, Check, Edit, Fix, FixKind, Found, Group, Rule, Severity};
use crate::syntax::Span;
use crate::text::width::{is_han, narrow};
use crate::words;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB708",
    name: "interpunct",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::Safe,
    check: Check::Block(check),
    source: include_str!("interpunct.rs"),
};

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let text = at.block.body();
    let start = at.block.body.start;
    let mut found = Vec::new();
    for (place, c) in at.others().iter().copied().filter(|(_, c)| is_dot(*c) || narrow(*c) == '.') {
        let offset = (place - start) as usize;
        let (before, after) = (text.get(..offset).unwrap_or_default(), text.get(offset + c.len_utf8()..).unwrap_or_default());
        if is_dot(c) && joins(before, after) || narrow(c) == '.' && is_day(before, after) {
            let span = Span { block: 0, range: start + offset as u32..start + (offset + c.len_utf8()) as u32 };
            let fix =
                Fix { title: Message::new("interpunct.fix"), safe: true, edits: vec![Edit { span: span.clone(), text: "·".to_owned() }] };
            let message = Message::new("interpunct").with("dot", c.to_string());
            found.push(Found::new(span, message).fix(fix).grouped(Group::Paragraph));
        }
    }
    found
}

fn is_dot(c: char) -> bool {
    matches!(c, '•' | '・' | '･' | '‧' | '∙' | '⋅')
}

/// Whether a dot stands between characters, or between figures, without a blank.
fn joins(before: &str, after: &str) -> bool {
    let (Some(a), Some(b)) = (before.chars().next_back(), after.chars().next()) else { return false };
    let digit = |c: char| narrow(c).is_ascii_digit();
    is_han(a) && is_han(b) || digit(a) && digit(b)
}

/// Whether the point stands in a day of the table: “12.4”, or 12.4 in front of its name.
fn is_day(before: &str, after: &str) -> bool {
    let digits = |c: &char| narrow(*c).is_ascii_digit();
    let mut month: Vec<char> = before.chars().rev().take_while(digits).map(narrow).collect();
    month.reverse();
    let day: String = after.chars().take_while(digits).map(narrow).collect();
    if month.is_empty() || day.is_empty() || month.len() > 2 || day.len() > 2 {
        return false;
    }
    let open = before.chars().rev().nth(month.len());
    let rest: String = after.chars().skip(day.chars().count()).take(16).collect();
    let number = format!("{}.{day}", month.into_iter().collect::<String>());
    words::days().days.iter().filter(|d| d.day == number).any(|d| {
        let quoted = matches!(open, Some('“' | '"')) && rest.starts_with(['”', '"']);
        let bare = open.is_none_or(|c| !narrow(c).is_ascii_digit() && c != '.') && d.names.iter().any(|n| rest.starts_with(n.as_str()));
        quoted || bare
    })
}
