//! # confusable-word
//!
//! ## What it does
//!
//! Reports words that are taken for one another, in fixed collocations only: 截止2025年底 for
//! 截至2025年底, 法制政府 for 法治政府, 权利清单 for 权力清单, 做出决定 for 作出决定, 较好的落实到位 for
//! 较好地落实到位. What stands in a title 《》 is left as it is.
//!
//! ## Why it matters
//!
//! A spelling checker passes them, since each word exists; a reader stumbles.
//!
//! ## Example
//!
//! > 截止2025年底，全县法制政府建设任务全部完成。
//!
//! ## Instead
//!
//! > 截至2025年底，全县法治政府建设任务全部完成。
//!
//! ## Source
//!
//! The table `schemas/words/confusable.json` gives one for each entry.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): no warning, 18 hints per
//! million characters (帐, 其它, 做出决定 in older laws).
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 容易用混的词，只看固定搭配：“截止2025年底”应为“截至2025年底”，“法制政府”应为“法治政府”，“权利清单”应为
//! “权力清单”，“做出决定”应为“作出决定”，“较好的落实到位”应为“较好地落实到位”。书名号里的原样不动。
//!
//! ## 为什么
//!
//! 词本身都有，拼写检查放过，读者看着别扭。
//!
//! ## 示例
//!
//! > 截止2025年底，全县法制政府建设任务全部完成。
//!
//! ## 改为
//!
//! > 截至2025年底，全县法治政府建设任务全部完成。
//!
//! ## 依据
//!
//! `schemas/words/confusable.json` 逐条注明。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：警告0条，每百万字提示18条（较早法律中的“帐”“其它”“做出决定”）。

use crate::message::Message;
use crate::rules::{BlockCheck, Check, Edit, Fix, FixKind, Found, Rule, Severity};
use crate::syntax::Span;
use crate::words::{self, Phrase};

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB705",
    name: "confusable-word",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::Safe,
    check: Check::Block(check),
    source: include_str!("confusable_word.rs"),
};

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let hits = hits(at, words::confusables());
    let found = hits.into_iter().map(|(row, span)| {
        let wrong = at.block.get(&span.range).to_owned();
        let right = row.right(&wrong);
        let mut found = Found::new(span.clone(), Message::new("confusable-word").with("wrong", wrong).with("right", right.clone()));
        found.severity = row.hint.then_some(Severity::Hint);
        let fix = Fix {
            title: Message::new("confusable-word.fix").with("right", right.clone()),
            safe: row.safe,
            edits: vec![Edit { span, text: right }],
        };
        if row.safe { found.fix(fix) } else { found }
    });
    found.collect()
}

/// Where rows of a table speak about a block, titles 《》 aside.
pub(super) fn hits<'a>(at: &BlockCheck<'_>, rows: &'a [Phrase]) -> Vec<(&'a Phrase, Span)> {
    let text = at.block.body();
    let start = at.block.body.start;
    let mut found: Vec<(&Phrase, Span)> = Vec::new();
    for row in rows {
        for range in row.find(at.body()) {
            let span = start + range.start as u32..start + range.end as u32;
            // An earlier row knows the passage better.
            if !in_title(text, range.start) && !found.iter().any(|(_, s)| s.range.start < span.end && span.start < s.range.end) {
                found.push((row, Span { block: 0, range: span }));
            }
        }
    }
    found.sort_by_key(|(_, s)| s.range.start);
    found
}

fn in_title(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.matches('《').count() > before.matches('》').count()
}
