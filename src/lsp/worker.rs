//! Compiling a text in a process of its own: whatever macros do there, end, print, run for ever, the server
//! goes on. The command starts itself for it; request and answer go through a socket that is at first the
//! process's standard input. What macros print goes where the server's messages go.

use crate::arguments::Lsp;
use crate::cache::{read_diagnostic, write_diagnostic};
use crate::calls;
use crate::codec::{Reader, Writer};
use crate::library::Library;
use crate::macros::Macros;
use crate::plan::{self, Plan, Reason};
use crate::surroundings::{Surroundings, module_of};
use crate::unit::{self, Unit};
use alate_compiler::base::diagnostic::Diagnostic;
use alate_compiler::base::span::{FileId, SourceFile, Span};
use alate_compiler::documentation::Module;
use alate_compiler::pipeline::{Options, Stage};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// A text to be compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub path: PathBuf,
    pub text: String,
    /// Folders searched for modules and included files.
    pub folders: Vec<PathBuf>,
    /// Bytes of a macro call that is to be expanded, and nothing else done.
    pub expand: Option<(usize, usize)>,
}

/// What came of it.
#[derive(Debug, Default, PartialEq)]
pub struct Answer {
    pub diagnostics: Vec<Diagnostic>,
    /// Names and texts of the files besides the text's that places are in.
    pub files: Vec<(String, String)>,
    pub documentation: Vec<Module>,
    pub expansion: Option<(String, String)>,
}

impl Request {
    fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.data(self.path.as_os_str().as_encoded_bytes());
        writer.text(&self.text);
        writer.number(self.folders.len() as u64);
        for folder in &self.folders {
            writer.data(folder.as_os_str().as_encoded_bytes());
        }
        let (start, end) = self.expand.unwrap_or((1, 0));
        writer.number(start as u64);
        writer.number(end as u64);
        writer.bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Request> {
        let mut reader = Reader::new(bytes);
        Some(Request {
            path: path(reader.data()?),
            text: reader.text()?,
            folders: reader.many(|reader| Some(path(reader.data()?)))?,
            expand: Some((reader.number()? as usize, reader.number()? as usize))
                .filter(|(start, end)| start <= end),
        })
    }
}

fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

impl Answer {
    fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.number(self.diagnostics.len() as u64);
        for diagnostic in &self.diagnostics {
            write_diagnostic(&mut writer, diagnostic);
        }
        writer.number(self.files.len() as u64);
        for (name, text) in &self.files {
            writer.text(name);
            writer.text(text);
        }
        writer.number(self.documentation.len() as u64);
        for module in &self.documentation {
            writer.documentation(module);
        }
        let (once, complete) = match &self.expansion {
            Some((once, complete)) => (Some(once.as_str()), Some(complete.as_str())),
            None => (None, None),
        };
        writer.optional_text(once);
        writer.optional_text(complete);
        writer.bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Answer> {
        let mut reader = Reader::new(bytes);
        Some(Answer {
            diagnostics: reader.many(read_diagnostic)?,
            files: reader.many(|reader| Some((reader.text()?, reader.text()?)))?,
            documentation: reader.many(Reader::documentation)?,
            expansion: reader.optional_text()?.zip(reader.optional_text()?),
        })
    }
}

