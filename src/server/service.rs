//! The order of things. What changes the state is done here, at once, in the
//! order in which it came over the wire, and each request gets to see the state
//! as it was at its arrival. Behind this nothing depends on when it is run.

use super::convert::Wire;
use super::outbox::{Frame, Outbox};
use super::state::{Shared, Wishes};
use super::sync;
use crate::workspace::document::Version;
use crate::workspace::uri::Key;
use futures::future::{BoxFuture, FutureExt};
use serde_json::Value;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use tower::Service;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};

tokio::task_local! {
    static SEEN: Seen;
}

/// What a request saw when it arrived.
#[derive(Clone)]
pub struct Seen {
    /// The document that it is about, as it was.
    pub version: Option<Arc<Version>>,
    /// The version whose findings are told.
    pub told: Option<Arc<Version>>,
    /// How to talk to the client.
    pub wire: Wire,
    /// What the user wants beside findings.
    pub wishes: Wishes,
    /// The request's id.
    pub id: Id,
    /// The answer, where it is written already: in place of what the framework is given.
    pub written: Arc<OnceLock<Frame>>,
}

/// The answer to a request.
pub enum Answer {
    /// As the framework gives it.
    Given(Response),
    /// As it goes over the wire.
    Written(Frame),
}

impl From<Response> for Answer {
    fn from(response: Response) -> Self {
        Self::Given(response)
    }
}

impl Seen {
    /// What the request that is being answered saw.
    pub fn here() -> Option<Self> {
        SEEN.try_with(Clone::clone).ok()
    }

    /// Answers the request with what is written already.
    pub fn write(&self, answer: Option<Frame>) {
        if let Some(answer) = answer {
            let _ = self.written.set(answer);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    New,
    Running,
    Down,
}

/// A language server behind which no message overtakes another.
pub struct Ordered<S> {
    inner: S,
    shared: Arc<Shared>,
    phase: Phase,
}

impl<S> Ordered<S> {
    /// Puts the order in front of `inner`.
    pub fn new(inner: S, shared: Arc<Shared>) -> Self {
        Self { inner, shared, phase: Phase::New }
    }

    /// Whether the client has asked to shut down, so that an `exit` is in order.
    pub fn is_down(&self) -> bool {
        self.phase == Phase::Down
    }
}

impl<S> Service<Request> for Ordered<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = Option<Answer>;
    type Error = S::Error;
    type Future = Answering<S::Error>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let uri = document_of(&request);
        let request = with_sound_params(request, &self.shared.outbox);
        if request.id().is_none() {
            return given(self.inner.call(request));
        }
        match (request.method(), self.phase) {
            ("initialize", Phase::New) => {
                let request = self.initialize(request);
                given(self.inner.call(request))
            }
            ("shutdown", Phase::Running) => {
                self.phase = Phase::Down;
                given(self.inner.call(request))
            }
            // The framework would answer these with silence, as it does notifications.
            (method, Phase::Running) if method.starts_with("$/") => {
                let refused = request.id().map(|id| Response::from_error(id.clone(), Error::method_not_found()));
                given(futures::future::ready(Ok(refused)))
            }
            (_, Phase::Running) => {
                let seen = self.look(&request, uri.as_deref());
                let written = seen.written.clone();
                let answer = SEEN.scope(seen, self.inner.call(request));
                let taken = move |response: Response| match written.get().filter(|_| response.is_ok()) {
                    Some(frame) => Answer::Written(frame.clone()),
                    None => Answer::Given(response),
                };
                answer.map(|response| Ok(response?.map(taken))).boxed()
            }
            _ => given(self.inner.call(request)),
        }
    }
}

type Answering<E> = BoxFuture<'static, Result<Option<Answer>, E>>;

fn given<E: 'static>(response: impl Future<Output = Result<Option<Response>, E>> + Send + 'static) -> Answering<E> {
    response.map(|response| Ok(response?.map(Answer::Given))).boxed()
}

