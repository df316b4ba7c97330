//! Tables of an object: atoms, return addresses, exports, the module's row; and the records they name.

use super::constants::{self, Words};
use crate::base::span::Sources;
use crate::base::symbol::Symbol;
use crate::base::term::Term;
use crate::clif::Emitter;
use crate::cut::ir::{Function, Module, PieceKind};
use crate::middle::ir::INITIALISER;
use alate_abi::sections::{
    ABI_VERSION, SECTION_ATOMS, SECTION_FRAMES, SECTION_MODULES, SECTION_VARIABLES,
    VARIABLE_UNDEFINED, VARIABLE_UNSET,
};
use alate_abi::{layout, word};
use cranelift_module::{DataDescription, DataId, Module as _};

/// One row for every address that can lie on a stack as a return word, and for every entry that a poll
/// leaves, so that a function is known by its address.
pub fn frames(emitter: &mut Emitter, module: &Module, sources: &Sources) -> Result<(), String> {
    let mut words = Words::default();
    for (index, piece) in module.pieces.iter().enumerate() {
        let (slots, span, is_handler) = match &piece.kind {
            PieceKind::Continuation {
                frame,
                span,
                is_protected,
                ..
            } => (frame.len(), *span, *is_protected),
            PieceKind::Entry { .. } if piece.polls => {
                (0, module.functions[piece.function.0 as usize].span, false)
            }
            _ => continue,
        };
        let line = match sources.files.get(span.file.0 as usize) {
            Some(_) => sources.line(span),
            None => 0,
        };
        let location = emitter.location(piece.function.0, line);
        words.push_function(emitter.pieces[index]);
        words.push_data(location, 0);
        let size = slots as u64 + if is_handler { 3 } else { 1 };
        words.push(size | (u64::from(is_handler) << 32));
    }
    if words.is_empty() {
        return Ok(());
    }
    let id = emitter.local_data("frames");
    words.define(emitter, id, Some(SECTION_FRAMES))
}

/// Records that say where code comes from, one a function and line.
pub fn locations(emitter: &mut Emitter, module: &Module, sources: &Sources) -> Result<(), String> {
    let file = emitter.local_data("file");
    let name = sources.files.first().map_or("", |file| file.name.as_str());
    let mut words = Words::default();
    words.push_bytes(name.as_bytes());
    words.push(0);
    words.define(emitter, file, None)?;
    for ((function, line), id) in emitter.locations.clone() {
        let function = &module.functions[function as usize];
        let mut words = Words::default();
        words.push_atom(emitter, &module.name);
        words.push_atom(emitter, &function.name);
        words.push(function.arity as u64);
        words.push(u64::from(line));
        words.push_data(file, 0);
        words.push(name.len() as u64);
        words.define(emitter, id, None)?;
    }
    Ok(())
}

/// Static closures, and what a closure says of its function.
pub fn functions(emitter: &mut Emitter, module: &Module, fingerprint: u64) -> Result<(), String> {
    for (index, id) in emitter.closures.clone() {
        let function = &module.functions[index as usize];
        let code = emitter.pieces[function.entry.0 as usize];
        let information = emitter.function_information(index);
        let mut words = Words::default();
        words.push(word::header(layout::KIND_CLOSURE, function.arity as u8, 2));
        words.push_function(code);
        words.push_data(information, 0);
        words.define(emitter, id, None)?;
    }
    for (index, id) in emitter.function_information.clone() {
        let function = &module.functions[index as usize];
        let mut words = Words::default();
        words.push_atom(emitter, &module.name);
        words.push_atom(emitter, &function.name);
        words.push(function.arity as u64);
        words.push(function.closure.map_or(0, |(index, _)| u64::from(index)));
        words.push(fingerprint);
        words.push(0);
        words.define(emitter, id, None)?;
    }
    for ((name, function, arity), id) in emitter.external_functions.clone() {
        let mut words = Words::default();
        constants::external_function(emitter, &mut words, &name, &function, arity);
        words.define(emitter, id, None)?;
    }
    if let Some(id) = emitter.export_information {
        let mut words = Words::default();
        let name = Symbol::new("erlang");
        words.push_atom(emitter, &name);
        words.push_atom(emitter, &Symbol::new("apply"));
        words.push(0);
        words.push(alate_abi::sections::EXPORT_INDEX);
        words.push(0);
        words.push(0);
        words.define(emitter, id, None)?;
    }
    if let Some(id) = emitter.empty_tuple {
        let mut words = Words::default();
        words.push(word::header(layout::KIND_TUPLE, 0, 0));
        words.push(0);
        words.define(emitter, id, None)?;
    }
    Ok(())
}

