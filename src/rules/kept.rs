//! What is kept of a block: the findings of the block rules, and what report
//! rules read of it. Both are functions of the block, its role and the
//! report's context, and are read anew when one of these changes.

use super::Rule;
use super::check::{BlockCheck, Check, Context, Found};
use super::guard::{Broken, guarded};
use crate::outline::Paragraph;
use crate::schema::Role;
use crate::trace::Known;
use std::any::{Any, TypeId};
use std::sync::{Arc, Mutex, PoisonError};

/// What is kept of a draft as a whole.
#[derive(Debug, Default)]
pub(super) struct Memo {
    /// Which plans answered the problems.
    pub links: Known,
    context: Mutex<Option<Arc<Context>>>,
}

impl Memo {
    /// The context, the same one again where it is equal to the last: what was
    /// kept under it need not be compared.
    pub fn context(&self, now: Context) -> Arc<Context> {
        let mut last = self.context.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some(last) if **last == now => last.clone(),
            _ => last.insert(Arc::new(now)).clone(),
        }
    }
}

/// What is kept of one block.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<Option<Under>>);

/// Role and context, and what was learnt under them.
#[derive(Debug)]
struct Under {
    role: Role,
    context: Arc<Context>,
    judged: Option<Arc<Judged>>,
    /// By type, with what else they were read under.
    notes: Vec<(TypeId, u64, Arc<dyn Any + Send + Sync>)>,
}

/// What the rules say of a block, or of the report.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub found: Vec<(&'static Rule, Found)>,
    pub broken: Vec<Broken>,
}

impl Judged {
    /// Takes down what a rule finds; a panic costs this rule's findings only.
    pub fn ask(&mut self, rule: &'static Rule, check: impl FnOnce() -> Vec<Found>) {
        match guarded(check) {
            Ok(found) => self.found.extend(found.into_iter().map(|f| (rule, f))),
            Err(cause) => self.broken.push(Broken { rule, cause }),
        }
    }
}

impl Kept {
    /// What the block rules among `rules` find.
    pub fn judged(&self, rules: &[&'static Rule], paragraph: &Paragraph, role: Role, context: &Arc<Context>) -> Arc<Judged> {
        self.under(role, context, |under| {
            let read = || {
                let at = BlockCheck { block: &paragraph.block, facts: paragraph.facts(), role, context };
                let mut judged = Judged::default();
                for rule in rules {
                    if let Check::Block(check) = rule.check {
                        judged.ask(rule, || check(&at));
                    }
                }
                Arc::new(judged)
            };
            under.judged.get_or_insert_with(read).clone()
        })
    }

    /// What `read` says of the block; each type of note is read once for one value of `more`,
    /// which stands for all else that it depends on.
    pub fn note<T: Any + Send + Sync>(
        &self,
        paragraph: &Paragraph,
        role: Role,
        context: &Arc<Context>,
        more: u64,
        read: impl FnOnce(&BlockCheck<'_>) -> T,
    ) -> Arc<T> {
        let id = TypeId::of::<T>();
        let kept = self.under(role, context, |under| under.notes.iter().find(|n| (n.0, n.1) == (id, more)).map(|n| n.2.clone()));
        if let Some(note) = kept.and_then(|note| note.downcast().ok()) {
            return note;
        }
        let note = Arc::new(read(&BlockCheck { block: &paragraph.block, facts: paragraph.facts(), role, context }));
        self.under(role, context, |under| {
            under.notes.retain(|n| n.0 != id);
            under.notes.push((id, more, note.clone()));
        });
        note
    }

    fn under<R>(&self, role: Role, context: &Arc<Context>, with: impl FnOnce(&mut Under) -> R) -> R {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let valid = kept.as_ref().is_some_and(|u| u.role == role && (Arc::ptr_eq(&u.context, context) || *u.context == **context));
        if !valid {
            *kept = None;
        }
        with(kept.get_or_insert_with(|| Under { role, context: context.clone(), judged: None, notes: Vec::new() }))
    }
}
