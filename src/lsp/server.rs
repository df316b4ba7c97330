//! The server: takes in messages, keeps the texts, has requests answered and texts compiled.

use super::capabilities::capabilities;
use super::diagnostics;
use super::text::Text;
use super::transport::{self, Incoming, Output};
use super::uri;
use super::worker::{Answer, Request as Job, Running};
use super::workspace::{Document, Snapshot, Workspace};
use super::{completion, definition, expansion, hover, symbols};
use crate::library::Library;
use crate::plan;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{self as notifications, Notification as _};
use lsp_types::request::{self as requests, Request as _};
use lsp_types::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long the user has to be still before a text is compiled.
const STILL: Duration = Duration::from_millis(200);

/// How long compiling a text may take.
const LIMIT: Duration = Duration::from_secs(20);

/// What the server hears of.
enum Event {
    Client(Incoming),
    /// A text of this version has been compiled.
    Compiled(Uri, i32, Result<Answer, String>),
}

/// Requests that have not been answered yet, with the processes that work for them. Whoever takes one out
/// answers it.
type Pending = Arc<Mutex<BTreeMap<RequestId, Running>>>;

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Server {
    output: Arc<Output>,
    library: &'static Library,
    /// Folders of `-I`.
    folders: Vec<PathBuf>,
    events: Sender<Event>,
    pool: rayon::ThreadPool,
    pending: Pending,
    workspace: Option<Arc<Workspace>>,
    documents: BTreeMap<String, Arc<Document>>,
    answers: BTreeMap<String, Arc<Answer>>,
    /// Texts to be compiled, and when.
    due: BTreeMap<String, Instant>,
    /// Texts that are being compiled.
    running: BTreeMap<String, Running>,
    has_hierarchy: bool,
    is_shut_down: bool,
}

/// Serves the client of standard input and output to its end.
pub fn serve(folders: &[PathBuf]) -> ExitCode {
    let library = match Library::open() {
        Ok(library) => Box::leak(Box::new(library)),
        Err(failure) => {
            eprintln!("alate: error: {failure}");
            return ExitCode::FAILURE;
        }
    };
    let (events, heard) = mpsc::channel();
    let listener = events.clone();
    // It ends with the process: nobody can end its waiting for input.
    let listening = thread::Builder::new()
        .name("client".to_owned())
        .spawn(move || {
            let mut input = BufReader::new(std::io::stdin());
            loop {
                let incoming = transport::read(&mut input);
                let is_last = matches!(incoming, Incoming::Closed);
                if listener.send(Event::Client(incoming)).is_err() || is_last {
                    break;
                }
            }
        });
    if let Err(error) = listening {
        eprintln!("alate: error: no thread for the client: {error}");
        return ExitCode::FAILURE;
    }
    let mut server = Server {
        output: Arc::new(Output::new(std::io::stdout())),
        library,
        folders: folders.to_vec(),
        events,
        pool: plan::threads(),
        pending: Pending::default(),
        workspace: None,
        documents: BTreeMap::new(),
        answers: BTreeMap::new(),
        due: BTreeMap::new(),
        running: BTreeMap::new(),
        has_hierarchy: false,
        is_shut_down: false,
    };
    let status = server.run(&heard);
    server.running.values().for_each(Running::end);
    status
}

