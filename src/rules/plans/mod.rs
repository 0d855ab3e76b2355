//! NB4: problems, and the plans that answer them.

pub mod plan_copied_from_results;
pub mod problem_without_plan;
pub mod unlisted_problems;
pub mod vague_problem;

use super::Sight;
use crate::outline::{ListItem, names_none};
use crate::schema::Role;
use crate::trace::{self, Strength};

/// Whether the part still waits to be written: what it lacks is no finding then.
fn is_unwritten(sight: &Sight<'_>, role: Role) -> bool {
    sight.outline.of_role(role).any(|stretch| sight.is_unwritten(stretch))
}

/// The problems that no plan answers, with their place in the outline. None
/// while problem or plans wait to be written, and where no problem is named.
fn unanswered<'a>(sight: &Sight<'a>) -> Vec<(usize, &'a ListItem)> {
    let outline = sight.outline;
    if outline.problems.is_empty() || outline.plans.is_empty() || is_unwritten(sight, Role::Plan) {
        return Vec::new();
    }
    let is_named = |problem: &ListItem| !names_none(sight.get(&problem.extent)) && !trace::is_unwritten(outline, sight.paragraphs, problem);
    let problems = outline.problems.iter().zip(&sight.links().problems).enumerate();
    let unanswered = problems.filter(|(_, (problem, link))| link.strength == Strength::None && is_named(problem));
    unanswered.map(|(index, (problem, _))| (index, problem)).collect()
}
