//! An analysis that says what it saw, so that a test can tell which text a
//! request was answered from.

use nianbao::message::Message;
use nianbao::rules::{Analysis, Check, Draft, Finding, FixKind, Rule, Settings, Severity};
use nianbao::syntax::Span;
use std::sync::{Arc, Condvar, Mutex};

static RULE: Rule =
    Rule { code: "NB000", name: "test-echo", severity: Severity::Info, since: "0", fix: FixKind::None, check: Check::Tool, source: "" };

/// One finding whose message is the whole text.
pub fn echo(draft: &Draft, settings: &Settings) -> Arc<Analysis> {
    let text = draft.text().to_string();
    say(draft, settings, text)
}

/// One finding with this message.
pub fn say(draft: &Draft, settings: &Settings, what: String) -> Arc<Analysis> {
    let mut analysis = Arc::try_unwrap(draft.analyse(settings)).unwrap();
    analysis.findings = vec![Finding {
        rule: &RULE,
        severity: Severity::Info,
        // The table lacks this id, so the text is the id with its arguments filled in.
        message: Message { id: "{text}", args: vec![("text", what.into())] },
        span: Span { block: 0, range: 0..0 },
        related: Vec::new(),
        fix: None,
        occurrences: Vec::new(),
        subject: None,
    }];
    Arc::new(analysis)
}

/// A gate that holds analyses of texts with 慢 until it is opened.
#[derive(Clone, Default)]
pub struct Gate(Arc<(Mutex<State>, Condvar)>);

#[derive(Default)]
struct State {
    open: bool,
    waiting: usize,
}

impl Gate {
    pub fn pass(&self, text: &str) {
        if text.contains('慢') {
            let (state, changed) = &*self.0;
            let mut state = state.lock().unwrap();
            state.waiting += 1;
            changed.notify_all();
            let _unused = changed.wait_while(state, |s| !s.open).unwrap();
        }
    }

    /// Returns when so many analyses stand at the gate.
    pub fn wait_for(&self, count: usize) {
        let (state, changed) = &*self.0;
        let _unused = changed.wait_while(state.lock().unwrap(), |s| s.waiting < count).unwrap();
    }

    pub fn open(&self) {
        let (state, changed) = &*self.0;
        state.lock().unwrap().open = true;
        changed.notify_all();
    }
}
