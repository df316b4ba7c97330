//! DWARF line tables: for debuggers and profilers, which piece an address belongs to and which line.
//! They name files as the compiler's user did and hold nothing of the machine the compiler ran on.

use crate::base::span::{FileId, Sources};
use crate::clif::place;
use crate::cut::ir::{Module, PieceKind};
use cranelift_codegen::ir::SourceLoc;
use cranelift_module::FuncId;
use cranelift_object::ObjectProduct;
use cranelift_object::object::write::{Object, Relocation, SectionId, SymbolId, SymbolSection};
use cranelift_object::object::{RelocationEncoding, RelocationFlags, RelocationKind, SectionKind};
use gimli::write::{
    Address, AttributeValue, DwarfUnit, EndianVec, FileId as LineFile, LineProgram, LineString,
    RelocateWriter, RelocationTarget, Sections,
};
use gimli::{Encoding, Format, LineEncoding, LittleEndian, SectionId as Dwarf};
use std::collections::BTreeMap;

/// Every tool reads version 4, and its line tables need no further section.
const ENCODING: Encoding = Encoding {
    format: Format::Dwarf32,
    version: 4,
    address_size: 8,
};

/// There is no number for LFE. Of those there are, this one lets debuggers take names as they stand:
/// that of C, which knows neither overloading nor namespaces.
const LANGUAGE: gimli::DwLang = gimli::DW_LANG_C99;

/// Where the instructions of a piece come from.
pub struct PieceLines {
    /// Offset of the first instruction of each run from one place, ascending.
    pub places: Vec<(u32, SourceLoc)>,
    pub size: u32,
}

/// A piece in its section.
struct Extent {
    symbol: SymbolId,
    start: u64,
    size: u64,
}

/// The address of the piece of that index: what `gimli` calls a symbol is ours to choose.
fn address(piece: usize) -> Address {
    Address::Symbol {
        symbol: piece,
        addend: 0,
    }
}

/// Adds the tables of a module's pieces, whose functions are `ids`, to its object.
///
/// Errors are defects of this compiler or of the crates that write the object.
pub fn define(
    product: &mut ObjectProduct,
    module: &Module,
    sources: &Sources,
    ids: &[FuncId],
    pieces: &[PieceLines],
) -> Result<(), String> {
    let extents = extents(product, ids, pieces)?;
    let (Some(first), Some(last)) = (extents.first(), extents.last()) else {
        return Ok(());
    };
    let name = sources.files.first().map_or("", |file| file.name.as_str());
    let mut dwarf = DwarfUnit::new(ENCODING);
    let root = dwarf.unit.root();
    let unit = dwarf.unit.get_mut(root);
    unit.set(gimli::DW_AT_producer, text("alate"));
    unit.set(gimli::DW_AT_language, AttributeValue::Language(LANGUAGE));
    unit.set(gimli::DW_AT_name, text(name));
    unit.set(gimli::DW_AT_low_pc, AttributeValue::Address(address(0)));
    let length = last.start + last.size - first.start;
    unit.set(gimli::DW_AT_high_pc, AttributeValue::Udata(length));

    let mut lines = Lines::new(sources);
    lines.program.begin_sequence(Some(address(0)));
    for (index, piece) in module.pieces.iter().enumerate() {
        let extent = &extents[index];
        let span = module.functions[piece.function.0 as usize].span;
        let declared = place::encode(sources, span).and_then(place::decode);
        let entry = dwarf.unit.add(root, gimli::DW_TAG_subprogram);
        let symbol = &product.object.symbol(extent.symbol).name;
        // In place: each name occurs once, so a table of strings would only add relocations.
        let name = AttributeValue::String(symbol.clone());
        let entry = dwarf.unit.get_mut(entry);
        entry.set(gimli::DW_AT_name, name);
        let low = AttributeValue::Address(address(index));
        entry.set(gimli::DW_AT_low_pc, low);
        entry.set(gimli::DW_AT_high_pc, AttributeValue::Udata(extent.size));
        if let Some((file, line)) = declared {
            let file = AttributeValue::FileIndex(Some(lines.file(file)));
            entry.set(gimli::DW_AT_decl_file, file);
            entry.set(
                gimli::DW_AT_decl_line,
                AttributeValue::Udata(u64::from(line)),
            );
        }
        let head = declared.filter(|_| matches!(piece.kind, PieceKind::Entry { .. }));
        lines.piece(extent.start - first.start, &pieces[index], head);
    }
    lines.program.end_sequence(length);
    dwarf.unit.line_program = lines.program;
    write(&mut product.object, &mut dwarf, &extents)
}

/// Places of the pieces, which must follow each other in one section.
fn extents(
    product: &ObjectProduct,
    ids: &[FuncId],
    pieces: &[PieceLines],
) -> Result<Vec<Extent>, String> {
    let mut extents: Vec<Extent> = Vec::with_capacity(pieces.len());
    let mut section = None;
    for (id, lines) in ids.iter().zip(pieces) {
        let id = product.function_symbol(*id);
        let symbol = product.object.symbol(id);
        let SymbolSection::Section(found) = symbol.section else {
            return Err("a piece of code lies in no section".to_string());
        };
        let end = extents.last().map_or(0, |last| last.start + last.size);
        if *section.get_or_insert(found) != found || symbol.value < end {
            return Err("the pieces of code do not follow each other".to_string());
        }
        extents.push(Extent {
            symbol: id,
            start: symbol.value,
            size: u64::from(lines.size),
        });
    }
    Ok(extents)
}

