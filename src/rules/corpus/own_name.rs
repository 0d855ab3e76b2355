//! Names of places that a report speaks of as its own. No gazetteer: a name is
//! two characters, as most are, and the last one of the issuer's own name, and it is
//! read only where a clause begins with it or where it is named as what the
//! report is good for.

use crate::syntax::Block;
use crate::text::width::{is_blank, is_han, narrow};
use crate::words;
use std::ops::Range;

/// The names in a block (bytes) that end like `own` and are spoken of as its own, though they are others.
pub(super) fn own_names(block: &Block, own: &str) -> Vec<Range<usize>> {
    let text = &*block.text;
    let table = words::other_place();
    let Some(suffix) = own.chars().next_back().filter(|c| table.ends.has(*c) || table.ends_of_principals.has(*c)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (at, _) in text.match_indices(suffix) {
        let end = at + suffix.len_utf8();
        let behind = text.get(end..).unwrap_or_default();
        if behind.chars().next().is_some_and(|c| table.go_on.has(c) && !table.organ.is_match(behind) && !table.principal.is_match(behind)) {
            continue;
        }
        let Some(from) = start_of_name(block, at, suffix) else { continue };
        let (name, sentence) = (text.get(from..end).unwrap_or_default(), sentence(text, from, end));
        let others = name == own || own.ends_with(name) || name.ends_with(own);
        let own_named = sentence.contains(own) || words::places().selves.iter().any(|me| sentence.contains(&format!("{me}{suffix}")));
        let listed = behind.starts_with('、') || !begins(block, from) && text.get(..from).is_some_and(|t| t.ends_with('、'));
        if !others && !own_named && !listed && !table.otherwise.is_in(sentence) && is_own(block, from, end) {
            found.push(from..end);
        }
    }
    found
}

/// Where the name that ends in front of the suffix at byte `at` starts: two characters
/// that are no word of the language (示范县, 山区县), where a clause or a name may start.
fn start_of_name(block: &Block, at: usize, suffix: char) -> Option<usize> {
    let before = block.text.get(..at)?;
    let mut chars = before.char_indices().rev();
    let ((_, second), (from, first)) = (chars.next()?, chars.next()?);
    let front = before.get(..from)?;
    let word: String = [first, second].iter().collect();
    let is_name = is_han(first) && is_han(second) && !words::common_words().has(&word);
    let table = words::other_place();
    let plain = !table.no_starts.has(first) && !table.no_seconds.has(second) && first != suffix;
    let may_start = front.chars().next_back().is_none_or(|c| !is_han(c)) || begins(block, from) || table.purpose.is_match(front);
    (is_name && plain && may_start).then_some(from)
}

/// Whether the name is the subject of its clause or what the report is good for.
fn is_own(block: &Block, from: usize, end: usize) -> bool {
    let (text, table) = (&*block.text, words::other_place());
    let (before, behind) = (text.get(..from).unwrap_or_default(), text.get(end..).unwrap_or_default());
    if table.others.at_start(behind).is_some() {
        return false;
    }
    let suffix = before_end(text, end);
    if table.purpose.is_match(before) && !table.ends_of_principals.has(suffix) {
        return table.matter.is_match(behind);
    }
    let front = before.trim_end_matches(is_blank).chars().next_back();
    let starts = front.is_none_or(|c| matches!(narrow(c), ',' | '。' | ';' | ':' | '!' | '?' | ')' | '.')) || begins(block, from);
    let word: String = behind.chars().take(2).collect();
    if table.principal.is_match(behind) {
        return starts;
    }
    starts && !table.ends_of_principals.has(suffix) && (table.organ.is_match(behind) || words::common_words().has(&word))
}

/// The last character of a name that ends at a byte.
fn before_end(text: &str, end: usize) -> char {
    text.get(..end).and_then(|t| t.chars().next_back()).unwrap_or(' ')
}

/// Whether the text of a heading or of an item (一是…) begins at a byte.
fn begins(block: &Block, from: usize) -> bool {
    let from = from as u32;
    block.heading.as_ref().is_some_and(|h| h.title.start == from) || block.items.iter().any(|item| item.text.start == from)
}

/// The sentence around a passage.
fn sentence(text: &str, from: usize, end: usize) -> &str {
    let is_stop = |c: char| matches!(narrow(c), '。' | ';' | '!' | '?');
    let start = text.get(..from).and_then(|t| t.rfind(is_stop)).unwrap_or(0);
    let stop = text.get(end..).and_then(|t| t.find(is_stop)).map_or(text.len(), |at| end + at);
    text.get(start..stop).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::own_names;
    use crate::syntax::Tree;

    fn found(text: &str, own: &str) -> Vec<String> {
        let tree = Tree::parse(text, crate::syntax::SourceFormat::PlainText);
        tree.blocks().iter().flat_map(|b| own_names(b, own).into_iter().map(|range| b.text[range].to_owned())).collect()
    }

    #[test]
    fn another_name_in_the_place_of_the_own() {
        for text in [
            "2025年，安澜县坚持依法行政。",
            "（一）强化统筹。安澜县司法局组织培训12次。",
            "一是安澜县人民政府印发方案。二是落实责任。",
            "安澜县全面推行三项制度。",
            "为安澜县高质量发展提供法治保障。",
            "推进安澜县法治政府建设。",
            "安澜县委、县政府高度重视。",
            "安澜县深入落实行政执法三项制度，服务企业120家，诉讼案件下降。",
            "（三）优化服务。安澜县政务服务中心设窗口12个。",
        ] {
            assert_eq!(found(text, "清河县"), ["安澜县"], "{text}");
        }
        assert_eq!(found("石桥镇坚持依法行政。", "青阳镇"), ["石桥镇"]);
        assert_eq!(found("河东区人民政府印发方案。", "城北区"), ["河东区"]);
        assert_eq!(found("安澜市政府主要负责同志主持召开会议。安澜市坚持创新。", "青溪市"), ["安澜市"]);
    }

    #[test]
    fn partners_superiors_events_and_common_words() {
        for text in [
            "清河县坚持依法行政，安澜县推广我县做法。",
            "赴安澜县考察。",
            "与安澜县签订协议。",
            "安澜县、云岭县联合执法。",
            "对口支援安澜县。",
            "安澜县人民法院异地管辖行政案件12件。",
            "在安澜县召开现场会。",
            "安澜县企业投诉办结率100%。",
            "安澜县居民李某申请复议。",
            "安澜县籍务工人员12人。",
            "示范县建设稳步推进。",
            "山区县加快发展。",
            "全县坚持依法行政，本县、各县司法局。",
            "青溪市人民政府印发方案。",
            "在全县推行，对各县政府，由县政府印发，并报县司法局审核，提请县政府同意，经本县委研究。",
            "省司法厅、青溪市司法局开展督察。",
            "县域经济、县级部门、县直单位。",
            "创建国家级示范县，建设法治县。",
            "清河县司法局组织培训。",
            "安澜县发生一起火灾，全县举一反三。",
            "开发区管委会落实责任，社区、景区、辖区加强巡查。",
        ] {
            assert_eq!(found(text, "清河县"), [""; 0], "{text}");
        }
        assert_eq!(found("示范区加快建设，开发区管委会印发方案，城区全面整治。", "城北区"), [""; 0]);
    }
}
