//! A CLIF function to machine code, and into an object.

use super::debug_lines::PieceLines;
use super::native_frame::{self, NativeFrame};
use crate::clif::Emitter;
use cranelift_codegen::isa::TargetIsa;
use cranelift_codegen::{Context, FinalizedRelocTarget, ir};
use cranelift_module::{FuncId, Module as _, ModuleReloc};
use cranelift_object::ObjectModule;

/// A compiled function.
pub struct MachineCode {
    pub bytes: Vec<u8>,
    relocations: Vec<ModuleReloc>,
    /// Empty unless asked for. As Cranelift made it, with native frames.
    pub assembly: String,
    pub lines: PieceLines,
}

impl MachineCode {
    /// Gives the function its code.
    pub fn define(&self, module: &mut ObjectModule, id: FuncId) -> Result<(), String> {
        let alignment = alate_abi::call::CODE_ALIGNMENT;
        module
            .define_function_bytes(id, alignment, &self.bytes, &self.relocations)
            .map_err(|error| error.to_string())
    }
}

/// Compiles a function; `context` is room to do it in.
///
/// Errors are defects of this compiler or of Cranelift.
pub fn compile(
    context: &mut Context,
    function: ir::Function,
    isa: &dyn TargetIsa,
    frame: NativeFrame,
    wants_assembly: bool,
) -> Result<MachineCode, String> {
    context.clear();
    context.func = function;
    context.set_disasm(wants_assembly);
    context
        .compile(isa, &mut Default::default())
        .map_err(|error| format!("{:?}", error.inner))?;
    let code = context.compiled_code().ok_or("no code was made")?;
    let (bytes, relocations) = native_frame::apply(frame, isa, code)?;
    let relocations = relocations
        .iter()
        .map(|relocation| {
            if let FinalizedRelocTarget::Func(_) = relocation.target {
                return Err("a relocation to a place in a function".to_string());
            }
            // The function's own identity is only used for relocations into it.
            let own = FuncId::from_u32(0);
            Ok(ModuleReloc::from_mach_reloc(relocation, &context.func, own))
        })
        .collect::<Result<_, String>>()?;
    let places = code.buffer.get_srclocs_sorted().iter();
    Ok(MachineCode {
        lines: PieceLines {
            places: places.map(|run| (run.start, run.loc)).collect(),
            size: bytes.len() as u32,
        },
        bytes,
        relocations,
        assembly: code.vcode.clone().unwrap_or_default(),
    })
}

/// Compiles and defines a function.
pub fn define(
    emitter: &mut Emitter,
    id: FuncId,
    function: ir::Function,
    frame: NativeFrame,
) -> Result<(), String> {
    let mut context = Context::new();
    let isa = emitter.module.isa();
    let code = compile(&mut context, function, isa, frame, false)?;
    code.define(&mut emitter.module, id)
}