fn text(text: &str) -> AttributeValue {
    AttributeValue::String(without_nul(text))
}

/// NUL would end a string early.
fn without_nul(text: &str) -> Vec<u8> {
    text.bytes().filter(|byte| *byte != 0).collect()
}

/// The line program of a module.
struct Lines<'a> {
    program: LineProgram,
    sources: &'a Sources,
    files: BTreeMap<FileId, LineFile>,
}

impl Lines<'_> {
    fn new(sources: &Sources) -> Lines<'_> {
        let nowhere = || LineString::String(Vec::new());
        // Version 4 writes neither of the two: file names are relative to wherever the tool looks.
        let line_encoding = LineEncoding::default();
        let program = LineProgram::new(ENCODING, line_encoding, nowhere(), None, nowhere(), None);
        Lines {
            program,
            sources,
            files: BTreeMap::new(),
        }
    }

    fn file(&mut self, id: FileId) -> LineFile {
        if let Some(file) = self.files.get(&id) {
            return *file;
        }
        let mut name = without_nul(&self.sources.get(id).name);
        if name.is_empty() {
            name.push(b'?');
        }
        let directory = self.program.default_directory();
        let file = self
            .program
            .add_file(LineString::String(name), directory, None);
        self.files.insert(id, file);
        file
    }

    /// Rows of the piece that begins at `start` in the sequence; `head` is where its function does, if
    /// it is entered by calls.
    fn piece(&mut self, start: u64, piece: &PieceLines, head: Option<(FileId, u32)>) {
        let mut rows: Vec<(u32, (FileId, u32))> = Vec::new();
        for (offset, place) in &piece.places {
            if let Some(place) = place::decode(*place)
                && rows.last().is_none_or(|(_, last)| *last != place)
            {
                rows.push((*offset, place));
            }
        }
        let body = rows.first().copied();
        // What builds the native frame belongs to the function's head. Debuggers stop at the row
        // after it, even where that has the same line, for there the frame is complete.
        if body.is_none_or(|(offset, _)| offset > 0) {
            self.row(start, head.or(body.map(|(_, place)| place)), false);
        }
        for (offset, place) in rows {
            let is_body = body.is_some_and(|(first, _)| first == offset);
            self.row(start + u64::from(offset), Some(place), is_body);
        }
    }

    fn row(&mut self, offset: u64, place: Option<(FileId, u32)>, prologue_end: bool) {
        // Line 0 says that there is none.
        let (file, line) = match place {
            Some((file, line)) => (Some(self.file(file)), line),
            None => (None, 0),
        };
        let row = self.program.row();
        row.address_offset = offset;
        row.line = u64::from(line);
        row.prologue_end = prologue_end;
        if let Some(file) = file {
            row.file = file;
        }
        self.program.generate_row();
    }
}

/// A section's bytes and what is to be filled in by the linker.
#[derive(Clone)]
struct Section {
    bytes: EndianVec<LittleEndian>,
    relocations: Vec<gimli::write::Relocation>,
}

impl RelocateWriter for Section {
    type Writer = EndianVec<LittleEndian>;

    fn writer(&self) -> &Self::Writer {
        &self.bytes
    }

    fn writer_mut(&mut self) -> &mut Self::Writer {
        &mut self.bytes
    }

    fn relocate(&mut self, relocation: gimli::write::Relocation) {
        self.relocations.push(relocation);
    }
}

fn write(object: &mut Object, dwarf: &mut DwarfUnit, pieces: &[Extent]) -> Result<(), String> {
    let mut sections = Sections::new(Section {
        bytes: EndianVec::new(LittleEndian),
        relocations: Vec::new(),
    });
    dwarf
        .write(&mut sections)
        .map_err(|error| error.to_string())?;
    let mut ids: BTreeMap<&'static str, SectionId> = BTreeMap::new();
    let add = |dwarf: Dwarf, section: &Section| -> Result<(), String> {
        if !section.bytes.slice().is_empty() {
            let name = dwarf.name();
            let id = object.add_section(Vec::new(), name.into(), SectionKind::Debug);
            object.set_section_data(id, section.bytes.slice().to_vec(), 1);
            ids.insert(name, id);
        }
        Ok(())
    };
    sections.for_each(add)?;
    sections.for_each(|dwarf, section| {
        let Some(id) = ids.get(dwarf.name()) else {
            return Ok(());
        };
        for relocation in &section.relocations {
            let symbol = match relocation.target {
                RelocationTarget::Symbol(piece) => pieces[piece].symbol,
                RelocationTarget::Section(target) => match ids.get(target.name()) {
                    Some(target) => object.section_symbol(*target),
                    None => return Err(format!("no section {}", target.name())),
                },
            };
            relocate(object, *id, symbol, relocation)?;
        }
        Ok(())
    })
}

fn relocate(
    object: &mut Object,
    section: SectionId,
    symbol: SymbolId,
    relocation: &gimli::write::Relocation,
) -> Result<(), String> {
    let flags = RelocationFlags::Generic {
        kind: RelocationKind::Absolute,
        encoding: RelocationEncoding::Generic,
        size: relocation.size * 8,
    };
    object
        .add_relocation(
            section,
            Relocation {
                offset: relocation.offset as u64,
                symbol,
                addend: relocation.addend,
                flags,
            },
        )
        .map_err(|error| error.to_string())
}
