//! What patterns of tables are written in, as a tree.
//!
//! The language of regular expressions is larger; whatever is not read here is
//! left to the library whole.

use super::super::width::narrow;
use super::class::Class;
use std::iter::Peekable;
use std::str::Chars;
use std::sync::OnceLock;

/// Deepest nesting.
const DEEPEST: usize = 40;

/// A pattern, or a part of one.
#[derive(Debug, PartialEq)]
pub(super) enum Node {
    /// This word.
    Word(String),
    /// A character.
    One(Class),
    /// The start of the text.
    Start,
    /// The end of the text.
    End,
    /// A part at least and at most so many times, as often or as rarely as goes.
    Repeat(Box<Node>, u32, u32, bool),
    /// A group, by its number.
    Group(usize, Box<Node>),
    /// One behind the other.
    All(Vec<Node>),
    /// One of these, the earlier ones first.
    Any(Vec<Node>),
}

/// A pattern with the names of its groups, the whole included.
pub(super) struct Read {
    pub node: Node,
    pub names: Vec<Option<Box<str>>>,
}

impl Node {
    /// Reads a pattern in which a full-width mark stands for both widths.
    pub fn read(source: &str) -> Option<Read> {
        let mut reader = Reader { chars: source.chars().peekable(), names: vec![None], depth: 0 };
        let node = reader.branches()?;
        reader.chars.next().is_none().then_some(Read { node, names: reader.names })
    }

    /// Whether it may match without taking a character.
    pub fn may_be_empty(&self) -> bool {
        match self {
            Node::Word(word) => word.is_empty(),
            Node::One(_) => false,
            Node::Start | Node::End => true,
            Node::Repeat(sub, min, ..) => *min == 0 || sub.may_be_empty(),
            Node::Group(_, sub) => sub.may_be_empty(),
            Node::All(parts) => parts.iter().all(Node::may_be_empty),
            Node::Any(branches) => branches.iter().any(Node::may_be_empty),
        }
    }

    /// The most bytes that it takes, where there is such a number.
    pub fn longest(&self) -> Option<usize> {
        match self {
            Node::Word(word) => Some(word.len()),
            Node::One(_) => Some(char::MAX.len_utf8()),
            Node::Start | Node::End => Some(0),
            Node::Repeat(_, _, u32::MAX, _) => None,
            Node::Repeat(sub, _, max, _) => sub.longest()?.checked_mul(*max as usize),
            Node::Group(_, sub) => sub.longest(),
            Node::All(parts) => parts.iter().try_fold(0usize, |sum, part| sum.checked_add(part.longest()?)),
            Node::Any(branches) => branches.iter().map(Node::longest).try_fold(0, |most, length| Some(most.max(length?))),
        }
    }

    /// Whether every match starts where the text does.
    pub fn is_at_start(&self) -> bool {
        self.is_at(&Node::Start, &|parts| parts.first())
    }

    /// Whether every match ends where the text does.
    pub fn is_at_end(&self) -> bool {
        self.is_at(&Node::End, &|parts| parts.last())
    }

    fn is_at(&self, place: &Node, outer: &dyn Fn(&[Node]) -> Option<&Node>) -> bool {
        match self {
            Node::Start | Node::End => self == place,
            Node::Group(_, sub) => sub.is_at(place, outer),
            Node::Repeat(sub, min, ..) => *min > 0 && sub.is_at(place, outer),
            Node::All(parts) => outer(parts).is_some_and(|part| part.is_at(place, outer)),
            Node::Any(branches) => branches.iter().all(|branch| branch.is_at(place, outer)),
            Node::Word(_) | Node::One(_) => false,
        }
    }

    /// The characters that it can start with; none where it may be empty or that is not known.
    pub fn first(&self) -> Option<Class> {
        let mut ranges = Vec::new();
        self.edge(&mut ranges, false).map(|()| Class::of(ranges))
    }

    /// The characters that it can end with; none where it may be empty or that is not known.
    pub fn last(&self) -> Option<Class> {
        let mut ranges = Vec::new();
        self.edge(&mut ranges, true).map(|()| Class::of(ranges))
    }