impl Server {
    fn run(&mut self, heard: &Receiver<Event>) -> ExitCode {
        loop {
            let next = self.due.values().min().copied();
            let event = match next {
                Some(time) => heard.recv_timeout(time.saturating_duration_since(Instant::now())),
                None => heard.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match event {
                Ok(Event::Client(Incoming::Message(message))) => {
                    if let Some(status) = self.message(message) {
                        return status;
                    }
                }
                Ok(Event::Client(Incoming::Malformed(answer))) => self.output.send_raw(&answer),
                Ok(Event::Compiled(uri, version, answer)) => self.compiled(&uri, version, answer),
                Err(RecvTimeoutError::Timeout) => {}
                // A client that is gone without a word has not ended in order.
                Ok(Event::Client(Incoming::Closed)) | Err(RecvTimeoutError::Disconnected) => {
                    return ExitCode::FAILURE;
                }
            }
            self.compile_due();
        }
    }

    /// Takes in a message; the status with which the server is to end.
    fn message(&mut self, message: Message) -> Option<ExitCode> {
        match message {
            Message::Request(request) => self.request(request),
            Message::Notification(notification) => {
                if notification.method == notifications::Exit::METHOD {
                    return Some(match self.is_shut_down {
                        true => ExitCode::SUCCESS,
                        false => ExitCode::FAILURE,
                    });
                }
                // What makes no sense is passed over: nobody waits for an answer.
                if self.workspace.is_some() && !self.is_shut_down {
                    let _ = self.notification(notification);
                }
            }
            // The server asks nothing.
            Message::Response(_) => {}
        }
        None
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let refuse = |code: ErrorCode, text: &str| self.output.error(id.clone(), code, text);
        if self.is_shut_down {
            return refuse(ErrorCode::InvalidRequest, "the server is shut down");
        }
        if method == requests::Initialize::METHOD {
            if self.workspace.is_some() {
                return refuse(
                    ErrorCode::InvalidRequest,
                    "the server is initialized already",
                );
            }
            return match serde_json::from_value::<InitializeParams>(params) {
                Ok(params) => {
                    let result = self.initialize(&params);
                    self.output.send(Response::new_ok(id, result));
                }
                Err(error) => refuse(ErrorCode::InvalidParams, &error.to_string()),
            };
        }
        let Some(workspace) = &self.workspace else {
            return refuse(
                ErrorCode::ServerNotInitialized,
                "the server is not initialized yet",
            );
        };
        let snapshot = Snapshot {
            workspace: workspace.clone(),
            open: self.documents.values().cloned().collect(),
            answers: self.answers.clone(),
        };
        let has_hierarchy = self.has_hierarchy;
        match method.as_str() {
            requests::Shutdown::METHOD => {
                self.is_shut_down = true;
                self.due.clear();
                self.running.values().for_each(Running::end);
                lock(&self.pending).values().for_each(Running::end);
                self.output.send(Response::new_ok(id, Value::Null));
            }
            requests::HoverRequest::METHOD => {
                self.answer(id, params, move |params: HoverParams, running| {
                    let (document, offset) = at(&snapshot, &params.text_document_position_params)?;
                    Ok(hover::hover(&snapshot, document, offset, running))
                })
            }
            requests::GotoDefinition::METHOD => {
                self.answer(id, params, move |params: GotoDefinitionParams, _| {
                    let (document, offset) = at(&snapshot, &params.text_document_position_params)?;
                    Ok(definition::definition(&snapshot, document, offset))
                });
            }
            requests::Completion::METHOD => {
                self.answer(id, params, move |params: CompletionParams, _| {
                    let (document, offset) = at(&snapshot, &params.text_document_position)?;
                    let (items, is_incomplete) =
                        completion::completion(&snapshot, document, offset);
                    Ok(CompletionList {
                        is_incomplete,
                        items,
                    })
                });
            }
            requests::DocumentSymbolRequest::METHOD => {
                self.answer(id, params, move |params: DocumentSymbolParams, _| {
                    let document = open(&snapshot, &params.text_document.uri)?;
                    let symbols = symbols::symbols(&snapshot, document);
                    Ok(match has_hierarchy {
                        true => DocumentSymbolResponse::Nested(symbols),
                        false => DocumentSymbolResponse::Flat(symbols::flat(document, symbols)),
                    })
                });
            }
            requests::CodeActionRequest::METHOD => {
                self.answer(id, params, move |params: CodeActionParams, _| {
                    let document = open(&snapshot, &params.text_document.uri)?;
                    Ok(expansion::actions(&snapshot, document, params.range.start))
                });
            }
            requests::ExecuteCommand::METHOD => {
                let output = self.output.clone();
                self.answer(id, params, move |params: ExecuteCommandParams, running| {
                    execute(&snapshot, params, running, &output)
                });
            }
            _ => {
                let text = format!("there is no method {method} here");
                self.output.error(id, ErrorCode::MethodNotFound, text);
            }
        }
    }

    /// Has a request answered by another thread. The error is what is wrong with it, a sentence.
    fn answer<P: DeserializeOwned + Send + 'static, R: Serialize>(
        &self,
        id: RequestId,
        params: Value,
        work: impl FnOnce(P, &Running) -> Result<R, Refused> + Send + 'static,
    ) {
        let params = match serde_json::from_value::<P>(params) {
            Ok(params) => params,
            Err(error) => {
                return self
                    .output
                    .error(id, ErrorCode::InvalidParams, error.to_string());
            }
        };
        let (output, pending) = (self.output.clone(), self.pending.clone());
        let running = Running::default();
        lock(&pending).insert(id.clone(), running.clone());
        self.pool.spawn(move || {
            // Who has been cancelled before it began costs nothing.
            if !lock(&pending).contains_key(&id) {
                return;
            }
            let result = catch_unwind(AssertUnwindSafe(|| work(params, &running)));
            if lock(&pending).remove(&id).is_none() {
                return;
            }
            match result {
                Ok(Ok(value)) => output.send(Response::new_ok(id, value)),
                Ok(Err(Refused(code, text))) => output.error(id, code, text),
                Err(_) => {
                    let text = "the server itself failed on this request; please report it";
                    output.error(id, ErrorCode::InternalError, text);
                }
            }
        });
    }

