//! A panic in a rule is a mistake of ours that must not cost a drafter more
//! than this rule's findings.

use super::Rule;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// A rule that broke off: its findings are missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// The rule.
    pub rule: &'static Rule,
    /// What the panic said.
    pub cause: Arc<str>,
}

/// What `check` gives, or what its panic said.
pub(super) fn guarded<T>(check: impl FnOnce() -> T) -> Result<T, Arc<str>> {
    let outer = INSIDE.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(check));
    INSIDE.set(outer);
    outcome.map_err(|cause| panic_text(&*cause).into())
}

/// Whether this thread is at a check whose panic is told by [`super::Analysis::broken`],
/// so that a panic hook need not.
pub fn is_guarded() -> bool {
    INSIDE.get()
}

/// What a panic said.
pub fn panic_text(cause: &(dyn std::any::Any + Send)) -> String {
    let text = cause.downcast_ref::<&str>().map(|t| (*t).to_owned());
    text.or_else(|| cause.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown".to_owned())
}
