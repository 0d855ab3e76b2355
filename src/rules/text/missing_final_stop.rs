//! # missing-final-stop
//!
//! ## What it does
//!
//! Reports a paragraph of running text of more than 40 characters that does not end with 。 ！ ？ ： ；
//! or with a quotation mark or bracket behind one of these. Headings, tables, bulleted lists and
//! labels (责任单位：…) are left alone, and so is a draft in which most paragraphs end without a stop,
//! since its lines are not its paragraphs.
//!
//! ## Why it matters
//!
//! Where the stop is missing, the end of the sentence is often missing too.
//!
//! ## Example
//!
//! > 全年评查行政处罚、行政许可案卷共120卷，合格118卷，对发现的问题逐项督促整改，执法质量稳步提高
//!
//! ## Instead
//!
//! > 全年评查行政处罚、行政许可案卷共120卷，合格118卷，对发现的问题逐项督促整改，执法质量稳步提高。
//!
//! ## Source
//!
//! GB/T 15834-2011.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): 0.6 findings per million
//! characters, both in joined headings.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 超过40个字的正文段落末尾没有句号、问号、叹号、冒号、分号（后面可以跟引号、括号）。标题、表格、
//! 项目符号列表、“责任单位：……”一类的标注不在此列；多数段落都没有句末标点的文本，其行不是段，也不提示。
//!
//! ## 为什么
//!
//! 段末没有标点，常常是后面的话也丢了。
//!
//! ## 示例
//!
//! > 全年评查行政处罚、行政许可案卷共120卷，合格118卷，对发现的问题逐项督促整改，执法质量稳步提高
//!
//! ## 改为
//!
//! > 全年评查行政处罚、行政许可案卷共120卷，合格118卷，对发现的问题逐项督促整改，执法质量稳步提高。
//!
//! ## 依据
//!
//! GB/T 15834-2011。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：每百万字0.6条，都是标题与正文粘连之处。

use crate::message::Message;
use crate::rules::{BlockCheck, Check, FixKind, Found, Rule, Severity, Sight};
use crate::schema::Role;
use crate::syntax::{Block, Local, Span};
use crate::text::width::{is_blank, is_han, narrow};

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB704",
    name: "missing-final-stop",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("missing_final_stop.rs"),
};

/// Paragraphs up to this many characters may be headings, captions or entries of a list.
const SHORT: usize = 40;
/// Lines of a page are at most this many characters long.
const LINE: usize = 60;

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let mut paragraphs = 0;
    let mut open = Vec::new();
    for (index, ending) in sight.notes(ending) {
        paragraphs += usize::from(!matches!(*ending, Ending::None));
        if let Ending::Open(words) = &*ending
            && let Some(block) = sight.block(index)
            && !goes_on(sight, index, block)
        {
            open.push(Span { block: index, range: words.clone() });
        }
    }
    // Most paragraphs without a stop: lines, or a house without stops.
    if open.len() > 3 && open.len() * 2 > paragraphs {
        return Vec::new();
    }
    open.into_iter().map(|span| Found::new(span, Message::new("missing-final-stop"))).collect()
}

/// How the running text of a block ends.
enum Ending {
    /// There is none that needs a stop.
    None,
    /// With a stop.
    Closed,
    /// With these words.
    Open(Local),
}

fn ending(at: &BlockCheck<'_>) -> Ending {
    let checked = matches!(at.role, Role::Lead | Role::Results | Role::Problems | Role::Plan);
    match running(at.block).filter(|_| checked) {
        None => Ending::None,
        Some(text) if is_closed(at.block.get(&text)) => Ending::Closed,
        Some(text) => Ending::Open(last_words(at.block, text)),
    }
}

/// The running text of a block, if it is long enough to need a stop.
fn running(block: &Block) -> Option<Local> {
    let indent = block.text.trim_start_matches(is_blank);
    if !block.is_text() || block.hashes > 0 || indent.starts_with(['-', '*', '+', '•', '●', '■', '>']) && !indent.starts_with("**") {
        return None;
    }
    let range = match &block.heading {
        Some(heading) if heading.is_run_in() => heading.rest.clone(),
        Some(heading) if heading.overlong => heading.title.clone(),
        Some(_) => return None,
        None => block.body.clone(),
    };
    let text = block.get(&range);
    let clauses = text.contains(['，', ',', '。', '；', ';']);
    (clauses && !is_label(text) && text.chars().filter(|c| !is_blank(*c)).nth(SHORT).is_some()).then_some(range)
}

/// 责任单位：县司法局、县公安局… is a note on what stands before it.
fn is_label(text: &str) -> bool {
    let name = text.char_indices().take(9).find(|(_, c)| narrow(*c) == ':');
    name.is_some_and(|(at, c)| !text.get(at + c.len_utf8()..).unwrap_or_default().contains(['。', '；', ';']))
}

/// Whether a text ends with a stop, marks and notes behind it aside.
fn is_closed(text: &str) -> bool {
    let mut rest = text.trim_end_matches(|c: char| is_blank(c) || matches!(c, '*' | '\\' | '_'));
    loop {
        let Some(last) = rest.chars().next_back() else { return true };
        match narrow(last) {
            '。' | '!' | '?' | ':' | ';' | '…' | '—' | '.' | '>' | '|' => return true,
            // A note of any length may follow the stop: 。（责任单位：…） 。[1]
            ')' | ']' | '〕' | '】' => match matching(rest) {
                Some(at) if rest.get(..at).is_some_and(is_closed) => return true,
                _ => rest = rest.strip_suffix(last).unwrap_or_default(),
            },
            '”' | '’' | '》' | '〉' | '"' | '」' | '』' => rest = rest.strip_suffix(last).unwrap_or_default(),
            '①'..='⑳' => rest = rest.strip_suffix(last).unwrap_or_default(),
            _ => return false,
        }
    }
}

/// Where the bracket that closes `text` was opened.
fn matching(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices().rev() {
        match narrow(c) {
            ')' | ']' | '〕' | '】' => depth += 1,
            '(' | '[' | '〔' | '【' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether the line may break inside its sentence: the next one follows at once
/// and starts with neither indent nor number, and no line is longer than a page is wide.
fn goes_on(sight: &Sight<'_>, index: usize, block: &Block) -> bool {
    let Some(next) = sight.block(index + 1) else { return false };
    let glued = sight.tree.start(index + 1) <= sight.tree.end(index) + 2;
    let starts_anew = next.heading.is_some() || !next.is_text() || next.items.first().is_some_and(|i| i.mark.start == next.body.start);
    let (indent, own) = (next.body.start, block.body.start);
    let short = |b: &Block| b.body().chars().count() <= LINE;
    glued && !starts_anew && (indent == 0 || indent < own) && (block.is_wrapped() || short(block))
}

/// The last words of a paragraph, back to the mark before them.
fn last_words(block: &Block, range: Local) -> Local {
    let text = block.get(&range);
    let mut from = text.len();
    for (count, (at, c)) in text.char_indices().rev().enumerate() {
        if count >= 6 || count > 0 && !is_han(c) && !c.is_alphanumeric() {
            break;
        }
        from = at;
    }
    range.start + from as u32..range.end
}
