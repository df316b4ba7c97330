//! A module's object: pieces compiled on all cores, then symbols, constants and tables.

use super::machine_code::{self, MachineCode};
use super::native_frame::NativeFrame;
use super::{constants, debug_lines, tables};
use crate::base::span::Sources;
use crate::clif::{self, Emitter};
use crate::cut::ir::{Module, PieceId};
use crate::middle::ir::ConstantId;
use alate_abi::context::Context as WorkerContext;
use alate_abi::word;
use cranelift_codegen::Context;
use cranelift_codegen::ir::{self, InstBuilder, MemFlagsData, UserFuncName, types::I64};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use cranelift_module::{Linkage, Module as _};
use cranelift_object::ObjectProduct;
use cranelift_object::object::SymbolScope;
use rayon::prelude::*;
use std::fmt::Write;
use std::mem::offset_of;

/// What else is wanted besides the object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Emit {
    Nothing,
    Clif,
    Assembly,
}

/// A compiled module.
pub struct Object {
    pub bytes: Vec<u8>,
    /// What `Emit` asked for.
    pub text: String,
}

/// Compiles a module; answers the object's bytes and the text asked for.
///
/// Errors are defects of this compiler or of Cranelift: every source error has been found before.
pub fn compile(module: &Module, sources: &Sources, emit: Emit) -> Result<Object, String> {
    let mut emitter = Emitter::new(module.name.as_str())?;
    emitter.declare_pieces(module)?;
    emitter.declare_exports(module);
    emitter.declare_dynamics(module);
    for (index, term) in module.constants.iter().enumerate() {
        let id = emitter.local_data(&format!("constant.{index}"));
        emitter
            .constants
            .insert(ConstantId(index as u32), (id, constants::tag(term)));
    }
    let mut scratch = FunctionBuilderContext::new();
    let mut functions: Vec<ir::Function> = (0..module.pieces.len())
        .map(|index| {
            let piece = PieceId(index as u32);
            clif::build(&mut emitter, module, sources, piece, &mut scratch)
        })
        .collect();
    let mut ids = emitter.pieces.clone();
    for (id, function) in emitter.build_cold_functions(&mut scratch) {
        ids.push(id);
        functions.push(function);
    }
    let symbol = |index: usize| match module.pieces.get(index) {
        Some(piece) => piece.symbol.as_str(),
        None => "cold path",
    };
    let mut text = String::new();
    if emit == Emit::Clif {
        for (piece, function) in module.pieces.iter().zip(&functions) {
            let _ = writeln!(
                text,
                "; {}:{}\n{}",
                module.name,
                piece.symbol,
                function.display()
            );
        }
    }
    let isa = emitter.module.isa();
    let compile = |context: &mut Context, (index, function)| {
        // After the pieces come the wrappers of cold paths, which are called.
        let frame = match index < module.pieces.len() {
            true => NativeFrame::None,
            false => NativeFrame::Kept,
        };
        machine_code::compile(context, function, isa, frame, emit == Emit::Assembly)
            .map_err(|error| format!("{}:{}: {error}", module.name, symbol(index)))
    };
    let compiled: Vec<Result<MachineCode, String>> = match functions.len() > FEW_FUNCTIONS {
        true => functions
            .into_par_iter()
            .enumerate()
            .map_init(Context::new, compile)
            .collect(),
        // To wake another thread takes longer, above all where expressions are evaluated.
        false => {
            let mut context = Context::new();
            let functions = functions.into_iter().enumerate();
            functions.map(|one| compile(&mut context, one)).collect()
        }
    };
    let mut lines = Vec::with_capacity(module.pieces.len());
    let mut fingerprint = alate_abi::layout::atom_hash(module.name.as_str().as_bytes());
    for (index, compiled) in compiled.into_iter().enumerate() {
        let compiled = compiled?;
        fingerprint = (fingerprint ^ alate_abi::layout::atom_hash(&compiled.bytes)).rotate_left(5);
        if emit == Emit::Assembly {
            let _ = writeln!(
                text,
                "{}:{}:\n{}",
                module.name,
                symbol(index),
                compiled.assembly
            );
        }
        compiled.define(&mut emitter.module, ids[index])?;
        // The wrappers of cold paths, which come last, have no lines.
        if index < module.pieces.len() {
            lines.push(compiled.lines);
        }
    }
    for (index, term) in module.constants.iter().enumerate() {
        let (id, _) = emitter.constants[&ConstantId(index as u32)];
        constants::define(&mut emitter, id, term)?;
    }
    tables::frames(&mut emitter, module, sources)?;
    tables::module_row(&mut emitter, module, fingerprint)?;
    tables::functions(&mut emitter, module, fingerprint)?;
    cells(&mut emitter, module)?;
    tables::variables(&mut emitter, module)?;
    tables::locations(&mut emitter, module, sources)?;
    tables::atoms(&mut emitter)?;
    let mut product = product(emitter);
    debug_lines::define(&mut product, module, sources, &ids, &lines)?;
    Ok(Object {
        bytes: product.emit().map_err(|error| error.to_string())?,
        text,
    })
}

