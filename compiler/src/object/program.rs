//! The object that every program needs once: `main`, and the stubs between Lisp code and the runtime
//! (which cannot be written in Rust, for it has no tail calls).

use super::constants::Words;
use super::machine_code;
use super::native_frame::NativeFrame;
use crate::base::symbol::Symbol;
use crate::clif::mangle;
use crate::clif::{Emitter, lisp_signature, stubs};
use crate::middle::ir::INITIALISER;
use alate_abi::call::{BINDING_BYTES, HANDLER_CODE, REGISTER_ARGUMENTS};
use alate_abi::context::{Context, EXIT_DONE, EXIT_POLL, EXIT_RAISED, EXIT_WAIT, EXIT_YIELD};
use alate_abi::sections::{
    ABI_VERSION, BINDING_FRAME, CALL_FRAME, SECTION_ATOMS, SECTION_FRAMES, SECTION_MODULES,
    SECTION_VARIABLES,
};
use alate_abi::{layout, runtime_calls, word};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{
    self, AbiParam, Block, InstBuilder, MemFlagsData, Signature, UserFuncName, Value, types::I32,
    types::I64,
};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use cranelift_module::{DataId, FuncId, Linkage, Module as _};
use std::mem::offset_of;

/// The object of a program that starts at `main_module:main/main_arity`, after the dynamic variables
/// of these modules have got their initial values, in this order.
pub fn program(
    main_module: &str,
    main_arity: usize,
    initialised: &[String],
) -> Result<Vec<u8>, String> {
    let mut emitter = Emitter::new("program")?;
    let mut stubs = Stubs {
        emitter: &mut emitter,
    };
    stubs.define_all()?;
    let cell_symbol = mangle::cell(main_module, "main", main_arity);
    let main_cell = import_data(&mut emitter, &cell_symbol)?;
    let program = emitter.local_data("program");
    let mut words = Words::default();
    words.push(ABI_VERSION);
    words.push_data(main_cell, 0);
    words.push(main_arity as u64);
    for section in [
        SECTION_ATOMS,
        SECTION_FRAMES,
        SECTION_MODULES,
        SECTION_VARIABLES,
    ] {
        for bound in ["__start_", "__stop_"] {
            let bound = import_data(&mut emitter, &format!("{bound}{section}"))?;
            words.push_data(bound, 0);
        }
    }
    let initialisers = initialisers(&mut emitter, initialised)?;
    words.push_data(initialisers, 0);
    words.push(initialised.len() as u64);
    for name in [
        "alate_enter",
        "alate_done",
        "alate_uncaught",
        "alate_watermark",
        "alate_raise",
        "alate_apply_fun",
        "alate_apply",
        "alate_resume_0",
        "alate_resume_2",
        "alate_resume_3",
    ] {
        let function = stub_id(&mut emitter, name)?;
        words.push_function(function);
    }
    words.define(&mut emitter, program, None)?;
    frames(&mut emitter)?;
    // The section must exist even where no module defines a variable.
    let no_variable = emitter.local_data("variables");
    let mut words = Words::default();
    words.push(0);
    words.define(&mut emitter, no_variable, Some(SECTION_VARIABLES))?;
    define_main(&mut emitter, program)?;
    super::tables::atoms(&mut emitter)?;
    super::module::finish(emitter)
}

/// The stubs alone, for a program whose code is all loaded.
pub fn stubs() -> Result<Vec<u8>, String> {
    let mut emitter = Emitter::new("stubs")?;
    let mut stubs = Stubs {
        emitter: &mut emitter,
    };
    stubs.define_all()?;
    frames(&mut emitter)?;
    super::tables::atoms(&mut emitter)?;
    super::module::finish(emitter)
}

/// Rows of the return addresses that stubs are. They belong to no Lisp function, so they have no location.
fn frames(emitter: &mut Emitter) -> Result<(), String> {
    let binding_words = BINDING_BYTES as u64 / 8;
    let mut rows = vec![
        ("alate_done".to_string(), 3 | (1 << 32)),
        (
            "alate_unbind".to_string(),
            binding_words | (u64::from(BINDING_FRAME) << 32),
        ),
    ];
    let is_call = u64::from(CALL_FRAME) << 32;
    for arguments in 0..=REGISTER_ARGUMENTS {
        let size = arguments as u64 + 2;
        rows.push((resume_stub(arguments), size | is_call));
    }
    // Its size depends on the number of arguments, which lies in the frame.
    rows.push((resume_stub(REGISTER_ARGUMENTS + 1), is_call));
    let mut words = Words::default();
    for (name, size) in rows {
        let stub = stub_id(emitter, &name)?;
        words.push_function(stub);
        words.push(0);
        words.push(size);
    }
    let frames = emitter.local_data("frames");
    words.define(emitter, frames, Some(SECTION_FRAMES))
}