    fn initialize(&mut self, params: &InitializeParams) -> Value {
        let named = params.workspace_folders.iter().flatten();
        let mut roots: Vec<PathBuf> = named.filter_map(|one| uri::to_path(&one.uri)).collect();
        #[allow(deprecated, reason = "clients that know no folders still send it")]
        if let (true, Some(root)) = (roots.is_empty(), &params.root_uri) {
            roots.extend(uri::to_path(root));
        }
        let workspace = Workspace::new(self.library, roots, self.folders.clone());
        self.workspace = Some(Arc::new(workspace));
        let client = params.capabilities.text_document.as_ref();
        let symbols = client.and_then(|client| client.document_symbol.as_ref());
        let symbols = symbols.and_then(|symbols| symbols.hierarchical_document_symbol_support);
        self.has_hierarchy = symbols.unwrap_or(false);
        json!({
            "capabilities": capabilities(),
            "serverInfo": { "name": "alate", "version": env!("CARGO_PKG_VERSION") },
        })
    }

    /// None: it makes no sense, or nobody knows it.
    fn notification(&mut self, notification: Notification) -> Option<()> {
        let Notification { method, params } = notification;
        match method.as_str() {
            notifications::Cancel::METHOD => {
                let id: RequestId = serde_json::from_value(params.get("id")?.clone()).ok()?;
                let cancelled = lock(&self.pending).remove(&id);
                if let Some(running) = cancelled {
                    running.end();
                    let text = "the client does not want it any more";
                    self.output.error(id, ErrorCode::RequestCanceled, text);
                }
            }
            notifications::DidOpenTextDocument::METHOD => {
                let params: DidOpenTextDocumentParams = serde_json::from_value(params).ok()?;
                let TextDocumentItem {
                    uri, version, text, ..
                } = params.text_document;
                self.set(uri, version, Text::new(text));
            }
            notifications::DidChangeTextDocument::METHOD => {
                let params: DidChangeTextDocumentParams = serde_json::from_value(params).ok()?;
                let VersionedTextDocumentIdentifier { uri, version } = params.text_document;
                let mut text = self.documents.get(uri.as_str())?.text.clone();
                for change in &params.content_changes {
                    text = text.changed(change);
                }
                self.set(uri, version, text);
            }
            notifications::DidCloseTextDocument::METHOD => {
                let params: DidCloseTextDocumentParams = serde_json::from_value(params).ok()?;
                let uri = params.text_document.uri;
                self.documents.remove(uri.as_str())?;
                self.due.remove(uri.as_str());
                self.answers.remove(uri.as_str());
                if let Some(running) = self.running.remove(uri.as_str()) {
                    running.end();
                }
                self.publish(uri, None, Vec::new());
            }
            notifications::DidSaveTextDocument::METHOD
            | notifications::DidChangeWatchedFiles::METHOD => {
                // What one module says may be about another, or about its macros.
                self.workspace.as_ref()?.has_changed();
                let now = Instant::now();
                self.due = self
                    .documents
                    .keys()
                    .map(|uri| (uri.clone(), now))
                    .collect();
            }
            _ => {}
        }
        Some(())
    }