    fn edge(&self, ranges: &mut Vec<(char, char)>, last: bool) -> Option<()> {
        match self {
            Node::Word(word) => {
                let c = if last { word.chars().next_back() } else { word.chars().next() }?;
                ranges.push((c, c));
                Some(())
            }
            Node::One(class) => {
                ranges.extend(class.ranges());
                Some(())
            }
            Node::Start | Node::End => None,
            Node::Repeat(sub, min, ..) => sub.edge(ranges, last).filter(|()| *min > 0),
            Node::Group(_, sub) => sub.edge(ranges, last),
            Node::Any(branches) => branches.iter().try_for_each(|branch| branch.edge(ranges, last)),
            Node::All(parts) => {
                let mut at = 0..parts.len();
                while let Some(part) = (if last { at.next_back() } else { at.next() }).and_then(|index| parts.get(index)) {
                    if let Node::Start | Node::End = part {
                        continue;
                    }
                    let inner = if let Node::Repeat(sub, ..) = part { sub } else { part };
                    inner.edge(ranges, last)?;
                    if !part.may_be_empty() {
                        return Some(());
                    }
                }
                None
            }
        }
    }
}

struct Reader<'s> {
    chars: Peekable<Chars<'s>>,
    names: Vec<Option<Box<str>>>,
    depth: usize,
}