/// The process's side.
pub fn serve() -> ExitCode {
    let Ok(mut socket) = take_socket() else {
        return ExitCode::FAILURE;
    };
    let Some(request) = receive(&mut socket).and_then(|bytes| Request::from_bytes(&bytes)) else {
        return ExitCode::FAILURE;
    };
    let Ok(library) = Library::open() else {
        return ExitCode::FAILURE;
    };
    if end_with_the_server(&socket).is_err() {
        return ExitCode::FAILURE;
    }
    let answer = plan::threads().install(|| compile(&library, request));
    match socket.write_all(&answer.to_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// The socket that standard input is, which is empty from now on: macros may read it.
fn take_socket() -> std::io::Result<UnixStream> {
    let socket = std::io::stdin().as_fd().try_clone_to_owned()?;
    let nothing = File::open("/dev/null")?;
    // SAFETY: both are descriptors of this process, and nothing in it reads standard input yet.
    if unsafe { libc::dup2(nothing.as_raw_fd(), libc::STDIN_FILENO) } < 0 {
        return Err(std::io::Error::last_os_error());
    }
    Ok(UnixStream::from(socket))
}

/// Length and bytes.
fn receive(socket: &mut UnixStream) -> Option<Vec<u8>> {
    let mut length = [0; 8];
    socket.read_exact(&mut length).ok()?;
    let mut bytes = Vec::new();
    let length = u64::from_le_bytes(length);
    socket.take(length).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Whatever macros do, the process does not outlive whoever wants to know: the server sends nothing more, so
/// what comes is the end.
fn end_with_the_server(socket: &UnixStream) -> std::io::Result<()> {
    let mut socket = socket.try_clone()?;
    let watch = move || {
        let _ = socket.read(&mut [0]);
        std::process::exit(1);
    };
    thread::Builder::new()
        .name("watch".to_owned())
        .spawn(watch)
        .map(drop)
}

fn compile(library: &Library, request: Request) -> Answer {
    let files = [request.path.clone()];
    let surroundings = Surroundings::new(library, &files, &request.folders);
    let macros = Macros::new(&surroundings);
    let place = |(start, end)| Span::new(FileId(0), start, end);
    let options = Options {
        check_only: true,
        documentation: true,
        emit: request.expand.map(|_| Stage::Expand),
        expand: request.expand.map(place),
        ..Options::default()
    };
    let host = macros.within(&module_of(&request.path));
    let mut unit = unit::of_text(&request.path, request.text, &options, &host);
    if request.expand.is_none() && !unit.has_errors() {
        unit = with_calls_checked(library, &surroundings, &macros, unit);
    }
    let others = unit.sources.files.into_iter().skip(1);
    Answer {
        diagnostics: unit.diagnostics,
        files: others.map(|file| (file.name, file.text)).collect(),
        documentation: unit.documentation,
        expansion: unit.expansion,
    }
}

/// Adds what `alate check` says of calls of other modules. Only those are compiled that it calls itself.
fn with_calls_checked(
    library: &Library,
    surroundings: &Surroundings,
    macros: &Macros,
    mut unit: Unit,
) -> Unit {
    let own: BTreeSet<String> = unit.interfaces().map(|one| one.module.clone()).collect();
    let calls = unit.interfaces().flat_map(|interface| {
        let variables = interface.variable_uses.iter().map(|(module, _)| module);
        interface
            .calls
            .iter()
            .map(|(module, _, _)| module)
            .chain(variables)
    });
    let called: BTreeSet<String> = calls.filter(|name| !own.contains(*name)).cloned().collect();
    let mut units = Vec::new();
    let mut broken = BTreeSet::new();
    for name in called {
        let Some(path) = surroundings.find(&name) else {
            continue;
        };
        let options = Options {
            check_only: true,
            ..Options::default()
        };
        let other = unit::make(&path, &library.compiler, &options, &macros.within(&name));
        match other.has_module(&name) {
            true => units.push((Reason::Called, other)),
            false => drop(broken.insert(name)),
        }
    }
    // What is wrong with another module is said of that one.
    for module in &mut unit.modules {
        let interface = &mut module.interface;
        interface
            .calls
            .retain(|(name, _, _)| !broken.contains(name));
        interface
            .variable_uses
            .retain(|(name, _)| !broken.contains(name));
    }
    units.insert(0, (Reason::Named, unit));
    let mut plan = Plan {
        units,
        library: BTreeSet::new(),
    };
    calls::check(&mut plan, library);
    plan.units.swap_remove(0).1
}

/// A process at work: it can be ended from any thread.
#[derive(Clone, Default)]
pub struct Running(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    child: Option<Child>,
    is_ended: bool,
}

impl Running {
    pub fn end(&self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_ended = true;
        if let Some(child) = &mut state.child {
            // It may have ended by itself.
            let _ = child.kill();
        }
    }

    /// Compiles a text in a process that takes no longer than the limit. The error is a sentence.
    pub fn run(&self, request: &Request, limit: Duration) -> Result<Answer, String> {
        let (mut here, there) = UnixStream::pair().map_err(|error| error.to_string())?;
        let start = || -> std::io::Result<Child> {
            let messages = std::io::stderr().as_fd().try_clone_to_owned()?;
            // That is this very command, even if another has taken the place of its file.
            Command::new("/proc/self/exe")
                .arg0("alate")
                .args(["lsp", Lsp::WORKER])
                .stdin(Stdio::from(OwnedFd::from(there)))
                .stdout(Stdio::from(messages))
                .spawn()
        };
        {
            let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if state.is_ended {
                return Err("it was ended".to_owned());
            }
            let child = start().map_err(|error| format!("cannot start the compiler: {error}"))?;
            state.child = Some(child);
        }
        let result = converse(&mut here, request, limit);
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut child) = state.child.take() {
            if result.is_err() {
                let _ = child.kill();
            }
            // Nobody else waits for it.
            let _ = child.wait();
        }
        result
    }
}

fn converse(here: &mut UnixStream, request: &Request, limit: Duration) -> Result<Answer, String> {
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut => {
            let seconds = limit.as_secs();
            format!(
                "the compiler has not come to an end within {seconds} seconds: a macro may run for ever"
            )
        }
        _ => format!("the compiler has ended: {error}"),
    };
    here.set_read_timeout(Some(limit)).map_err(failed)?;
    here.set_write_timeout(Some(limit)).map_err(failed)?;
    let bytes = request.to_bytes();
    let length = (bytes.len() as u64).to_le_bytes();
    here.write_all(&length).map_err(failed)?;
    here.write_all(&bytes).map_err(failed)?;
    let mut bytes = Vec::new();
    here.read_to_end(&mut bytes).map_err(failed)?;
    Answer::from_bytes(&bytes)
        .ok_or_else(|| "the compiler has failed on this text; its messages may say why".to_owned())
}

impl Answer {
    /// The file of a place; none: it is the text itself.
    pub fn file(&self, file: FileId) -> Option<&(String, String)> {
        self.files.get((file.0 as usize).checked_sub(1)?)
    }

    /// The files as sources, the text's first.
    pub fn source_files(&self, own: SourceFile) -> Vec<SourceFile> {
        let others = self.files.iter();
        let others = others.map(|(name, text)| SourceFile::new(name.clone(), text.clone()));
        std::iter::once(own).chain(others).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alate_compiler::documentation::{self, Entry};

    #[test]
    fn requests_and_answers_come_back_whole() {
        for expand in [None, Some((3, 9))] {
            let request = Request {
                path: "a/b.lfe".into(),
                text: "(ü)".into(),
                folders: vec!["x".into()],
                expand,
            };
            assert_eq!(
                Request::from_bytes(&request.to_bytes()).as_ref(),
                Some(&request)
            );
        }
        let span = Span::new(FileId(1), 2, 3);
        let mut entry = Entry::builtin("f", 2);
        entry.kind = documentation::Kind::Type;
        entry.origin = documentation::Origin::Expanded;
        entry.signatures = vec!["(f a b)".into()];
        entry.text = Some("Text.".into());
        (entry.span, entry.name_span) = (span, span);
        let answer = Answer {
            diagnostics: vec![Diagnostic::error("code", span, "message").hint("hint")],
            files: vec![("n".into(), "t".into())],
            documentation: vec![Module {
                name: "m".into(),
                text: None,
                entries: vec![entry],
                span,
                name_span: span,
            }],
            expansion: Some(("a".into(), "b".into())),
        };
        let bytes = answer.to_bytes();
        assert_eq!(Answer::from_bytes(&bytes).as_ref(), Some(&answer));
        for length in 0..bytes.len() {
            assert!(Answer::from_bytes(&bytes[..length]).is_none(), "{length}");
        }
    }
}