/// The entry cells of the functions that give dynamic variables their initial values.
fn initialisers(emitter: &mut Emitter, modules: &[String]) -> Result<DataId, String> {
    let mut words = Words::default();
    for module in modules {
        let cell = import_data(emitter, &mangle::cell(module, INITIALISER, 0))?;
        words.push_data(cell, 0);
    }
    words.push(0);
    let id = emitter.local_data("initialisers");
    words.define(emitter, id, None)?;
    Ok(id)
}

fn import_data(emitter: &mut Emitter, symbol: &str) -> Result<DataId, String> {
    emitter
        .module
        .declare_data(symbol, Linkage::Import, false, false)
        .map_err(|error| error.to_string())
}

fn stub_id(emitter: &mut Emitter, name: &str) -> Result<FuncId, String> {
    match emitter.module.get_name(name) {
        Some(cranelift_module::FuncOrDataId::Func(id)) => Ok(id),
        _ => Err(format!("stub {name} is not defined")),
    }
}

/// `int main(int argc, char **argv)`: hands all to the runtime.
fn define_main(emitter: &mut Emitter, program: DataId) -> Result<(), String> {
    let mut signature = Signature::new(emitter.module.isa().default_call_conv());
    signature
        .params
        .extend([AbiParam::new(I32), AbiParam::new(I64)]);
    signature.returns.push(AbiParam::new(I32));
    let mut start = signature.clone();
    start.params.push(AbiParam::new(I64));
    let error = |error: cranelift_module::ModuleError| error.to_string();
    let start = emitter
        .module
        .declare_function("alate_start", Linkage::Import, &start)
        .map_err(error)?;
    let main = emitter
        .module
        .declare_function("main", Linkage::Export, &signature)
        .map_err(error)?;
    define(
        emitter,
        main,
        signature,
        NativeFrame::Kept,
        |emitter, b, parameters| {
            let global = emitter.module.declare_data_in_func(program, b.func);
            let program = b.ins().symbol_value(I64, global);
            let start = emitter.module.declare_func_in_func(start, b.func);
            let call = b
                .ins()
                .call(start, &[parameters[0], parameters[1], program]);
            let status = b.inst_results(call)[0];
            b.ins().return_(&[status]);
        },
    )
}

/// Builds and defines one function of one entry block.
fn define(
    emitter: &mut Emitter,
    id: FuncId,
    signature: Signature,
    frame: NativeFrame,
    build: impl FnOnce(&mut Emitter, &mut FunctionBuilder, &[Value]),
) -> Result<(), String> {
    let name = UserFuncName::user(0, id.as_u32());
    let mut function = ir::Function::with_name_signature(name, signature);
    let mut scratch = FunctionBuilderContext::new();
    let mut builder = FunctionBuilder::new(&mut function, &mut scratch);
    let block = builder.create_block();
    builder.append_block_params_for_function_params(block);
    builder.switch_to_block(block);
    let parameters = builder.block_params(block).to_vec();
    build(emitter, &mut builder, &parameters);
    builder.seal_all_blocks();
    builder.finalize(emitter.module.target_config());
    machine_code::define(emitter, id, function, frame)
}

fn flags() -> MemFlagsData {
    MemFlagsData::trusted()
}

pub(super) struct Stubs<'e> {
    emitter: &'e mut Emitter,
}

/// What a stub's body is written with.
pub(super) struct Body<'e, 'b, 'f> {
    pub emitter: &'e mut Emitter,
    pub b: &'b mut FunctionBuilder<'f>,
}

