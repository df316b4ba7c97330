//! Documentation as text: for a terminal, or as Markdown for editors.

use super::core_forms::CoreForm;
use super::{Entry, Kind, Module, Origin, accessors};
use crate::reader::is_delimiter;

/// Columns of a line on a terminal.
const WIDTH: usize = 80;

/// What escape sequences make of a text on a terminal.
#[derive(Clone, Copy, Default)]
pub struct Style {
    pub colour: bool,
}

impl Style {
    fn paint(self, codes: &str, text: &str) -> String {
        match self.colour {
            true => format!("\x1b[{codes}m{text}\x1b[0m"),
            false => text.to_owned(),
        }
    }

    fn name(self, text: &str) -> String {
        self.paint("1", text)
    }

    fn heading(self, text: &str) -> String {
        self.paint("1;33", text)
    }

    fn code(self, text: &str) -> String {
        self.paint("32", text)
    }
}

/// What a kind of entry is called.
pub fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Macro => "macro",
        Kind::Function => "function",
        Kind::Record => "record",
        Kind::Struct => "struct",
        Kind::Variable => "dynamic variable",
        Kind::Type => "type",
    }
}

/// `module:name/arity`.
fn full_name(module: &Module, entry: &Entry) -> String {
    match module.name.as_str() {
        "" => entry.label(),
        _ if entry.kind == Kind::Struct => module.name.clone(),
        name => format!("{name}:{}", entry.label()),
    }
}

/// What is said of a definition besides its kind, its name and its doc string.
fn remarks(entry: &Entry) -> Vec<String> {
    let mut remarks = Vec::new();
    let can_be = matches!(entry.kind, Kind::Function | Kind::Macro);
    if can_be && !entry.is_exported {
        remarks.push("It is not exported.".to_owned());
    }
    if entry.origin == Origin::Builtin {
        remarks.push("It is part of the runtime; Erlang's manual describes it.".to_owned());
    }
    if entry.kind == Kind::Record {
        let names: Vec<String> = accessors(entry).into_iter().map(|(name, _)| name).collect();
        remarks.push(format!("It defines {}.", names.join(", ")));
    }
    remarks
}

/// An entry for a terminal.
pub fn entry_text(module: &Module, entry: &Entry, style: Style) -> String {
    let kind = kind_name(entry.kind);
    let mut text = format!("{} {}\n", kind, style.name(&full_name(module, entry)));
    let code = entry.signatures.iter().chain(&entry.specifications);
    for line in code.flat_map(|one| one.lines()) {
        text.push_str(&format!("  {}\n", style.code(line)));
    }
    if let Some(doc) = &entry.text {
        text.push('\n');
        indented(doc, &mut text);
    }
    for remark in remarks(entry) {
        text.push('\n');
        wrapped(&remark, &mut text);
    }
    text
}

/// A core form for a terminal.
pub fn core_form_text(form: &CoreForm, style: Style) -> String {
    let mut text = format!("form {}\n", style.name(form.name));
    for line in form.shape.lines() {
        text.push_str(&format!("  {}\n", style.code(line)));
    }
    text.push('\n');
    wrapped(form.text, &mut text);
    text
}

fn indented(doc: &str, text: &mut String) {
    for line in doc.lines() {
        match line.is_empty() {
            true => text.push('\n'),
            false => text.push_str(&format!("  {line}\n")),
        }
    }
}