/// The module's row, its exports and the attributes that `module_info` answers.
pub fn module_row(emitter: &mut Emitter, module: &Module, fingerprint: u64) -> Result<(), String> {
    let exports = emitter.local_data("exports");
    let mut words = Words::default();
    let mut count = 0;
    let is_hidden =
        |function: &Function| function.name == *INITIALISER && !module.dynamics.is_empty();
    let exported = module.functions.iter().filter(|function| function.exported);
    for function in exported.filter(|function| !is_hidden(function)) {
        let key = (module.name.clone(), function.name.clone(), function.arity);
        let cell = emitter.cell(key);
        words.push_atom(emitter, &function.name);
        words.push(function.arity as u64);
        words.push_data(cell, 0);
        count += 1;
    }
    if words.is_empty() {
        words.push(0);
    }
    words.define(emitter, exports, None)?;

    let attributes = Term::Tuple(
        module
            .attributes
            .iter()
            .filter(|(_, value)| !crate::middle::contains_map(value))
            .map(|(name, value)| Term::Tuple(vec![Term::Atom(name.clone()), value.clone()]))
            .collect(),
    );
    let attributes_id = emitter.local_data("attributes");
    constants::define(emitter, attributes_id, &attributes)?;

    let row = emitter.local_data("module");
    let mut words = Words::default();
    words.push(ABI_VERSION);
    words.push_atom(emitter, &module.name);
    words.push_data(exports, 0);
    words.push(count);
    words.push_data(attributes_id, word::TAG_TUPLE);
    words.push(fingerprint);
    words.define(emitter, row, Some(SECTION_MODULES))
}

/// Records of dynamic variables: strong for those that the module defines, which a table lists too,
/// weak for the others that it names.
pub fn variables(emitter: &mut Emitter, module: &Module) -> Result<(), String> {
    let mut table = Words::default();
    for ((of, name), id) in emitter.dynamics.clone() {
        let is_own = of == module.name && module.dynamics.contains(&name);
        let mut words = Words::default();
        words.push(word::ABSENT);
        words.push(match is_own {
            true => VARIABLE_UNSET,
            false => VARIABLE_UNDEFINED,
        });
        words.push_atom(emitter, &of);
        words.push_atom(emitter, &name);
        words.define(emitter, id, None)?;
        if is_own {
            table.push_data(id, 0);
        }
    }
    if table.is_empty() {
        return Ok(());
    }
    let id = emitter.local_data("variables");
    table.define(emitter, id, Some(SECTION_VARIABLES))
}

/// Records of all atoms named so far, and the table by which the runtime finds them. Last of all,
/// for everything else names atoms.
pub fn atoms(emitter: &mut Emitter) -> Result<(), String> {
    let mut table = Words::default();
    for (name, id) in emitter.atoms.clone() {
        // The symbol is the atom's word; the table holds addresses of records.
        table.push_data(id, alate_abi::word::TAG_ATOM.wrapping_neg());
        let bytes = name.as_str().as_bytes();
        let mut record = Vec::with_capacity(layout::ATOM_NAME + bytes.len() + 1);
        record.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        record.extend_from_slice(&(name.as_str().chars().count() as u32).to_le_bytes());
        record.extend_from_slice(&layout::atom_hash(bytes).to_le_bytes());
        record.extend_from_slice(bytes);
        record.push(0);
        let mut data = DataDescription::new();
        data.define(record.into());
        data.set_align(16);
        emitter
            .module
            .define_data(id, &data)
            .map_err(|error| error.to_string())?;
    }
    if table.is_empty() {
        return Ok(());
    }
    let id: DataId = emitter.local_data("atoms");
    table.define(emitter, id, Some(SECTION_ATOMS))
}