impl Body<'_, '_, '_> {
    pub fn load(&mut self, offset: usize) -> Value {
        let context = self.b.ins().get_pinned_reg(I64);
        self.b.ins().load(I64, flags(), context, offset as i32)
    }

    pub fn store(&mut self, value: Value, offset: usize) {
        let context = self.b.ins().get_pinned_reg(I64);
        self.b.ins().store(flags(), value, context, offset as i32);
    }

    pub fn constant(&mut self, value: u64) -> Value {
        self.b.ins().iconst(I64, value as i64)
    }

    pub fn runtime(&mut self, call: runtime_calls::RuntimeCall, arguments: &[Value]) -> Value {
        let id = self.emitter.runtime_function(call.name, arguments.len());
        let function = self.emitter.module.declare_func_in_func(id, self.b.func);
        let mut all = vec![self.b.ins().get_pinned_reg(I64)];
        all.extend_from_slice(arguments);
        let call = self.b.ins().call(function, &all);
        self.b.inst_results(call)[0]
    }

    /// Gives control back to the runtime.
    fn exit(&mut self, sp: Value, reason: u64) {
        self.store(sp, offset_of!(Context, sp));
        let reason = self.constant(reason);
        self.store(reason, offset_of!(Context, exit));
        self.b.ins().return_(&[]);
    }

    pub fn goto(&mut self, name: &str, sp: Value) {
        self.goto_with(name, &[sp]);
    }

    /// The same with all parameters, `sp` first.
    pub fn goto_with(&mut self, name: &str, parameters: &[Value]) {
        // Every stub is declared before the first body is built.
        if let Ok(id) = stub_id(self.emitter, name) {
            let function = self.emitter.module.declare_func_in_func(id, self.b.func);
            self.b.ins().return_call(function, parameters);
        }
    }

    pub fn tail_call(&mut self, code: Value, sp: Value, arguments: &[Value]) {
        let signature = self.b.import_signature(lisp_signature(arguments.len()));
        let mut all = vec![sp];
        all.extend_from_slice(arguments);
        self.b.ins().return_call_indirect(signature, code, &all);
    }

    pub fn branch(&mut self, condition: Value) -> (Block, Block) {
        let (yes, no) = (self.b.create_block(), self.b.create_block());
        self.b.ins().brif(condition, yes, &[], no, &[]);
        (yes, no)
    }

    pub fn load_at(&mut self, address: Value, offset: i32) -> Value {
        self.b.ins().load(I64, flags(), address, offset)
    }
}

