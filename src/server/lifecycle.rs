//! From the first message to the last.

use super::backend::Backend;
use super::frames::{self, Incoming};
use super::outbox::Outbox;
use super::own;
use super::service::Ordered;
use super::state::Shared;
use crate::rules::panic_text;
use crate::workspace::document::{Analyser, analyser};
use futures::future::FutureExt;
use futures::sink::SinkExt;
use futures::stream::StreamExt;
use std::io::{BufReader, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};
use tower::Service;
use tower_lsp::jsonrpc::{Error, ErrorCode, Request, Response};
use tower_lsp::{ExitedError, LspService};

/// How long a server that is told to end waits for what it still has to say.
const FAREWELL: Duration = Duration::from_millis(1000);

/// How often it is looked whether the editor is still there.
const WATCH: Duration = Duration::from_secs(1);

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The client asked to shut down and then to exit.
    Orderly,
    /// It did not, or went away.
    Abrupt,
}

/// What a test sets otherwise.
pub struct Options {
    /// How drafts are analysed.
    pub analyser: Analyser,
    /// Whether the process ends with the editor that started it.
    pub watch_parent: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { analyser: analyser(), watch_parent: true }
    }
}

/// Serves the client on standard input and output, and ends with the exit
/// status that the protocol asks for.
///
/// # Errors
/// When the system gives no threads.
pub fn run() -> anyhow::Result<ExitCode> {
    log();
    let exit = serve(std::io::stdin(), std::io::stdout(), Options::default())?;
    Ok(match exit {
        Exit::Orderly => ExitCode::SUCCESS,
        Exit::Abrupt => ExitCode::from(1),
    })
}

/// Writes the log to standard error, which editors keep: what `NIANBAO_LOG`
/// names, else warnings of this program. The framework calls every method that
/// is not offered an error.
fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("NIANBAO_LOG");
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("nianbao=warn"));
    let log = tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(false).with_env_filter(filter);
    // Another one is there already only where a test has set it.
    let _ = log.try_init();
}

/// Serves a client until it says `exit` or its stream ends.
///
/// # Errors
/// When the system gives no threads.
pub fn serve(input: impl Read, output: impl Write + Send + 'static, options: Options) -> std::io::Result<Exit> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).thread_name("nianbao-io").enable_time().build()?;
    let (outbox, drain) = Outbox::to(output);
    let exit = {
        let _inside = runtime.enter();
        Session::new(&runtime, outbox, options).read(input)
    };
    runtime.shutdown_timeout(Duration::ZERO);
    drain.wait(FAREWELL);
    Ok(exit)
}

struct Session<'a> {
    runtime: &'a tokio::runtime::Runtime,
    service: Ordered<LspService<Backend>>,
    answers: Box<dyn FnMut(Response) + Send>,
    outbox: Outbox,
    /// Requests that are not answered yet.
    open: Arc<AtomicUsize>,
    watch_parent: bool,
}

impl<'a> Session<'a> {
    fn new(runtime: &'a tokio::runtime::Runtime, outbox: Outbox, options: Options) -> Self {
        let mut shared = None;
        let (lsp, socket) = own::methods(LspService::build(|client| {
            let state = Arc::new(Shared::new(outbox.clone(), client, runtime.handle().clone(), options.analyser));
            shared = Some(state.clone());
            Backend { shared: state }
        }))
        .finish();
        let shared = shared.unwrap_or_else(|| lsp.inner().shared.clone());
        let (mut requests, mut responses) = socket.split();
        let out = outbox.clone();
        runtime.spawn(async move {
            while let Some(request) = requests.next().await {
                out.send(&request);
            }
        });
        let answers = Box::new(move |response| {
            // Taken over at once: the framework only looks up who waits for it.
            let _ = responses.send(response).now_or_never();
        });
        let service = Ordered::new(lsp, shared);
        Self { runtime, service, answers, outbox, open: Arc::default(), watch_parent: options.watch_parent }
    }

