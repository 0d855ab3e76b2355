//! A report in Markdown, its safe fixes, and what of it is no text.

use crate::support::{analyse_as, apply};
use nianbao::ide::{self, ActionKind, Effect};
use nianbao::message::Lang;
use nianbao::rules::Analysis;
use nianbao::syntax::SourceFormat::Markdown;
use std::sync::Arc;

/// A complete, clean report.
pub const REPORT: &str = "# 云岭县人民政府2025年法治政府建设年度报告\n\n2025年，云岭县认真落实上级部署，各项任务如期完成。现将有关情况报告如下。\n\n## 一、主要举措和成效\n\n县政府主要负责人主持召开常务会议，研究法治政府建设议题4个。\n\n## 二、存在的不足和原因\n\n（一）基层执法力量薄弱。主要原因是人员更替频繁。\n\n## 三、2026年工作安排\n\n（一）充实基层执法力量。年内补充执法人员12名。\n\n云岭县人民政府\n\n2026年2月25日\n";

/// A draft in Markdown, analysed.
pub fn markdown(text: &str) -> Arc<Analysis> {
    analyse_as(text, Markdown)
}

/// All safe fixes, applied until none is left.
pub fn fixed(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..32 {
        let analysis = markdown(&text);
        let actions = ide::actions(&analysis, 0..analysis.text.len(), Lang::Zh);
        let Some(Effect::Edit(edits)) = actions.into_iter().find(|a| a.kind == ActionKind::FixAll).map(|a| a.effect) else { return text };
        text = apply(&text, &edits);
    }
    panic!("no end of fixes:\n{text}");
}

/// What of a document is no text, in order: the events without words, code and targets as they are.
pub fn skeleton(text: &str) -> Vec<String> {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    let mut events: Vec<String> = Vec::new();
    let mut is_code = false;
    for event in Parser::new_ext(text, options) {
        let shown = match &event {
            Event::Text(_) if !is_code => "text".to_owned(),
            Event::SoftBreak => "text".to_owned(),
            // How deep headings are is what a rule is about.
            Event::Start(Tag::Heading { .. }) | Event::End(TagEnd::Heading(_)) => "heading".to_owned(),
            event => format!("{event:?}"),
        };
        match &event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(_) => is_code = false,
            _ => {}
        }
        if shown != "text" || events.last() != Some(&shown) {
            events.push(shown);
        }
    }
    events
}
