//! What a word that has been begun may become.

use super::cursor;
use super::lookup::module_at;
use super::workspace::{Document, Snapshot, Source};
use crate::documentation::of_library;
use alate_compiler::base::auto_imported::is_auto_imported;
use alate_compiler::documentation::render::{self, ends_name};
use alate_compiler::documentation::{Entry, Kind, Module, accessors, core_forms};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, MarkupContent,
    MarkupKind, Range, TextEdit,
};
use std::collections::BTreeSet;

/// Items of one answer: more than that nobody reads.
const MOST: usize = 500;

/// The items, and whether there are more.
pub fn completion(
    snapshot: &Snapshot,
    document: &Document,
    offset: usize,
) -> (Vec<CompletionItem>, bool) {
    let text = document.text.as_str();
    if cursor::is_in_text(text, offset) {
        return (Vec::new(), false);
    }
    let start = cursor::word_start(text, offset);
    let word = text.get(start..offset).unwrap_or_default();
    let mut items = Items {
        word,
        range: document.text.range(start, offset),
        seen: BTreeSet::new(),
        items: Vec::new(),
    };
    match word.split_once(':') {
        Some((module, _)) => {
            if let Some((module, _)) = snapshot.module(module, &document.path) {
                items.of_module(&module);
            }
        }
        None => {
            let source = snapshot.parse(document);
            items.own(&source, start);
            items.variables(text, offset);
            items.language(snapshot);
            items.modules(snapshot);
        }
    }
    let is_incomplete = items.items.len() > MOST;
    items.items.truncate(MOST);
    (items.items, is_incomplete)
}

struct Items<'a> {
    word: &'a str,
    range: Range,
    seen: BTreeSet<String>,
    items: Vec<CompletionItem>,
}

impl Items<'_> {
    /// Adds what a word may become. The first letter is enough: editors match as they like.
    fn add(
        &mut self,
        new: &str,
        label: String,
        kind: CompletionItemKind,
    ) -> Option<&mut CompletionItem> {
        let first = self
            .word
            .rsplit(':')
            .next()
            .and_then(|word| word.chars().next());
        let begins = match first {
            Some(first) => new
                .rsplit_once(':')
                .filter(|(_, rest)| !rest.is_empty())
                .map_or(new, |(_, rest)| rest)
                .starts_with(first),
            None => true,
        };
        if !begins || !self.seen.insert(label.clone()) {
            return None;
        }
        self.items.push(CompletionItem {
            label,
            kind: Some(kind),
            filter_text: Some(new.to_owned()),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(
                self.range,
                new.to_owned(),
            ))),
            ..CompletionItem::default()
        });
        self.items.last_mut()
    }

    fn entry(&mut self, module: &Module, entry: &Entry, new: &str) {
        let item = self.add(new, entry.label(), item_kind(entry.kind));
        if let Some(item) = item {
            item.detail = entry.signatures.first().cloned();
            item.documentation = Some(markdown(render::entry_markdown(module, entry)));
        }
    }

    /// Functions and macros that others may call.
    fn of_module(&mut self, module: &Module) {
        for entry in &module.entries {
            let can_be = matches!(entry.kind, Kind::Function | Kind::Macro | Kind::Variable);
            if entry.is_exported && can_be {
                self.entry(module, entry, &format!("{}:{}", module.name, entry.name));
            }
        }
    }

    fn own(&mut self, source: &Source, offset: usize) {
        let Some(module) = module_at(source, offset as u32) else {
            return;
        };
        for entry in &module.entries {
            match entry.kind {
                Kind::Type | Kind::Struct => {}
                Kind::Record => {
                    self.entry(module, entry, &entry.name);
                    for (name, call) in accessors(entry) {
                        if let Some(item) = self.add(&name, name.clone(), CompletionItemKind::FIELD)
                        {
                            item.detail = Some(call);
                        }
                    }
                }
                _ => self.entry(module, entry, &entry.name),
            }
        }
    }

    /// Names of the definition that the word is in, which may be variables.
    fn variables(&mut self, text: &str, offset: usize) {
        let start = cursor::definition_start(text, offset);
        let end = offset - self.word.len();
        let definition = text.get(start..end).unwrap_or_default();
        let mut before = ' ';
        let mut index = 0;
        while let Some(rest) = definition.get(index..).filter(|rest| !rest.is_empty()) {
            let length = rest.find(ends_name).unwrap_or(rest.len());
            if length == 0 {
                before = rest.chars().next().unwrap_or(' ');
                index += before.len_utf8();
                continue;
            }
            let name = &rest[..length];
            let place = start + index;
            index += length;
            let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '*')
                && !name.contains(':')
                && before != '\'';
            // The word itself is none of them.
            let is_head = before == '(' && core_forms::find(name).is_some();
            if is_name && !is_head && !cursor::is_in_text(text, place) {
                self.add(name, name.to_owned(), CompletionItemKind::VARIABLE);
            }
            before = ' ';
        }
    }

    /// Forms, and functions that need no module.
    fn language(&mut self, snapshot: &Snapshot) {
        for form in core_forms::ALL {
            if let Some(item) =
                self.add(form.name, form.name.to_owned(), CompletionItemKind::KEYWORD)
            {
                item.detail = form.shape.lines().next().map(str::to_owned);
                item.documentation = Some(markdown(render::core_form_markdown(form)));
            }
        }
        if let Some(erlang) = of_library(snapshot.workspace.library, "erlang") {
            for entry in &erlang.entries {
                if is_auto_imported(&entry.name, entry.arity.unwrap_or_default()) {
                    self.entry(&erlang, entry, &entry.name);
                }
            }
        }
    }

    fn modules(&mut self, snapshot: &Snapshot) {
        let own = snapshot.workspace.module_names();
        let library = snapshot.workspace.library.names().map(str::to_owned);
        for name in own.into_iter().chain(library) {
            self.add(
                &format!("{name}:"),
                format!("{name}:"),
                CompletionItemKind::MODULE,
            );
        }
    }
}

fn markdown(value: String) -> Documentation {
    Documentation::MarkupContent(MarkupContent {
        kind: MarkupKind::Markdown,
        value,
    })
}

fn item_kind(kind: Kind) -> CompletionItemKind {
    match kind {
        Kind::Function => CompletionItemKind::FUNCTION,
        Kind::Macro => CompletionItemKind::OPERATOR,
        Kind::Record | Kind::Struct => CompletionItemKind::STRUCT,
        Kind::Variable => CompletionItemKind::VARIABLE,
        Kind::Type => CompletionItemKind::INTERFACE,
    }
}
