//! A pattern as steps over characters: made in no time, unlike an automaton over
//! bytes, in which each repetition of a class of Unicode is written out.

use super::class::Class;
use super::node::Node;

/// A pattern of more steps is left to the automaton.
const MOST_STEPS: usize = 400;
/// More characters than this tell nothing of where a match can start.
const MOST_FIRSTS: usize = 200;

/// One step of a match.
#[derive(Debug)]
pub(super) enum Step {
    /// This word.
    Word(Box<str>),
    /// One of these words, the earlier ones first.
    Words(Box<[Box<str>]>),
    /// A character of the class.
    One(Class),
    /// Characters of the class, at least and at most so many; as many or as few as go.
    Run(Class, u32, u32, bool),
    /// On with one of these steps, the earlier ones first.
    Split(Box<[usize]>),
    /// On with this step.
    Jump(usize),
    /// A group starts or ends.
    Save(usize),
    /// The start of the text.
    Start,
    /// The end of the text.
    End,
    /// All has matched.
    Match,
}

/// The steps of a pattern.
#[derive(Debug)]
pub(super) struct Steps {
    pub steps: Box<[Step]>,
    /// Every match starts where the text does.
    pub anchored: bool,
    /// What a match can start with, where that tells anything.
    pub first: Option<Class>,
    /// Every match ends where the text does and has at most so many bytes.
    pub reach: Option<usize>,
}

impl Steps {
    /// The steps of a pattern; none where it asks for what they cannot do.
    pub fn of(node: &Node) -> Option<Self> {
        let mut steps = Vec::new();
        emit(node, &mut steps)?;
        steps.push(Step::Match);
        Some(Self {
            steps: steps.into(),
            anchored: node.is_at_start(),
            first: node.first().filter(|class| class.size() <= MOST_FIRSTS),
            reach: node.longest().filter(|_| node.is_at_end()),
        })
    }
}

fn emit(node: &Node, steps: &mut Vec<Step>) -> Option<()> {
    if steps.len() > MOST_STEPS {
        return None;
    }
    match node {
        Node::Word(word) => steps.push(Step::Word(word.as_str().into())),
        Node::One(class) => steps.push(Step::One(class.clone())),
        Node::Start => steps.push(Step::Start),
        Node::End => steps.push(Step::End),
        Node::Repeat(sub, min, max, greedy) => repeat(sub, *min, *max, *greedy, steps)?,
        Node::Group(number, sub) => {
            steps.push(Step::Save(number * 2));
            emit(sub, steps)?;
            steps.push(Step::Save(number * 2 + 1));
        }
        Node::All(parts) => parts.iter().try_for_each(|part| emit(part, steps))?,
        Node::Any(branches) => match words(branches) {
            Some(words) => steps.push(Step::Words(words)),
            None => split(branches, steps)?,
        },
    }
    Some(())
}

fn words(branches: &[Node]) -> Option<Box<[Box<str>]>> {
    let word = |branch: &Node| if let Node::Word(word) = branch { Some(word.as_str().into()) } else { None };
    branches.iter().map(word).collect()
}

fn split(branches: &[Node], steps: &mut Vec<Step>) -> Option<()> {
    let at = steps.len();
    steps.push(Step::Match);
    let (mut starts, mut ends) = (Vec::new(), Vec::new());
    for branch in branches {
        starts.push(steps.len());
        emit(branch, steps)?;
        ends.push(steps.len());
        steps.push(Step::Match);
    }
    let behind = steps.len();
    set(steps, at, Step::Split(starts.into()));
    ends.into_iter().for_each(|end| set(steps, end, Step::Jump(behind)));
    Some(())
}

fn set(steps: &mut [Step], at: usize, step: Step) {
    if let Some(place) = steps.get_mut(at) {
        *place = step;
    }
}

fn repeat(sub: &Node, min: u32, max: u32, greedy: bool, steps: &mut Vec<Step>) -> Option<()> {
    let single = match sub {
        Node::One(class) => Some(class.clone()),
        Node::Word(word) => {
            let mut chars = word.chars();
            chars.next().filter(|_| chars.next().is_none()).map(|c| Class::of(vec![(c, c)]))
        }
        _ => None,
    };
    if let Some(class) = single {
        steps.push(Step::Run(class, min, max, greedy));
        return Some(());
    }
    // What may match nothing could be repeated for ever.
    if max == u32::MAX && sub.may_be_empty() {
        return None;
    }
    for _ in 0..min {
        let before = steps.len();
        emit(sub, steps)?;
        // Nothing, however often, is nothing.
        if steps.len() == before {
            return Some(());
        }
    }
    let order =
        |inside: usize, behind: usize| -> Box<[usize]> { if greedy { Box::new([inside, behind]) } else { Box::new([behind, inside]) } };
    if max == u32::MAX {
        let at = steps.len();
        steps.push(Step::Match);
        emit(sub, steps)?;
        steps.push(Step::Jump(at));
        let behind = steps.len();
        set(steps, at, Step::Split(order(at + 1, behind)));
        return Some(());
    }
    let mut splits = Vec::new();
    for _ in min..max {
        splits.push(steps.len());
        steps.push(Step::Match);
        emit(sub, steps)?;
    }
    let behind = steps.len();
    splits.into_iter().for_each(|at| set(steps, at, Step::Split(order(at + 1, behind))));
    Some(())
}
