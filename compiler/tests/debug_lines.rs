//! What debuggers and profilers read of an object: names and lines of addresses.

use alate_compiler::base::span::{SourceFile, Sources};
use alate_compiler::pipeline::{self, Options};
use cranelift_object::object::{File, Object, ObjectSection, ObjectSymbol, RelocationTarget};
use gimli::{DebuggingInformationEntry, EndianSlice, LittleEndian};
use std::collections::BTreeMap;

type Slice<'a> = EndianSlice<'a, LittleEndian>;

const SOURCE: &str = "(defmodule shapes
  (export (area 1) (total 1) (check 1)))

(defun area
  ((`#(square ,side))
   (* side
      side))
  ((`#(box ,width ,height))
   (* width height)))

(defun total
  (('()) 0)
  ((`(,shape . ,rest))
   (let ((first
           (area shape)))
     (+ first
        (total rest)))))

(defun check (x)
  (if (== x 'bad)
    (throw
      'bad)
    (lists:map
      (lambda (y)
        (- y 1))
      x)))
";

fn compile(name: &str) -> Vec<u8> {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new(name, SOURCE));
    let output = pipeline::compile(
        &mut sources,
        file,
        &Options::default(),
        &alate_compiler::host::NoHost,
    );
    assert!(output.diagnostics.is_empty(), "{:?}", output.diagnostics);
    let module = output.modules.into_iter().next();
    module.and_then(|module| module.object).expect("an object")
}

/// A section's bytes with their relocations applied, for a program whose sections all begin at 0.
fn section(file: &File, name: &str) -> Vec<u8> {
    let Some(section) = file.section_by_name(name) else {
        return Vec::new();
    };
    let mut bytes = section.data().expect("a section's data").to_vec();
    for (offset, relocation) in section.relocations() {
        let RelocationTarget::Symbol(index) = relocation.target() else {
            panic!("a relocation against something else than a symbol");
        };
        let symbol = file.symbol_by_index(index).expect("a symbol");
        let value = symbol.address().wrapping_add_signed(relocation.addend());
        let size = usize::from(relocation.size()) / 8;
        let offset = offset as usize;
        bytes[offset..offset + size].copy_from_slice(&value.to_le_bytes()[..size]);
    }
    bytes
}

#[derive(Debug)]
struct Function {
    name: String,
    start: u64,
    end: u64,
    line: Option<u64>,
}

#[derive(Debug)]
struct Row {
    address: u64,
    line: u64,
    file: String,
    prologue_end: bool,
    end_sequence: bool,
}

struct Read {
    name: String,
    producer: String,
    extent: (u64, u64),
    functions: Vec<Function>,
    rows: Vec<Row>,
}

fn string(entry: &DebuggingInformationEntry<Slice>, name: gimli::DwAt) -> String {
    match entry.attr_value(name) {
        Some(gimli::AttributeValue::String(text)) => text.to_string_lossy().into_owned(),
        other => panic!("{name}: {other:?}"),
    }
}

fn extent(entry: &DebuggingInformationEntry<Slice>) -> (u64, u64) {
    let Some(gimli::AttributeValue::Addr(low)) = entry.attr_value(gimli::DW_AT_low_pc) else {
        panic!("no address");
    };
    let high = entry.attr(gimli::DW_AT_high_pc).expect("a length");
    (low, low + high.udata_value().expect("a length"))
}

fn read(file: &File) -> Read {
    let load = |id: gimli::SectionId| Ok::<_, gimli::Error>(section(file, id.name()));
    let sections = gimli::DwarfSections::load(load).expect("sections");
    let dwarf = sections.borrow(|bytes| EndianSlice::new(bytes, LittleEndian));
    let mut units = dwarf.units();
    let header = units.next().expect("a unit").expect("a unit");
    assert!(units.next().expect("no more").is_none());
    let unit = dwarf.unit(header).expect("a unit");

    let mut entries = unit.entries();
    let root = entries.next_dfs().expect("entries").expect("a root");
    let mut read = Read {
        name: string(root, gimli::DW_AT_name),
        producer: string(root, gimli::DW_AT_producer),
        extent: extent(root),
        functions: Vec::new(),
        rows: Vec::new(),
    };
    while let Some(entry) = entries.next_dfs().expect("entries") {
        assert_eq!(entry.tag(), gimli::DW_TAG_subprogram);
        let (start, end) = extent(entry);
        read.functions.push(Function {
            name: string(entry, gimli::DW_AT_name),
            start,
            end,
            line: entry
                .attr(gimli::DW_AT_decl_line)
                .and_then(|line| line.udata_value()),
        });
    }

    let program = unit.line_program.clone().expect("a line program");
    let mut rows = program.rows();
    while let Some((header, row)) = rows.next_row().expect("rows") {
        let file = row.file(header).expect("a file").path_name();
        let gimli::AttributeValue::String(file) = file else {
            panic!("a file without a name");
        };
        read.rows.push(Row {
            address: row.address(),
            line: row.line().map_or(0, |line| line.get()),
            file: file.to_string_lossy().into_owned(),
            prologue_end: row.prologue_end(),
            end_sequence: row.end_sequence(),
        });
    }
    read
}

/// Lines of the rows of a function, each once.
fn lines(read: &Read, function: &Function) -> Vec<u64> {
    let rows = read.rows.iter();
    let mut lines: Vec<u64> = rows
        .filter(|row| (function.start..function.end).contains(&row.address) && !row.end_sequence)
        .map(|row| row.line)
        .collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

#[test]
fn functions_have_their_symbols_addresses_and_lines() {
    let bytes = compile("src/shapes.lfe");
    let file = File::parse(&*bytes).expect("an object");
    let read = read(&file);
    assert_eq!(read.name, "src/shapes.lfe");
    assert_eq!(read.producer, "alate");

    let symbols: BTreeMap<&str, (u64, u64)> = file
        .symbols()
        .filter_map(|symbol| Some((symbol.name().ok()?, (symbol.address(), symbol.size()))))
        .collect();
    for function in &read.functions {
        let (address, size) = symbols[function.name.as_str()];
        assert_eq!((function.start, function.end), (address, address + size));
        assert!(read.extent.0 <= function.start && function.end <= read.extent.1);
        let first = read
            .rows
            .iter()
            .find(|row| row.address == function.start && !row.end_sequence);
        assert!(first.is_some(), "no row begins {}", function.name);
        let within = |row: &&Row| (function.start..function.end).contains(&row.address);
        let bodies = read.rows.iter().filter(within);
        assert_eq!(bodies.filter(|row| row.prologue_end).count(), 1);
    }
    let entries: BTreeMap<&str, Option<u64>> = read
        .functions
        .iter()
        .map(|function| (function.name.as_str(), function.line))
        .collect();
    assert_eq!(entries["shapes:area/1"], Some(4));
    assert_eq!(entries["shapes:total/1"], Some(11));
    assert_eq!(entries["shapes:check/1"], Some(19));
    let has_lambda = read
        .functions
        .iter()
        .any(|function| function.line == Some(24));
    assert!(has_lambda, "{entries:?}");
}

#[test]
fn rows_ascend_and_name_the_source_alone() {
    let bytes = compile("src/shapes.lfe");
    let read = read(&File::parse(&*bytes).expect("an object"));
    let last = read.rows.last().expect("rows");
    assert!(last.end_sequence);
    assert_eq!(last.address, read.extent.1);
    for pair in read.rows.windows(2) {
        assert!(pair[0].address <= pair[1].address, "{pair:?}");
        assert!(!pair[0].end_sequence, "{pair:?}");
    }
    let count = SOURCE.lines().count() as u64;
    for row in &read.rows {
        assert_eq!(row.file, "src/shapes.lfe");
        assert!(
            row.end_sequence || (1..=count).contains(&row.line),
            "{row:?}"
        );
    }
}

#[test]
fn operations_calls_and_raises_have_lines_of_their_own() {
    let bytes = compile("shapes.lfe");
    let read = read(&File::parse(&*bytes).expect("an object"));
    let of = |prefix: &str| -> Vec<u64> {
        let pieces = read.functions.iter();
        let mut all: Vec<u64> = pieces
            .filter(|function| {
                let rest = function.name.strip_prefix(prefix);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('#'))
            })
            .flat_map(|function| lines(&read, function))
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let area = of("shapes:area/1");
    assert!(area.contains(&6) && area.contains(&9), "{area:?}");
    assert!(area.iter().all(|line| (4..=9).contains(line)), "{area:?}");
    let total = of("shapes:total/1");
    for line in [15, 16, 17] {
        assert!(total.contains(&line), "{line} in {total:?}");
    }
    let check = of("shapes:check/1");
    for line in [21, 23] {
        assert!(check.contains(&line), "{line} in {check:?}");
    }
    let lambda = read
        .functions
        .iter()
        .find(|function| function.line == Some(24))
        .expect("the lambda");
    assert!(lines(&read, lambda).contains(&25));
}

#[test]
fn the_same_source_gives_the_same_bytes() {
    assert_eq!(compile("shapes.lfe"), compile("shapes.lfe"));
}