fn wrapped(words: &str, text: &mut String) {
    let mut line = String::new();
    for word in words.split_whitespace() {
        if !line.is_empty() && line.chars().count() + word.chars().count() + 3 > WIDTH {
            text.push_str(&format!("  {line}\n"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    text.push_str(&format!("  {line}\n"));
}

/// A module and what it exports for a terminal; of a file that begins no module all that it has.
pub fn module_text(module: &Module, style: Style) -> String {
    let mut text = match module.name.as_str() {
        "" => String::new(),
        name => format!("module {}\n", style.name(name)),
    };
    if let Some(doc) = &module.text {
        text.push('\n');
        indented(doc, &mut text);
    }
    let sections = [
        (Kind::Macro, "Macros"),
        (Kind::Function, "Functions"),
        (Kind::Struct, "Struct"),
        (Kind::Record, "Records"),
        (Kind::Variable, "Dynamic variables"),
        (Kind::Type, "Types"),
    ];
    for (kind, heading) in sections {
        let mut entries: Vec<&Entry> = module.entries.iter().collect();
        let can_be = matches!(kind, Kind::Function | Kind::Macro) && !module.name.is_empty();
        entries.retain(|entry| entry.kind == kind && (entry.is_exported || !can_be));
        entries.sort_by(|a, b| (&a.name, a.arity).cmp(&(&b.name, b.arity)));
        if entries.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("{}\n", style.heading(heading)));
        let labels = entries.iter().map(|entry| entry.label().chars().count());
        let column = labels.max().unwrap_or(0).min(24);
        for entry in entries {
            let label = entry.label();
            let gap = " ".repeat(column.saturating_sub(label.chars().count()) + 2);
            let used = 2 + label.chars().count() + gap.len();
            let room = WIDTH.saturating_sub(used).max(20);
            let line = format!("  {}{gap}{}", style.code(&label), summary(entry, room));
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

/// The first sentence of a doc string, cut after so many characters; without one the signature.
fn summary(entry: &Entry, most: usize) -> String {
    let first = match &entry.text {
        Some(doc) => {
            let paragraph: Vec<&str> = doc.lines().take_while(|line| !line.is_empty()).collect();
            let paragraph = paragraph.join(" ");
            let words: Vec<&str> = paragraph.split_whitespace().collect();
            let paragraph = words.join(" ");
            match paragraph.split_once(". ") {
                Some((sentence, _)) => format!("{sentence}."),
                None => paragraph,
            }
        }
        None => match entry.signatures.as_slice() {
            [one] => one.split_whitespace().collect::<Vec<_>>().join(" "),
            _ => String::new(),
        },
    };
    match first.char_indices().nth(most) {
        Some(_) => first.chars().take(most - 1).chain(['…']).collect(),
        None => first,
    }
}

/// An entry as Markdown, for an editor.
pub fn entry_markdown(module: &Module, entry: &Entry) -> String {
    let code = entry.signatures.iter().chain(&entry.specifications);
    let mut code: Vec<&str> = code.map(String::as_str).collect();
    let label = full_name(module, entry);
    if code.is_empty() {
        code.push(&label);
    }
    let mut text = format!("```lfe\n{}\n```\n", code.join("\n"));
    text.push_str(&format!("{} `{label}`\n", kind_name(entry.kind)));
    if let Some(doc) = &entry.text {
        text.push_str(&format!("\n{doc}\n"));
    }
    for remark in remarks(entry) {
        text.push_str(&format!("\n{}\n", escaped(&remark)));
    }
    text
}

/// A module's doc string as Markdown.
pub fn module_markdown(module: &Module) -> String {
    let mut text = format!("```lfe\n(defmodule {})\n```\n", module.name);
    if let Some(doc) = &module.text {
        text.push_str(&format!("\n{doc}\n"));
    }
    let exported = module.entries.iter().filter(|entry| entry.is_exported);
    let labels: Vec<String> = exported
        .map(|entry| format!("`{}`", entry.label()))
        .collect();
    if !labels.is_empty() {
        text.push_str(&format!("\n{}\n", labels.join(" ")));
    }
    text
}

/// A core form as Markdown.
pub fn core_form_markdown(form: &CoreForm) -> String {
    format!(
        "```lfe\n{}\n```\nform `{}`\n\n{}\n",
        form.shape, form.name, form.text
    )
}

/// Words without what Markdown would take for emphasis.
fn escaped(text: &str) -> String {
    text.replace('*', "\\*").replace('_', "\\_")
}

/// Whether a character ends a name in a source.
pub fn ends_name(c: char) -> bool {
    is_delimiter(c)
}