    fn read(mut self, input: impl Read) -> Exit {
        let mut input = BufReader::with_capacity(1 << 16, input);
        loop {
            match frames::next(&mut input) {
                Ok(Some(Incoming::Call(request))) => {
                    let last = request.method() == "exit" && request.id().is_none();
                    self.call(request);
                    if last {
                        return if self.service.is_down() { Exit::Orderly } else { Exit::Abrupt };
                    }
                }
                Ok(Some(Incoming::Answer(response))) => (self.answers)(response),
                Ok(Some(Incoming::Bad(complaint))) => {
                    tracing::warn!("not a message: {:?}", complaint.error());
                    self.outbox.send(&complaint);
                }
                Ok(None) => break,
                Err(error) => {
                    tracing::warn!("the client's stream broke: {error}");
                    break;
                }
            }
        }
        // Whoever pipes messages in without waiting still gets the answers.
        let end = Instant::now() + FAREWELL;
        while self.open.load(Ordering::Acquire) > 0 && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(2));
        }
        Exit::Abrupt
    }

    /// Begins a call here, so that its first steps are done in the order of
    /// the wire, and leaves the rest to the runtime.
    fn call(&mut self, request: Request) {
        let id = request.id().cloned();
        if request.method() == "initialize" && self.watch_parent {
            watch_parent(&request);
        }
        let first = request.method() == "initialize";
        let call = catch_unwind(AssertUnwindSafe(|| self.service.call(request)));
        let call = async move {
            match call {
                Ok(answer) => answer.await,
                Err(cause) => resume_unwind(cause),
            }
        };
        let mut answer = Box::pin(AssertUnwindSafe(call).catch_unwind());
        let broken = move |cause: Box<dyn std::any::Any + Send>| -> Result<Option<Response>, ExitedError> {
            let text = panic_text(&*cause);
            tracing::error!("an answer broke off: {text}");
            let error = Error { code: ErrorCode::InternalError, message: text.into(), data: None };
            Ok(id.map(|id| Response::from_error(id, error)))
        };
        let outbox = self.outbox.clone();
        let send = move |response: Result<Option<Response>, ExitedError>| {
            if let Ok(Some(response)) = response {
                outbox.send(&response);
            }
        };
        let begun = match answer.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => Some(done),
            // The state of the session has to be there before the next message is read.
            Poll::Pending if first => Some(self.runtime.block_on(&mut answer)),
            Poll::Pending => None,
        };
        match begun {
            Some(done) => send(done.unwrap_or_else(broken)),
            None => {
                let open = self.open.clone();
                open.fetch_add(1, Ordering::AcqRel);
                self.runtime.spawn(async move {
                    send(answer.await.unwrap_or_else(broken));
                    open.fetch_sub(1, Ordering::AcqRel);
                });
            }
        }
    }
}

/// Ends the process when the editor that started it is gone, in case it left
/// its end of the pipe to a child.
fn watch_parent(initialize: &Request) {
    let parent = initialize.params().and_then(|p| p.get("processId")).and_then(serde_json::Value::as_u64);
    let Some(parent) = parent.and_then(|id| u32::try_from(id).ok()).filter(|id| is_alive(*id)) else { return };
    std::thread::spawn(move || {
        while is_alive(parent) {
            std::thread::sleep(WATCH);
        }
        std::process::exit(1);
    });
}

/// Whether a process is there. Where the system cannot be asked, only the
/// parent's can be told; the end of the stream tells of the others.
fn is_alive(process: u32) -> bool {
    if cfg!(target_os = "linux") {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        // `pid (name) S …`: a zombie is gone, though it is still listed.
        return stat.rsplit(')').next().is_some_and(|rest| !rest.is_empty() && !rest.trim_start().starts_with('Z'));
    }
    #[cfg(unix)]
    return std::os::unix::process::parent_id() == process;
    #[cfg(not(unix))]
    false
}
