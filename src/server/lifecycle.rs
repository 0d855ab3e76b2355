//! From the first message to the last.

use super::backend::Backend;
use super::frames::{self, Incoming};
use super::outbox::Outbox;
use super::pool::Seat;
use super::service::{Answer, Ordered};
use super::state::Shared;
use super::{own, parent};
use crate::rules::panic_text;
use crate::workspace::document::{Analyser, analyser};
use futures::channel::oneshot;
use futures::future::FutureExt;
use futures::sink::SinkExt;
use futures::stream::StreamExt;
use std::any::Any;
use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tower::Service;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::{ExitedError, LspService};

/// How long a server that is told to end waits for what it still has to say.
const FAREWELL: Duration = Duration::from_millis(900);

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
    let (input, output) = streams()?;
    let exit = serve(input, output, Options::default())?;
    Ok(match exit {
        Exit::Orderly => ExitCode::SUCCESS,
        Exit::Abrupt => ExitCode::from(1),
    })
}

/// Standard input and output as they are: what the library puts around them
/// would write a header and its message in two goes.
fn streams() -> std::io::Result<(File, File)> {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        let (input, output) = (std::io::stdin(), std::io::stdout());
        Ok((input.as_fd().try_clone_to_owned()?.into(), output.as_fd().try_clone_to_owned()?.into()))
    }
    #[cfg(windows)]
    {
        use std::os::windows::io::AsHandle;
        let (input, output) = (std::io::stdin(), std::io::stdout());
        Ok((input.as_handle().try_clone_to_owned()?.into(), output.as_handle().try_clone_to_owned()?.into()))
    }
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
/// This thread only keeps time and waits: reading, computing and writing is done
/// by the threads of the pool.
///
/// # Errors
/// When the system gives no threads.
pub fn serve(input: impl Read + Send + 'static, output: impl Write + Send + 'static, options: Options) -> std::io::Result<Exit> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let (end, ended) = oneshot::channel();
    let outbox = Outbox::to(output);
    let session = Session::new(input, runtime.handle().clone(), outbox, options, end);
    let (shared, open) = (session.shared.clone(), session.open.clone());
    shared.pool.seat(session);
    let exit = runtime.block_on(ended).unwrap_or(End::Stream);
    // Whoever pipes messages in without waiting still gets the answers.
    let last = Instant::now() + FAREWELL;
    while exit == End::Stream && open.load(Ordering::Acquire) > 0 && Instant::now() < last {
        std::thread::sleep(Duration::from_millis(2));
    }
    shared.pool.close(FAREWELL);
    Ok(if exit == End::Orderly { Exit::Orderly } else { Exit::Abrupt })
}

/// How the messages ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// With `shutdown` and `exit`.
    Orderly,
    /// With an `exit` that came too early.
    Early,
    /// The stream ended.
    Stream,
}

/// What sits at the input.
struct Session<R> {
    input: BufReader<R>,
    runtime: tokio::runtime::Handle,
    shared: Arc<Shared>,
    service: Ordered<LspService<Backend>>,
    answers: Box<dyn FnMut(Response) + Send>,
    /// Requests that are not answered yet.
    open: Arc<AtomicUsize>,
    watch_parent: bool,
    end: Option<oneshot::Sender<End>>,
}

impl<R: Read> Session<R> {
    fn new(input: R, runtime: tokio::runtime::Handle, outbox: Outbox, options: Options, end: oneshot::Sender<End>) -> Self {
        let mut shared = None;
        let (lsp, socket) = own::methods(LspService::build(|client| {
            let state = Arc::new(Shared::new(outbox.clone(), client, runtime.clone(), options.analyser));
            shared = Some(state.clone());
            Backend { shared: state }
        }))
        .finish();
        let shared = shared.unwrap_or_else(|| lsp.inner().shared.clone());
        let (mut requests, mut responses) = socket.split();
        shared.pool.drive(Box::pin(async move {
            while let Some(request) = requests.next().await {
                outbox.send(&request);
            }
        }));
        let answers = Box::new(move |response| {
            // Taken over at once: the framework only looks up who waits for it.
            let _ = responses.send(response).now_or_never();
        });
        let input = BufReader::with_capacity(1 << 16, input);
        let service = Ordered::new(lsp, shared.clone());
        Self { input, runtime, shared, service, answers, open: Arc::default(), watch_parent: options.watch_parent, end: Some(end) }
    }

    /// Begins a call here, so that its first steps are done in the order of
    /// the wire, and leaves the rest to the pool.
    fn call(&mut self, request: Request) {
        let Some(request) = self.service.notified(request) else { return };
        let first = request.method() == "initialize";
        if first && self.watch_parent {
            parent::watch(&self.runtime, &request);
        }
        let id = request.id().cloned();
        let call = catch_unwind(AssertUnwindSafe(|| self.service.call(request)));
        let call = async move {
            match call {
                Ok(answer) => answer.await,
                Err(cause) => resume_unwind(cause),
            }
        };
        let (outbox, open) = (self.shared.outbox.clone(), self.open.clone());
        open.fetch_add(1, Ordering::AcqRel);
        let answer = async move {
            let response = AssertUnwindSafe(call).catch_unwind().await;
            match response.unwrap_or_else(|cause| broken(id, &*cause)) {
                Ok(Some(Answer::Given(response))) => outbox.send(&response),
                Ok(Some(Answer::Written(frame))) => outbox.send_frame(frame),
                Ok(None) | Err(_) => {}
            }
            open.fetch_sub(1, Ordering::AcqRel);
        };
        match first {
            // The state of the session has to be there before the next message is read.
            true => futures::executor::block_on(answer),
            false => self.shared.pool.drive(Box::pin(answer)),
        }
    }

    fn end(&mut self, how: End) -> bool {
        if let Some(end) = self.end.take() {
            let _ = end.send(how);
        }
        false
    }
}

impl<R: Read + Send> Seat for Session<R> {
    fn read(&mut self) -> bool {
        match frames::next(&mut self.input) {
            Ok(Some(Incoming::Call(request))) => {
                let last = request.method() == "exit" && request.id().is_none();
                self.call(request);
                if last {
                    return self.end(if self.service.is_down() { End::Orderly } else { End::Early });
                }
            }
            Ok(Some(Incoming::Answer(response))) => (self.answers)(response),
            Ok(Some(Incoming::Bad(complaint))) => {
                tracing::warn!("not a message: {:?}", complaint.error());
                self.shared.outbox.send(&complaint);
            }
            Ok(None) => return self.end(End::Stream),
            Err(error) => {
                tracing::warn!("the client's stream broke: {error}");
                return self.end(End::Stream);
            }
        }
        true
    }

    fn has_more(&self) -> bool {
        frames::is_whole(self.input.buffer())
    }
}

/// What is said of an answer that a panic cost.
fn broken(id: Option<Id>, cause: &(dyn Any + Send)) -> Result<Option<Answer>, ExitedError> {
    let text = panic_text(cause);
    tracing::error!("an answer broke off: {text}");
    let error = Error { code: ErrorCode::InternalError, message: text.into(), data: None };
    Ok(id.map(|id| Answer::Given(Response::from_error(id, error))))
}