impl Stubs<'_> {
    fn define_all(&mut self) -> Result<(), String> {
        let mut names: Vec<(String, usize)> = vec![
            ("alate_enter_lisp".into(), 4),
            ("alate_done".into(), 1),
            ("alate_uncaught".into(), 3),
            ("alate_watermark".into(), 1),
            ("alate_raise".into(), 0),
            ("alate_undefined".into(), 0),
            ("alate_apply_fun".into(), 2),
            ("alate_apply".into(), 3),
            ("alate_unbind".into(), 1),
            ("alate_return".into(), 1),
            ("alate_unbind_raise".into(), 3),
            ("alate_raise_again".into(), 3),
            ("alate_wait".into(), 1),
            ("alate_yield".into(), 0),
        ];
        for arguments in 0..=REGISTER_ARGUMENTS + 1 {
            names.push((
                stubs::poll_stub(arguments),
                arguments.min(REGISTER_ARGUMENTS),
            ));
            names.push((resume_stub(arguments), 1));
            names.push((stubs::export_stub(arguments), REGISTER_ARGUMENTS));
        }
        for (name, arguments) in &names {
            self.emitter
                .module
                .declare_function(name, Linkage::Export, &lisp_signature(*arguments))
                .map_err(|error| error.to_string())?;
        }
        self.enter()?;
        self.enter_lisp()?;
        self.stub("alate_done", 1, |body, p| {
            body.store(p[1], offset_of!(Context, result));
            body.exit(p[0], EXIT_DONE);
        })?;
        self.stub("alate_uncaught", 3, |body, p| body.exit(p[0], EXIT_RAISED))?;
        self.stub("alate_watermark", 1, |body, p| {
            let code = body.runtime(runtime_calls::watermark, &[p[0]]);
            body.tail_call(code, p[0], &p[1..]);
        })?;
        self.stub("alate_wait", 1, |body, p| {
            body.store(p[1], offset_of!(Context, wait_until));
            body.exit(p[0], EXIT_WAIT);
        })?;
        self.stub("alate_yield", 0, |body, p| body.exit(p[0], EXIT_YIELD))?;
        self.raise()?;
        self.unbind()?;
        self.stub("alate_undefined", 0, |body, p| {
            body.runtime(runtime_calls::undefined, &[p[0]]);
            body.goto("alate_raise", p[0]);
        })?;
        for arguments in 0..=REGISTER_ARGUMENTS {
            self.poll(arguments)?;
            self.resume(arguments)?;
            self.export(arguments)?;
        }
        self.poll_many()?;
        self.resume_many()?;
        self.export(REGISTER_ARGUMENTS + 1)?;
        self.apply_fun()?;
        self.apply()
    }

    pub(super) fn stub(
        &mut self,
        name: &str,
        arguments: usize,
        build: impl FnOnce(&mut Body, &[Value]),
    ) -> Result<(), String> {
        let id = stub_id(self.emitter, name)?;
        define(
            self.emitter,
            id,
            lisp_signature(arguments),
            NativeFrame::None,
            |emitter, b, parameters| {
                build(&mut Body { emitter, b }, parameters);
            },
        )
    }

    /// From Rust into Lisp. The pinned register is the caller's too: it is put back.
    fn enter(&mut self) -> Result<(), String> {
        let mut signature = Signature::new(self.emitter.module.isa().default_call_conv());
        signature
            .params
            .extend(std::iter::repeat_n(AbiParam::new(I64), 6));
        let id = self
            .emitter
            .module
            .declare_function("alate_enter", Linkage::Export, &signature)
            .map_err(|error| error.to_string())?;
        let frame = NativeFrame::Kept;
        define(
            self.emitter,
            id,
            signature,
            frame,
            |emitter, b, parameters| {
                let saved = b.ins().get_pinned_reg(I64);
                b.ins().set_pinned_reg(parameters[0]);
                if let Ok(lisp) = stub_id(emitter, "alate_enter_lisp") {
                    let lisp = emitter.module.declare_func_in_func(lisp, b.func);
                    b.ins().call(lisp, &parameters[1..]);
                }
                b.ins().set_pinned_reg(saved);
                b.ins().return_(&[]);
            },
        )
    }

    /// `alate_enter`'s second half: leaves its own native frame for the Lisp code it jumps to. The
    /// stub that goes back to the runtime returns from this one's call.
    fn enter_lisp(&mut self) -> Result<(), String> {
        let id = stub_id(self.emitter, "alate_enter_lisp")?;
        let (signature, frame) = (lisp_signature(4), NativeFrame::Left);
        define(self.emitter, id, signature, frame, |emitter, b, p| {
            Body { emitter, b }.tail_call(p[0], p[1], &p[2..]);
        })
    }

    /// To the innermost handler, with the exception in registers.
    fn raise(&mut self) -> Result<(), String> {
        self.stub("alate_raise", 0, |body, p| {
            let sp = body.runtime(runtime_calls::unwind, &[p[0]]);
            let (found, none) = body.branch(sp);
            body.b.switch_to_block(none);
            body.exit(p[0], EXIT_RAISED);
            body.b.switch_to_block(found);
            let code = body.load_at(sp, HANDLER_CODE);
            let number = body.load(offset_of!(Context, error_class));
            let mut class = atom(body, "throw");
            for (value, name) in [(1, "exit"), (0, "error")] {
                let is_it = body.b.ins().icmp_imm_s(IntCC::Equal, number, value);
                let name = atom(body, name);
                class = body.b.ins().select(is_it, name, class);
            }
            let reason = body.load(offset_of!(Context, error_reason));
            let trace = body.load(offset_of!(Context, error_trace));
            body.tail_call(code, sp, &[class, reason, trace]);
        })
    }

    /// A cold poll: the arguments become a frame, `[function a0 … an resume]`.
    fn poll(&mut self, arguments: usize) -> Result<(), String> {
        self.stub(&stubs::poll_stub(arguments), arguments, |body, p| {
            let function = body.load(offset_of!(Context, poll_function));
            body.b.ins().store(flags(), function, p[0], 0);
            for (slot, argument) in p[1..].iter().enumerate() {
                body.b
                    .ins()
                    .store(flags(), *argument, p[0], (slot as i32 + 1) * 8);
            }
            let resume = address(body, &resume_stub(arguments));
            let size = (arguments as i32 + 2) * 8;
            body.b.ins().store(flags(), resume, p[0], size - 8);
            let sp = body.b.ins().iadd_imm_s(p[0], i64::from(size));
            body.exit(sp, EXIT_POLL);
        })
    }

    fn resume(&mut self, arguments: usize) -> Result<(), String> {
        self.stub(&resume_stub(arguments), 1, |body, p| {
            let size = (arguments as i32 + 2) * 8;
            let base = body.b.ins().iadd_imm_s(p[0], -i64::from(size));
            let function = body.load_at(base, 0);
            let values: Vec<Value> = (0..arguments)
                .map(|slot| body.load_at(base, (slot as i32 + 1) * 8))
                .collect();
            body.tail_call(function, base, &values);
        })
    }

    /// The same for more arguments than registers: `[function a0 … an count resume]`.
    fn poll_many(&mut self) -> Result<(), String> {
        let name = stubs::poll_stub(REGISTER_ARGUMENTS + 1);
        self.stub(&name, REGISTER_ARGUMENTS, |body, p| {
            let count = body.load(offset_of!(Context, argument_count));
            let bytes = body.b.ins().ishl_imm_s(count, 3);
            let bytes = body.b.ins().iadd_imm_s(bytes, 24);
            // The red zone has no room for so many.
            let sp = body.runtime(runtime_calls::stack_room, &[p[0], bytes]);
            let (room, none) = body.branch(sp);
            body.b.switch_to_block(none);
            body.goto("alate_raise", p[0]);
            body.b.switch_to_block(room);
            let function = body.load(offset_of!(Context, poll_function));
            body.b.ins().store(flags(), function, sp, 0);
            for (slot, argument) in p[1..].iter().enumerate() {
                body.b
                    .ins()
                    .store(flags(), *argument, sp, (slot as i32 + 1) * 8);
            }
            let context = body.b.ins().get_pinned_reg(I64);
            let from = body
                .b
                .ins()
                .iadd_imm_s(context, offset_of!(Context, arguments) as i64);
            let to = body
                .b
                .ins()
                .iadd_imm_s(sp, (REGISTER_ARGUMENTS as i64 + 1) * 8);
            let further = body.b.ins().iadd_imm_s(count, -(REGISTER_ARGUMENTS as i64));
            copy_words(body, from, to, further);
            let bytes = body.b.ins().ishl_imm_s(count, 3);
            let end = body.b.ins().iadd(sp, bytes);
            body.b.ins().store(flags(), bytes, end, 8);
            let resume = address(body, &resume_stub(REGISTER_ARGUMENTS + 1));
            body.b.ins().store(flags(), resume, end, 16);
            let sp = body.b.ins().iadd_imm_s(end, 24);
            body.exit(sp, EXIT_POLL);
        })
    }

    fn resume_many(&mut self) -> Result<(), String> {
        self.stub(&resume_stub(REGISTER_ARGUMENTS + 1), 1, |body, p| {
            // The count's fixnum is its size in bytes.
            let bytes = body.load_at(p[0], -16);
            let end = body.b.ins().isub(p[0], bytes);
            let base = body.b.ins().iadd_imm_s(end, -24);
            let count = body.b.ins().ushr_imm_s(bytes, 3);
            let context = body.b.ins().get_pinned_reg(I64);
            let to = body
                .b
                .ins()
                .iadd_imm_s(context, offset_of!(Context, arguments) as i64);
            let from = body
                .b
                .ins()
                .iadd_imm_s(base, (REGISTER_ARGUMENTS as i64 + 1) * 8);
            let further = body.b.ins().iadd_imm_s(count, -(REGISTER_ARGUMENTS as i64));
            copy_words(body, from, to, further);
            let function = body.load_at(base, 0);
            let values: Vec<Value> = (0..REGISTER_ARGUMENTS)
                .map(|slot| body.load_at(base, (slot as i32 + 1) * 8))
                .collect();
            body.tail_call(function, base, &values);
        })
    }

    /// The code of a fun that stands for an exported function: on through the entry cell.
    fn export(&mut self, arity: usize) -> Result<(), String> {
        self.stub(&stubs::export_stub(arity), REGISTER_ARGUMENTS, |body, p| {
            let closure = match p[1..].get(arity) {
                Some(closure) => *closure,
                None => body.load(offset_of!(Context, scratch)),
            };
            let offset = layout::EXPORT_CELL as i32 * 8 - word::TAG_BOXED as i32;
            let cell = body.load_at(closure, offset);
            let code = body.load_at(cell, 0);
            body.tail_call(code, p[0], &p[1..]);
        })
    }

    fn apply_fun(&mut self) -> Result<(), String> {
        self.stub("alate_apply_fun", 2, |body, p| {
            let count = body.runtime(runtime_calls::apply_arguments, &[p[2], p[1]]);
            fail_if_exception(body, p[0], count);
            let tag = body.b.ins().band_imm_s(p[1], word::TAG_MASK as i64);
            let is_boxed = body
                .b
                .ins()
                .icmp_imm_s(IntCC::Equal, tag, word::TAG_BOXED as i64);
            let (boxed, bad) = body.branch(is_boxed);
            body.b.switch_to_block(boxed);
            let header = body.load_at(p[1], -(word::TAG_BOXED as i32));
            let mask = (1i64 << word::HEADER_SIZE_SHIFT) - 1;
            let low = body.b.ins().band_imm_s(header, mask);
            let aux = body
                .b
                .ins()
                .ishl_imm_s(count, i64::from(word::HEADER_AUX_SHIFT));
            let wanted = word::header(layout::KIND_CLOSURE, 0, 0);
            let wanted = body.b.ins().bor_imm_s(aux, wanted as i64);
            let same = body.b.ins().icmp(IntCC::Equal, low, wanted);
            let good = body.b.create_block();
            body.b.ins().brif(same, good, &[], bad, &[]);
            body.b.switch_to_block(bad);
            body.runtime(runtime_calls::bad_function_applied, &[p[1], p[2]]);
            raise_here(body, p[0]);
            body.b.switch_to_block(good);
            let offset = layout::CLOSURE_CODE as i32 * 8 - word::TAG_BOXED as i32;
            let code = body.load_at(p[1], offset);
            let values = spread(body);
            body.tail_call(code, p[0], &values);
        })
    }

    fn apply(&mut self) -> Result<(), String> {
        self.stub("alate_apply", 3, |body, p| {
            let absent = body.constant(word::ABSENT);
            let count = body.runtime(runtime_calls::apply_arguments, &[p[3], absent]);
            fail_if_exception(body, p[0], count);
            let cell = body.runtime(runtime_calls::find_applied, &[p[1], p[2], count, p[3]]);
            fail_if_exception(body, p[0], cell);
            let code = body.load_at(cell, 0);
            let values = spread(body);
            body.tail_call(code, p[0], &values);
        })
    }
}

