//! What macro calls become.

use super::lookup::{Meaning, Place, meaning, place};
use super::worker::{Request, Running};
use super::workspace::{Document, Snapshot};
use alate_compiler::base::span::Span;
use alate_compiler::documentation::Kind;
use lsp_types::{CodeAction, CodeActionKind, CodeActionOrCommand, Command, Position, Uri};
use serde_json::{Value, json};
use std::time::Duration;

/// The command that answers an expansion as text.
pub const COMMAND: &str = "alate.expandMacro";

/// How long is waited for it.
const LIMIT: Duration = Duration::from_secs(20);

/// What a call becomes: after one step, and when there are no macros left in it. None: it is none of a
/// macro. The error is a sentence.
pub fn of_call(
    snapshot: &Snapshot,
    document: &Document,
    call: Span,
    running: &Running,
    limit: Duration,
) -> Result<Option<(String, String)>, String> {
    let request = Request {
        path: document.path.clone(),
        text: document.text.as_str().to_owned(),
        folders: snapshot.workspace.folders(),
        expand: Some((call.start as usize, call.end as usize)),
    };
    let answer = running.run(&request, limit)?;
    let failed = answer
        .diagnostics
        .into_iter()
        .find(|found| found.code == "bad-macro-call" && found.span.start == call.start);
    match failed {
        Some(found) => Err(format!("{}: {}", found.message, found.label)),
        None => Ok(answer.expansion),
    }
}

/// The call at a byte, if its operator is a macro.
fn macro_call(snapshot: &Snapshot, document: &Document, offset: usize) -> Option<(Place, Span)> {
    let place = place(snapshot, document, offset)?;
    let call = place.name.call?;
    let Some(Meaning::Entries(found)) = meaning(snapshot, document, &place) else {
        return None;
    };
    let is_macro = |kind: Kind| matches!(kind, Kind::Macro | Kind::Record);
    let is_macro = found.iter().any(|one| is_macro(one.entry.kind));
    is_macro.then_some((place, call))
}

/// The text that the command answers: the call at a byte after one step, and completely expanded.
pub fn command(
    snapshot: &Snapshot,
    document: &Document,
    offset: usize,
    running: &Running,
) -> Result<String, String> {
    let place = place(snapshot, document, offset);
    let call = place.and_then(|place| place.name.call);
    let call = call.ok_or("there is no operator of a call under the cursor")?;
    match of_call(snapshot, document, call, running, LIMIT)? {
        None => Err("this is no call of a macro".to_owned()),
        Some((once, complete)) if complete.trim_end() == once || complete.is_empty() => Ok(once),
        Some((once, complete)) => {
            let complete = complete.trim_end();
            Ok(format!("{once}\n\n;; Completely:\n{complete}"))
        }
    }
}

/// The actions at a byte: to see what a macro call becomes.
pub fn actions(
    snapshot: &Snapshot,
    document: &Document,
    position: Position,
) -> Vec<CodeActionOrCommand> {
    let offset = document.text.offset(position);
    let Some((place, _)) = macro_call(snapshot, document, offset) else {
        return Vec::new();
    };
    let title = format!("Show what this call of {} expands to", place.name.text);
    let command = Command {
        title: title.clone(),
        command: COMMAND.to_owned(),
        arguments: Some(vec![json!(document.uri), json!(position), json!(true)]),
    };
    vec![CodeActionOrCommand::CodeAction(CodeAction {
        title,
        kind: Some(CodeActionKind::EMPTY),
        command: Some(command),
        ..CodeAction::default()
    })]
}

/// The arguments of the command: where, and whether the text is to be shown, too.
pub fn arguments(values: Vec<Value>) -> Option<(Uri, Position, bool)> {
    let mut values = values.into_iter();
    let uri = serde_json::from_value(values.next()?).ok()?;
    let position = serde_json::from_value(values.next()?).ok()?;
    let is_shown = values
        .next()
        .is_some_and(|shown| shown == Value::Bool(true));
    Some((uri, position, is_shown))
}