impl<S> Ordered<S> {
    /// Takes over a notification that changes the state; gives back what is none.
    pub fn notified(&self, request: Request) -> Option<Request> {
        if request.id().is_some() || !sync::is_ours(request.method()) {
            return Some(request);
        }
        // What comes before `initialize` or after `shutdown` is dropped, as the protocol wants it.
        if self.phase == Phase::Running {
            let (method, _, params) = request.into_parts();
            sync::notification(&self.shared, &method, params.unwrap_or_default());
        }
        None
    }

    /// Takes over what the client says of itself, and leaves what cannot fail.
    fn initialize(&mut self, request: Request) -> Request {
        let (method, id, params) = request.into_parts();
        let params = params.unwrap_or_default();
        let sound = params.get("capabilities").is_some_and(Value::is_object);
        if sound {
            self.shared.world().initialize(&params);
            self.phase = Phase::Running;
        }
        let left = if sound { serde_json::json!({ "capabilities": {} }) } else { params };
        Request::build(method).id(id.unwrap_or_default()).params(left).finish()
    }

    /// The state that a request sees.
    fn look(&self, request: &Request, uri: Option<&str>) -> Seen {
        let mut world = self.shared.world();
        let key = uri.map(Key::of);
        let version = key.as_ref().and_then(|key| world.snapshot(key));
        let pulls = request.method() == "textDocument/diagnostic";
        let told = key.as_ref().filter(|_| pulls).and_then(|key| world.told(key));
        let wishes = world.wishes(key.as_ref());
        let id = request.id().cloned().unwrap_or_default();
        Seen { version, told, wire: world.wire.clone(), wishes, id, written: Arc::default() }
    }
}

/// The URI of the document that a request is about.
fn document_of(request: &Request) -> Option<String> {
    let params = request.params()?;
    let uri = match request.method() {
        "workspace/executeCommand" => params.pointer("/arguments/0"),
        _ => params.pointer("/textDocument/uri"),
    };
    uri.and_then(Value::as_str).map(str::to_owned)
}

/// Methods that have no parameters. Clients send `{}`, `[]` or `null` with them,
/// which the framework refuses; whatever it is, it says nothing.
const WITHOUT_PARAMS: [&str; 3] = ["shutdown", "exit", "nianbao/schemas"];

/// The request as the framework's types read it: without parameters where there
/// are none, with URIs that are some.
fn with_sound_params(request: Request, outbox: &Outbox) -> Request {
    let (method, id, params) = request.into_parts();
    let params = match (&*method, params) {
        (method, _) if WITHOUT_PARAMS.contains(&method) => None,
        // `initialized` has an object without keys, which some leave out.
        ("initialized", _) => Some(serde_json::json!({})),
        // What a command is given is read by the command.
        ("workspace/executeCommand", params) => params,
        (_, Some(mut params)) => {
            outbox.uris().escape(&mut params);
            Some(params)
        }
        (_, None) => None,
    };
    let mut call = Request::build(method);
    if let Some(params) = params {
        call = call.params(params);
    }
    match id {
        Some(id) => call.id(id).finish(),
        None => call.finish(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn parameters_that_say_nothing_are_left_out() {
        let outbox = Outbox::to(std::io::sink());
        let sound = |method: &'static str, params: Value| with_sound_params(Request::build(method).params(params).id(1).finish(), &outbox);
        for empty in [json!({}), json!([]), Value::Null] {
            assert_eq!(sound("shutdown", empty.clone()).params(), None);
            assert_eq!(sound("initialized", empty.clone()).params(), Some(&json!({})));
            assert_eq!(sound("textDocument/hover", empty.clone()).params(), Some(&empty));
        }
        assert_eq!(sound("shutdown", json!({ "a": 1 })).params(), None);
        assert_eq!(sound("shutdown", json!({})).id(), Some(&Id::Number(1)));
    }
}