fn resume_stub(arguments: usize) -> String {
    stubs::poll_stub(arguments).replace("poll", "resume")
}

fn atom(body: &mut Body, name: &str) -> Value {
    let data = body.emitter.atom(&Symbol::new(name));
    let global = body.emitter.module.declare_data_in_func(data, body.b.func);
    body.b.ins().symbol_value(I64, global)
}

pub(super) fn address(body: &mut Body, name: &str) -> Value {
    match stub_id(body.emitter, name) {
        Ok(id) => {
            let function = body.emitter.module.declare_func_in_func(id, body.b.func);
            body.b.ins().func_addr(I64, function)
        }
        // Every stub is declared before the first body is built.
        Err(_) => body.constant(0),
    }
}

/// The five arguments that `apply_arguments` has laid out for registers.
fn spread(body: &mut Body) -> Vec<Value> {
    let scratch = offset_of!(Context, scratch);
    (1..=REGISTER_ARGUMENTS)
        .map(|slot| body.load(scratch + 8 * slot))
        .collect()
}

/// Completes an exception that a runtime call left in the context, and raises it.
fn raise_here(body: &mut Body, sp: Value) {
    let nowhere = body.constant(0);
    let minus_one = body.b.ins().iconst(I64, -1);
    body.runtime(runtime_calls::raise_builtin, &[sp, nowhere, minus_one]);
    body.goto("alate_raise", sp);
}

