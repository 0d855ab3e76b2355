//! `nianbao/survey`: all reports of a folder as one page.

use super::backend::{Backend, broken};
use super::pool::Awaited;
use crate::message::Message;
use crate::workspace::survey::{Order, survey};
use crate::workspace::{discover, uri};
use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};

/// Drafts that are read at most; the command line reads more.
const MOST: usize = 20_000;

/// Which folder, and the nonce of the page.
#[derive(Deserialize)]
pub struct SurveyParams {
    folder: String,
    nonce: String,
}

/// Answers `{ html }`. A request that is cancelled ends the work.
pub async fn page(backend: &Backend, params: SurveyParams) -> Result<Value> {
    let (lang, trusted) = {
        let world = backend.shared.world();
        (world.wire.lang, world.trusted)
    };
    let refuse = |message: Message| Error { code: ErrorCode::ServerError(-32803), message: message.render(lang).into(), data: None };
    let folder = uri::to_path(&params.folder).filter(|f| f.is_dir());
    let Some(folder) = folder else {
        return Err(refuse(Message::new("cli.error.not-a-folder").with("path", params.folder.as_str())));
    };
    if discover::is_too_wide(&folder) {
        return Err(refuse(Message::new("server.survey.too-wide").with("path", folder.display().to_string())));
    }
    if !params.nonce.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err(Error::invalid_params("the nonce has other characters than letters and digits"));
    }
    let shared = backend.shared.clone();
    let job = move |awaited: Awaited<'_>| {
        let files = discover::drafts(&folder, MOST);
        let order = Order { dir: &folder, files: &files, trusted, schema: None, lang };
        let survey = survey(&order, awaited)?;
        survey.broken.iter().for_each(|(_, broken)| shared.tell_broken(broken));
        Some(survey.page(&params.nonce, lang))
    };
    let html = backend.shared.pool.run_idle(job).await.map_err(|error| broken(&error))?;
    Ok(json!({ "html": html }))
}
