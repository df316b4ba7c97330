//! What is shown of the name under the pointer: how it is called, its documentation, and what a macro call
//! becomes.

use super::expansion;
use super::lookup::{Meaning, Place, meaning, place};
use super::worker::Running;
use super::workspace::{Document, Snapshot};
use alate_compiler::documentation::{Kind, render};
use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind};
use std::time::Duration;

/// How long is waited for an expansion.
const LIMIT: Duration = Duration::from_secs(3);

/// Lines of an expansion that are shown.
const MOST_LINES: usize = 40;

pub fn hover(
    snapshot: &Snapshot,
    document: &Document,
    offset: usize,
    running: &Running,
) -> Option<Hover> {
    let place = place(snapshot, document, offset)?;
    let meaning = meaning(snapshot, document, &place)?;
    let mut text = match &meaning {
        Meaning::Entries(found) => {
            let texts = found.iter();
            let texts = texts.map(|one| render::entry_markdown(&one.module, &one.entry));
            texts.collect::<Vec<_>>().join("\n---\n")
        }
        Meaning::Module(module, _) => render::module_markdown(module),
        Meaning::Form(form) => render::core_form_markdown(form),
    };
    if let Some(expansion) = expanded(snapshot, document, &place, &meaning, running) {
        text.push_str(&format!("\n---\nexpands to\n```lfe\n{expansion}\n```\n"));
    }
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent {
            kind: MarkupKind::Markdown,
            value: text,
        }),
        range: Some(
            document
                .text
                .range(place.name.span.start as usize, place.name.span.end as usize),
        ),
    })
}

/// What the call becomes by one step, if the name is a macro's.
fn expanded(
    snapshot: &Snapshot,
    document: &Document,
    place: &Place,
    meaning: &Meaning,
    running: &Running,
) -> Option<String> {
    let call = place.name.call?;
    let Meaning::Entries(found) = meaning else {
        return None;
    };
    let is_macro = |kind: Kind| matches!(kind, Kind::Macro | Kind::Record);
    if !found.iter().any(|one| is_macro(one.entry.kind)) {
        return None;
    }
    let (once, _) = expansion::of_call(snapshot, document, call, running, LIMIT).ok()??;
    let mut lines: Vec<&str> = once.lines().collect();
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        lines.push("…");
    }
    Some(lines.join("\n"))
}
