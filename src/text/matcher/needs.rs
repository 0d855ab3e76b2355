//! The words that every match must hold.

use super::super::sketch::{Sketch, Word};
use super::class::Class;
use super::node::Node;

/// More words than this are no help in telling texts apart.
const MOST_WORDS: usize = 48;

/// What a text has that holds a match.
#[derive(Debug, Default)]
pub(super) struct Needs {
    /// It starts with one of these, where every match starts with the text …
    opens: Option<Class>,
    /// … and ends with one of these, where every match ends with it.
    closes: Option<Class>,
    /// It holds at least one word of each list.
    words: Vec<Vec<Word>>,
}

impl Needs {
    pub fn of(node: &Node) -> Self {
        let mut needs = Self {
            opens: node.first().filter(|_| node.is_at_start()),
            closes: node.last().filter(|_| node.is_at_end()),
            words: Vec::new(),
        };
        needs.gather(node);
        // What few words can tell is asked first.
        needs.words.sort_by_key(Vec::len);
        needs
    }

    pub fn are_met(&self, text: &str) -> bool {
        let has = |class: &Option<Class>, c: Option<char>| class.as_ref().is_none_or(|class| c.is_some_and(|c| class.has(c)));
        if !has(&self.opens, text.chars().next()) || !has(&self.closes, text.chars().next_back()) {
            return false;
        }
        self.words.iter().all(|words| words.iter().any(|word| word.is_in(text)))
    }

    pub fn may_be_met(&self, sketch: &Sketch) -> bool {
        self.words.iter().all(|words| words.iter().any(|word| sketch.may_hold(word)))
    }

    fn gather(&mut self, node: &Node) {
        match node {
            Node::All(parts) => parts.iter().for_each(|part| self.gather(part)),
            Node::Group(_, sub) => self.gather(sub),
            Node::Repeat(sub, min, ..) if *min > 0 => self.gather(sub),
            _ => self.words.extend(any_of(node).filter(|words| !words.is_empty()).map(|words| words.iter().map(|w| Word::of(w)).collect())),
        }
    }
}

/// Words of which every match holds at least one; `None` where there are no such.
fn any_of(node: &Node) -> Option<Vec<String>> {
    match node {
        Node::Word(word) => Some(vec![word.clone()]),
        Node::One(class) => (class.size() <= 12).then(|| class.ranges().flat_map(|(from, to)| from..=to).map(String::from).collect()),
        Node::Group(_, sub) => any_of(sub),
        Node::Repeat(sub, min, ..) if *min > 0 => any_of(sub),
        // The part whose shortest word is longest tells most.
        Node::All(parts) => parts.iter().filter_map(any_of).max_by_key(|words| words.iter().map(String::len).min()),
        Node::Any(branches) => {
            let words: Vec<String> = branches.iter().map(any_of).collect::<Option<Vec<_>>>()?.concat();
            (words.len() <= MOST_WORDS).then_some(words)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(source: &str) -> Vec<Vec<String>> {
        Needs::of(&Node::read(source).unwrap().node)
            .words
            .iter()
            .map(|words| words.iter().map(|w| w.as_str().to_owned()).collect())
            .collect()
    }

    #[test]
    fn what_a_match_must_hold() {
        assert_eq!(needs("截止到?目前"), [["截止"], ["目前"]]);
        assert_eq!(needs("(?:但|仍)[^。]{0,60}(?:存在|有)(?:着)?问题"), [vec!["问题"], vec!["但", "仍"], vec!["存在", "有"]]);
        assert_eq!(needs("（[一-龥]+年）"), [vec!["年"], vec!["(", "（"], vec![")", "）"]]);
        assert!(needs("[^。]{3,5}").is_empty() && needs("(?:甲|.)").is_empty() && needs("甲*").is_empty());
    }
}
