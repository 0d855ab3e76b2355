//! NB4: problems, and the plans that answer them.

pub mod plan_copied_from_results;
pub mod problem_without_plan;
pub mod unlisted_problems;
pub mod vague_problem;

use super::Sight;
use crate::schema::Role;

/// Whether the part still waits to be written: what it lacks is no finding then.
fn is_unwritten(sight: &Sight<'_>, role: Role) -> bool {
    sight.outline.of_role(role).any(|stretch| sight.is_unwritten(stretch))
}