fn fail_if_exception(body: &mut Body, sp: Value, answer: Value) {
    let is_failure = body
        .b
        .ins()
        .icmp_imm_s(IntCC::Equal, answer, word::EXCEPTION as i64);
    let (failed, good) = body.branch(is_failure);
    body.b.switch_to_block(failed);
    raise_here(body, sp);
    body.b.switch_to_block(good);
}

/// Copies `count` words, at most the greatest arity; none if it is not positive.
fn copy_words(body: &mut Body, from: Value, to: Value, count: Value) {
    let head = body.b.create_block();
    let index = body.b.append_block_param(head, I64);
    let (copy, done) = (body.b.create_block(), body.b.create_block());
    let zero = body.constant(0);
    body.b.ins().jump(head, &[zero.into()]);
    body.b.switch_to_block(head);
    let more = body.b.ins().icmp(IntCC::SignedLessThan, index, count);
    body.b.ins().brif(more, copy, &[], done, &[]);
    body.b.switch_to_block(copy);
    let offset = body.b.ins().ishl_imm_s(index, 3);
    let source = body.b.ins().iadd(from, offset);
    let value = body.load_at(source, 0);
    let target = body.b.ins().iadd(to, offset);
    body.b.ins().store(flags(), value, target, 0);
    let next = body.b.ins().iadd_imm_s(index, 1);
    body.b.ins().jump(head, &[next.into()]);
    body.b.switch_to_block(done);
}