impl Reader<'_> {
    fn takes(&mut self, c: char) -> bool {
        self.chars.next_if_eq(&c).is_some()
    }

    /// Branches up to the end or the bracket that closes them.
    fn branches(&mut self) -> Option<Node> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let mut branches = vec![self.parts()?];
        while self.takes('|') {
            branches.push(self.parts()?);
        }
        self.depth -= 1;
        if branches.len() > 1 { Some(Node::Any(branches)) } else { branches.pop() }
    }

    fn parts(&mut self) -> Option<Node> {
        let mut parts = Vec::new();
        while let Some(c) = self.chars.next_if(|c| !matches!(c, '|' | ')')) {
            let part = self.part(c)?;
            let part = self.repeated(part)?;
            match (parts.last_mut(), part) {
                // Letters of a word come one by one; one that is repeated is no part of it.
                (Some(Node::Word(word)), Node::Word(more)) => word.push_str(&more),
                (_, part) => parts.push(part),
            }
        }
        if parts.len() == 1 { parts.pop() } else { Some(Node::All(parts)) }
    }

    fn part(&mut self, c: char) -> Option<Node> {
        Some(match c {
            '^' => Node::Start,
            '$' => Node::End,
            '.' => Node::One(Class::of(vec![('\n', '\n')]).others()),
            '[' => Node::One(self.class()?),
            '(' => self.group()?,
            '\\' => match self.escaped()? {
                Escaped::Char(c) => Node::Word(c.to_string()),
                Escaped::Class(class) => Node::One(class),
            },
            '*' | '+' | '?' | '{' | '}' | ']' => return None,
            mark if is_mark(mark) => Node::One(Class::of(vec![(mark, mark), (narrow(mark), narrow(mark))])),
            c => Node::Word(c.to_string()),
        })
    }

    fn group(&mut self) -> Option<Node> {
        let number = if !self.takes('?') {
            Some(None)
        } else if self.takes(':') {
            None
        } else {
            self.takes('P');
            if !self.takes('<') {
                return None;
            }
            let mut name = String::new();
            while let Some(c) = self.chars.next_if(|c| c.is_ascii_alphanumeric() || *c == '_') {
                name.push(c);
            }
            if !self.takes('>') {
                return None;
            }
            Some(Some(name.into_boxed_str()))
        };
        let number = number.map(|name| {
            self.names.push(name);
            self.names.len() - 1
        });
        let inner = self.branches()?;
        if !self.takes(')') {
            return None;
        }
        Some(match number {
            Some(number) => Node::Group(number, Box::new(inner)),
            None => inner,
        })
    }

    /// A part with the count behind it.
    fn repeated(&mut self, part: Node) -> Option<Node> {
        let (min, max) = match self.chars.peek() {
            Some('?') => (0, 1),
            Some('*') => (0, u32::MAX),
            Some('+') => (1, u32::MAX),
            Some('{') => {
                self.chars.next();
                let min = self.number()?;
                let max = if !self.takes(',') {
                    min
                } else if self.chars.peek() == Some(&'}') {
                    u32::MAX
                } else {
                    self.number()?
                };
                (min, max)
            }
            _ => return Some(part),
        };
        if !matches!(self.chars.next()?, '?' | '*' | '+' | '}') {
            return None;
        }
        let greedy = !self.takes('?');
        let more = matches!(self.chars.peek(), Some('?' | '*' | '+' | '{'));
        (!more && min <= max && max > 0).then(|| Node::Repeat(Box::new(part), min, max, greedy))
    }

    fn number(&mut self) -> Option<u32> {
        let mut digits = String::new();
        while let Some(digit) = self.chars.next_if(char::is_ascii_digit) {
            digits.push(digit);
        }
        digits.parse().ok().filter(|number| *number < u32::MAX)
    }

    /// A class up to its closing bracket.
    fn class(&mut self) -> Option<Class> {
        let others = self.takes('^');
        let mut ranges = Vec::new();
        let mut first = true;
        loop {
            let c = self.chars.next()?;
            match c {
                ']' if !first => break,
                '[' | ']' => return None,
                // Written twice these are operators.
                '&' | '~' if self.chars.peek() == Some(&c) => return None,
                // A dash stands for itself at either end only.
                '-' if first => ranges.push(('-', '-')),
                '-' if self.chars.peek() == Some(&']') => ranges.push(('-', '-')),
                '-' => return None,
                c => {
                    let from = if c == '\\' { self.escaped()? } else { Escaped::Char(c) };
                    match from {
                        Escaped::Class(class) => ranges.extend(class.ranges()),
                        Escaped::Char(from) => self.range(c, from, &mut ranges)?,
                    }
                }
            }
            first = false;
        }
        let class = Class::of(ranges);
        Some(if others { class.others() } else { class })
    }

    /// A character of a class, or all from it to another.
    fn range(&mut self, written: char, from: char, ranges: &mut Vec<(char, char)>) -> Option<()> {
        let mut ahead = self.chars.clone();
        if ahead.next() == Some('-') && ahead.next() != Some(']') {
            self.chars.next();
            let to = self.chars.next()?;
            let plain = !is_mark(from) && !is_mark(to) && !matches!(to, '[' | ']' | '\\' | '-' | '&' | '~');
            ranges.push((from, to));
            return (plain && from <= to).then_some(());
        }
        ranges.push((from, from));
        if is_mark(written) {
            ranges.push((narrow(written), narrow(written)));
        }
        Some(())
    }

    /// What stands behind a backslash.
    fn escaped(&mut self) -> Option<Escaped> {
        static DIGITS: OnceLock<Class> = OnceLock::new();
        static BLANKS: OnceLock<Class> = OnceLock::new();
        static HAN: OnceLock<Class> = OnceLock::new();
        let known = |class: &OnceLock<Class>, source| Escaped::Class(class.get_or_init(|| Class::named(source)).clone());
        Some(match self.chars.next()? {
            'd' => known(&DIGITS, "\\d"),
            's' => known(&BLANKS, "\\s"),
            'p' if "{Han}".chars().all(|c| self.takes(c)) => known(&HAN, "\\p{Han}"),
            c if c.is_ascii_punctuation() && !matches!(c, '<' | '>') => Escaped::Char(c),
            _ => return None,
        })
    }
}

/// What stands behind a backslash.
enum Escaped {
    Char(char),
    Class(Class),
}

/// Whether a character stands for itself and its half-width twin.
fn is_mark(c: char) -> bool {
    let twin = narrow(c);
    twin != c && !twin.is_ascii_alphanumeric() && twin != ' '
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_patterns_of_the_tables_are_read() {
        for pattern in [
            "^(?P<issuer>[^，。：；《》>＞|]{0,40}?)(?:关于)?(20\\d\\d|二[〇○零]{2})年?$",
            "[-—–~～至到]|\\s*：?",
            "[0-9０-９]+(?:个|家)",
            "(.{2,})(?<b>甲)",
        ] {
            assert!(Node::read(pattern).is_some(), "{pattern}");
        }
    }

    #[test]
    fn what_is_not_known_is_left_to_the_library() {
        for pattern in [
            "(",
            ")",
            "(?i)a",
            "\\b",
            "\\w",
            "[[:alpha:]]",
            "[a&&b]",
            "a**",
            "a{2}{3}",
            "a{,3}",
            "\\（",
            "[]a]",
            "*",
            "a{3,2}",
            "{",
            "[（-）]",
        ] {
            assert!(Node::read(pattern).is_none(), "{pattern}");
        }
    }
}