    /// A document has this text from now on.
    fn set(&mut self, uri: Uri, version: i32, text: Text) {
        let name = uri.as_str().to_owned();
        // A text without a file has a name that no file has.
        let path = uri::to_path(&uri).unwrap_or_else(|| PathBuf::from("untitled.lfe"));
        let document = Document {
            uri,
            path,
            version,
            text,
        };
        // The first time nobody is typing yet.
        let wait = match self.documents.insert(name.clone(), Arc::new(document)) {
            Some(_) => STILL,
            None => Duration::ZERO,
        };
        self.due.insert(name, Instant::now() + wait);
    }

    /// Has the texts compiled whose time has come.
    fn compile_due(&mut self) {
        let now = Instant::now();
        let due = self.due.iter().filter(|(_, time)| **time <= now);
        let due: Vec<String> = due.map(|(name, _)| name.clone()).collect();
        for name in due {
            self.due.remove(&name);
            let (Some(document), Some(workspace)) = (self.documents.get(&name), &self.workspace)
            else {
                continue;
            };
            let job = Job {
                path: document.path.clone(),
                text: document.text.as_str().to_owned(),
                folders: workspace.folders(),
                expand: None,
            };
            let running = Running::default();
            // Of an older version nobody wants to know.
            if let Some(older) = self.running.insert(name, running.clone()) {
                older.end();
            }
            let (uri, version) = (document.uri.clone(), document.version);
            let events = self.events.clone();
            let work = move || {
                let answer = running.run(&job, LIMIT);
                // The server may have ended.
                let _ = events.send(Event::Compiled(uri, version, answer));
            };
            // Without a thread the text is compiled when it changes next.
            let _ = thread::Builder::new()
                .name("compile".to_owned())
                .spawn(work);
        }
    }

    fn compiled(&mut self, uri: &Uri, version: i32, answer: Result<Answer, String>) {
        let Some(document) = self.documents.get(uri.as_str()).cloned() else {
            return;
        };
        // A newer version is being compiled, or will be.
        if document.version != version || self.due.contains_key(uri.as_str()) {
            return;
        }
        let found = match answer {
            Ok(answer) => {
                let found = diagnostics::of_answer(uri, &document.text, &answer);
                self.answers
                    .insert(uri.as_str().to_owned(), Arc::new(answer));
                found
            }
            Err(message) => vec![diagnostics::failure(message)],
        };
        self.publish(uri.clone(), Some(version), found);
    }

    fn publish(&self, uri: Uri, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
        let params = PublishDiagnosticsParams {
            uri,
            diagnostics,
            version,
        };
        let method = notifications::PublishDiagnostics::METHOD.to_owned();
        self.output.send(Notification::new(method, params));
    }
}

/// Why a request is not answered.
struct Refused(ErrorCode, String);

fn open<'a>(snapshot: &'a Snapshot, uri: &Uri) -> Result<&'a Document, Refused> {
    let document = snapshot.document(uri).map(AsRef::as_ref);
    document.ok_or_else(|| {
        Refused(
            ErrorCode::InvalidParams,
            format!("{} is not open", uri.as_str()),
        )
    })
}

fn at<'a>(
    snapshot: &'a Snapshot,
    place: &TextDocumentPositionParams,
) -> Result<(&'a Document, usize), Refused> {
    let document = open(snapshot, &place.text_document.uri)?;
    Ok((document, document.text.offset(place.position)))
}

fn execute(
    snapshot: &Snapshot,
    params: ExecuteCommandParams,
    running: &Running,
    output: &Output,
) -> Result<String, Refused> {
    if params.command != expansion::COMMAND {
        let text = format!("there is no command {}", params.command);
        return Err(Refused(ErrorCode::InvalidParams, text));
    }
    let Some((uri, position, is_shown)) = expansion::arguments(params.arguments) else {
        let text = "the arguments are the name of a document and a position".to_owned();
        return Err(Refused(ErrorCode::InvalidParams, text));
    };
    let document = open(snapshot, &uri)?;
    let offset = document.text.offset(position);
    let text = expansion::command(snapshot, document, offset, running)
        .map_err(|text| Refused(ErrorCode::RequestFailed, text))?;
    if is_shown {
        let params = ShowMessageParams {
            typ: MessageType::INFO,
            message: text.clone(),
        };
        let method = notifications::ShowMessage::METHOD.to_owned();
        output.send(Notification::new(method, params));
    }
    Ok(text)
}