/// So few functions are compiled by one thread.
const FEW_FUNCTIONS: usize = 8;

/// Entry cells: strong for what the module exports, weak with a stub that raises `undef` for what it calls.
fn cells(emitter: &mut Emitter, module: &Module) -> Result<(), String> {
    for ((name, function, arity), id) in emitter.cells.clone() {
        let own = module.functions.iter().find(|candidate| {
            candidate.exported
                && name == module.name
                && candidate.name == function
                && candidate.arity == arity
        });
        let code = match own {
            Some(own) => emitter.pieces[own.entry.0 as usize],
            None => undefined_stub(emitter, id, arity)?,
        };
        let mut words = constants::Words::default();
        words.push_function(code);
        words.push_atom(emitter, &name);
        words.push_atom(emitter, &function);
        words.push(arity as u64);
        words.define(emitter, id, None)?;
    }
    Ok(())
}

/// Code that leaves word of the cell it was reached through, then raises.
fn undefined_stub(
    emitter: &mut Emitter,
    cell: cranelift_module::DataId,
    arity: usize,
) -> Result<cranelift_module::FuncId, String> {
    let signature = clif::lisp_signature(arity);
    let id = emitter
        .module
        .declare_function(
            &format!("undefined.{}", cell.as_u32()),
            Linkage::Local,
            &signature,
        )
        .map_err(|error| error.to_string())?;
    let target = emitter.stub("alate_undefined", 0);
    let name = UserFuncName::user(0, id.as_u32());
    let mut body = ir::Function::with_name_signature(name, signature);
    let mut scratch = FunctionBuilderContext::new();
    let mut builder = FunctionBuilder::new(&mut body, &mut scratch);
    let block = builder.create_block();
    builder.append_block_params_for_function_params(block);
    builder.switch_to_block(block);
    builder.seal_block(block);
    let parameters = builder.block_params(block).to_vec();
    let worker = builder.ins().get_pinned_reg(I64);
    let flags = MemFlagsData::trusted();
    for (slot, argument) in parameters[1..].iter().enumerate() {
        let offset = (offset_of!(WorkerContext, arguments) + 8 * slot) as i32;
        // Further arguments lie there already and are lost: the trace shows the arity alone then.
        if arity <= alate_abi::call::REGISTER_ARGUMENTS {
            builder.ins().store(flags, *argument, worker, offset);
        }
    }
    let global = emitter.module.declare_data_in_func(cell, builder.func);
    let address = builder.ins().symbol_value(I64, global);
    let offset = offset_of!(WorkerContext, undefined_cell) as i32;
    builder.ins().store(flags, address, worker, offset);
    let target = emitter.module.declare_func_in_func(target, builder.func);
    builder.ins().return_call(target, &parameters[..1]);
    builder.finalize(emitter.module.target_config());
    machine_code::define(emitter, id, body, NativeFrame::None)?;
    Ok(id)
}

/// The finished object's bytes.
pub fn finish(emitter: Emitter) -> Result<Vec<u8>, String> {
    product(emitter).emit().map_err(|error| error.to_string())
}

/// Atoms, cells and variables are shared inside a program only, and an atom's symbol is its word.
fn product(emitter: Emitter) -> ObjectProduct {
    let atoms: Vec<_> = emitter.atoms.values().copied().collect();
    let cells = emitter.cells.values().chain(emitter.dynamics.values());
    let cells: Vec<_> = cells.copied().collect();
    let mut product = emitter.module.finish();
    for id in atoms {
        let symbol = product.data_symbol(id);
        let symbol = product.object.symbol_mut(symbol);
        symbol.scope = SymbolScope::Linkage;
        symbol.value += word::TAG_ATOM;
    }
    for id in cells {
        let symbol = product.data_symbol(id);
        product.object.symbol_mut(symbol).scope = SymbolScope::Linkage;
    }
    product
}
