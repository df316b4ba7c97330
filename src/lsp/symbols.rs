//! What a text defines, for outlines.

use super::workspace::{Document, Snapshot};
use alate_compiler::base::span::{FileId, Span};
use alate_compiler::documentation::{Entry, Kind};
use lsp_types::{DocumentSymbol, Location, SymbolInformation, SymbolKind};

/// Modules, and what is in them.
pub fn symbols(snapshot: &Snapshot, document: &Document) -> Vec<DocumentSymbol> {
    let source = snapshot.parse(document);
    let mut all = Vec::new();
    for (index, module) in source.parsed.modules.iter().enumerate() {
        let entries = module.entries.iter();
        // What stands before the first of several modules is shown with that one.
        let is_here = |entry: &&Entry| {
            entry.span.file == FileId(0) && (index == 0 || entry.span.start >= module.span.start)
        };
        let entries = entries.filter(is_here);
        let children: Vec<DocumentSymbol> =
            entries.map(|entry| of_entry(document, entry)).collect();
        if module.name.is_empty() {
            all.extend(children);
            continue;
        }
        let ends = children.iter().map(|child| child.range.end);
        let mut own = symbol(
            document,
            &module.name,
            SymbolKind::MODULE,
            module.span,
            module.name_span,
        );
        let starts = children.iter().map(|child| child.range.start);
        // Its range holds those of all that is in it.
        own.range.start = starts.chain([own.range.start]).min().unwrap_or_default();
        own.range.end = ends.chain([own.range.end]).max().unwrap_or_default();
        own.children = Some(children);
        all.push(own);
    }
    all
}

fn of_entry(document: &Document, entry: &Entry) -> DocumentSymbol {
    let kind = match entry.kind {
        Kind::Function => SymbolKind::FUNCTION,
        Kind::Macro => SymbolKind::OPERATOR,
        Kind::Record | Kind::Struct => SymbolKind::STRUCT,
        Kind::Variable => SymbolKind::VARIABLE,
        Kind::Type => SymbolKind::INTERFACE,
    };
    let mut own = symbol(document, &entry.label(), kind, entry.span, entry.name_span);
    own.detail = entry
        .signatures
        .first()
        .filter(|text| !text.contains('\n'))
        .cloned();
    own
}

#[allow(
    deprecated,
    reason = "the protocol's field has a successor, but must be there"
)]
fn symbol(
    document: &Document,
    name: &str,
    kind: SymbolKind,
    span: Span,
    name_span: Span,
) -> DocumentSymbol {
    let range = |span: Span| document.text.range(span.start as usize, span.end as usize);
    // The name lies in the definition, or clients refuse it.
    let name_span = if span.contains(name_span) {
        name_span
    } else {
        span
    };
    DocumentSymbol {
        name: name.to_owned(),
        detail: None,
        kind,
        tags: None,
        deprecated: None,
        range: range(span),
        selection_range: range(name_span),
        children: None,
    }
}

/// The same for clients that know no hierarchy.
#[allow(
    deprecated,
    reason = "the protocol's field has a successor, but must be there"
)]
pub fn flat(document: &Document, symbols: Vec<DocumentSymbol>) -> Vec<SymbolInformation> {
    let mut all = Vec::new();
    let mut add = |symbol: &DocumentSymbol, container: Option<&str>| {
        all.push(SymbolInformation {
            name: symbol.name.clone(),
            kind: symbol.kind,
            tags: None,
            deprecated: None,
            location: Location::new(document.uri.clone(), symbol.selection_range),
            container_name: container.map(str::to_owned),
        });
    };
    for symbol in &symbols {
        add(symbol, None);
        for child in symbol.children.iter().flatten() {
            add(child, Some(&symbol.name));
        }
    }
    all
}
