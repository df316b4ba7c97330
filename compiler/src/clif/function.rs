//! One piece as a CLIF function.

use super::delayed::Delayed;
use super::emitter::{Emitter, lisp_signature, piece_parameters};
use crate::base::span::{Sources, Span};
use crate::cut::ir::{Module, Piece, PieceId, PieceKind};
use crate::middle::ir::{JoinId, Operand, Var};
use alate_abi::call::REGISTER_ARGUMENTS;
use alate_abi::context::Context;
use alate_abi::word;
use cranelift_codegen::ir::{
    self, Block, FuncRef, GlobalValue, InstBuilder, MemFlagsData, SigRef, UserFuncName, Value,
    types::I64,
};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use cranelift_module::{DataId, FuncId, Module as _};
use std::collections::{HashMap, HashSet};
use std::mem::offset_of;

/// Builds the CLIF of one piece.
pub fn build(
    emitter: &mut Emitter,
    module: &Module,
    sources: &Sources,
    piece: PieceId,
    scratch: &mut FunctionBuilderContext,
) -> ir::Function {
    let this = &module.pieces[piece.0 as usize];
    let id = emitter.pieces[piece.0 as usize];
    let signature = lisp_signature(piece_parameters(&this.kind));
    let mut function =
        ir::Function::with_name_signature(UserFuncName::user(0, id.as_u32()), signature);
    let config = emitter.module.target_config();
    let mut builder = PieceBuilder {
        emitter,
        module,
        sources,
        piece: this,
        id: piece,
        b: FunctionBuilder::new(&mut function, scratch),
        values: HashMap::new(),
        delayed: HashMap::new(),
        doubles: HashMap::new(),
        floats: HashSet::new(),
        loads: Vec::new(),
        base: Value::from_u32(0),
        incoming: Vec::new(),
        bytes: HashMap::new(),
        joins: HashMap::new(),
        loop_header: None,
        functions: HashMap::new(),
        data: HashMap::new(),
        signatures: HashMap::new(),
        room: None,
        emits_cold_code: false,
    };
    builder.piece();
    builder.b.seal_all_blocks();
    builder.b.finalize(config);
    function
}

/// Room in the nursery that has been checked for but not used up.
#[derive(Clone, Copy)]
pub(super) struct Room {
    pub base: Value,
    pub used: u32,
    pub size: u32,
}

pub(super) struct PieceBuilder<'a, 'b> {
    pub emitter: &'a mut Emitter,
    pub module: &'a Module,
    pub sources: &'a Sources,
    pub piece: &'a Piece,
    pub id: PieceId,
    pub b: FunctionBuilder<'b>,
    pub values: HashMap<Var, Value>,
    /// Variables whose word lies in an object.
    pub(super) delayed: HashMap<Var, Delayed>,
    /// Variables that are floats, as doubles; they may have no word.
    pub(super) doubles: HashMap<Var, Value>,
    /// Variables that are floats, whatever form they have.
    pub(super) floats: HashSet<Var>,
    /// Variables whose words have been loaded, or made of doubles, into `values`, in order.
    pub(super) loads: Vec<Var>,
    /// `sp` with the piece's own frame popped.
    pub base: Value,
    /// What the slots above `base` still hold.
    pub incoming: Vec<Var>,
    pub joins: HashMap<JoinId, Block>,
    /// Addresses of the bytes of parameters that are the same base in every round of a loop.
    pub bytes: HashMap<Var, Value>,
    /// Where calls of the function to itself go.
    pub loop_header: Option<Block>,
    functions: HashMap<FuncId, FuncRef>,
    data: HashMap<(DataId, u64), GlobalValue>,
    signatures: HashMap<usize, SigRef>,
    pub room: Option<Room>,
    pub emits_cold_code: bool,
}

/// Where a piece reads more variables than this, those of its frame are loaded where they are read.
const MOST_LOADED: usize = 64;

/// Flags of every access to our own memory: it is there, and aligned.
pub(super) fn flags() -> MemFlagsData {
    MemFlagsData::trusted()
}

impl PieceBuilder<'_, '_> {
    fn piece(&mut self) {
        let entry = self.new_block();
        self.b.append_block_params_for_function_params(entry);
        self.b.switch_to_block(entry);
        let parameters = self.b.block_params(entry).to_vec();
        let sp = parameters[0];
        let piece = self.piece;
        self.set_first_place();
        match &piece.kind {
            PieceKind::Entry {
                parameters: vars,
                unpacking,
            } => {
                self.base = sp;
                let arguments = self.incoming_arguments(&parameters[1..], vars.len());
                if let Some(unpacking) = unpacking {
                    self.unpacked_loop(unpacking, &arguments);
                    return self.block(&piece.body);
                }
                let arguments = if super::control::calls_itself(&piece.body, piece.function) {
                    self.find_bytes(vars, &arguments);
                    self.loop_header(&arguments)
                } else {
                    arguments
                };
                if piece.polls {
                    self.poll(sp, &arguments);
                }
                self.values.extend(vars.iter().copied().zip(arguments));
            }
            PieceKind::Join { parameters: vars } => {
                self.base = sp;
                let arguments = self.incoming_arguments(&parameters[1..], vars.len());
                self.values.extend(vars.iter().copied().zip(arguments));
            }
            PieceKind::Continuation {
                frame,
                result,
                is_protected,
                ..
            } => {
                if piece.polls {
                    self.poll(sp, &parameters[1..2]);
                }
                self.values.insert(*result, parameters[1]);
                if *is_protected {
                    self.leave_handler(sp);
                }
                self.pop(sp, frame, if *is_protected { 3 } else { 1 });
            }
            PieceKind::Handler { frame, caught, .. } => {
                if piece.polls {
                    self.poll(sp, &parameters[1..4]);
                }
                for (var, value) in caught.iter().zip(&parameters[1..4]) {
                    self.values.insert(*var, *value);
                }
                self.pop(sp, frame, 3);
            }
        }
        self.block(&piece.body);
    }

    /// Begins the block that calls of the function to itself jump to; answers its parameters.
    fn loop_header(&mut self, arguments: &[Value]) -> Vec<Value> {
        let header = self.new_block();
        for _ in arguments {
            self.b.append_block_param(header, I64);
        }
        self.jump(header, arguments);
        self.b.switch_to_block(header);
        self.loop_header = Some(header);
        self.b.block_params(header).to_vec()
    }

    /// The arguments of this call: some in registers, the rest in the context.
    fn incoming_arguments(&mut self, registers: &[Value], count: usize) -> Vec<Value> {
        let mut arguments = registers.to_vec();
        for slot in 0..count.saturating_sub(REGISTER_ARGUMENTS) {
            arguments.push(self.load_context(argument_offset(slot)));
        }
        arguments
    }

    /// Sets `base` below the frame, and loads what the piece reads of it.
    fn pop(&mut self, sp: Value, frame: &[Var], fixed: usize) {
        let size = (frame.len() + fixed) as i64 * 8;
        self.base = self.b.ins().iadd_imm_s(sp, -size);
        self.incoming = frame.to_vec();
        let mut read = HashSet::new();
        super::control::each_read(&self.piece.body, frame, &mut read);
        let delays = read.len() > MOST_LOADED;
        for (slot, var) in frame.iter().enumerate() {
            if read.contains(var) {
                let offset = slot as i32 * 8 - size as i32;
                // The slot is not written before the end that pushes the next frame has read all.
                if delays {
                    self.delay_load(*var, sp, offset);
                    continue;
                }
                let value = self.b.ins().load(I64, flags(), sp, offset);
                self.values.insert(*var, value);
            }
        }
    }

    pub fn context(&mut self) -> Value {
        self.b.ins().get_pinned_reg(I64)
    }

    pub fn load_context(&mut self, offset: i32) -> Value {
        let context = self.context();
        self.b.ins().load(I64, flags(), context, offset)
    }

    pub fn store_context(&mut self, value: Value, offset: i32) {
        let context = self.context();
        self.b.ins().store(flags(), value, context, offset);
    }

    pub fn constant(&mut self, value: u64) -> Value {
        self.b.ins().iconst(I64, value as i64)
    }

    pub fn jump(&mut self, block: Block, arguments: &[Value]) {
        let arguments: Vec<ir::BlockArg> = arguments.iter().map(|value| (*value).into()).collect();
        self.b.ins().jump(block, &arguments);
    }

    pub fn branch(&mut self, condition: Value, yes: Block, no: Block) {
        self.b.ins().brif(condition, yes, &[], no, &[]);
    }

    /// A branch out of a rarely taken path. Its edges get blocks of their own, or what the register
    /// allocator puts on them would lie in the frequent path.
    pub fn branch_from_cold(&mut self, condition: Value, yes: Block, no: Block) {
        let targets = [yes, no].map(|target| (self.cold_block(), target));
        self.branch(condition, targets[0].0, targets[1].0);
        for (block, target) in targets {
            self.b.switch_to_block(block);
            self.jump(target, &[]);
        }
    }

    /// A block; a rarely reached one while cold code is being emitted.
    pub fn new_block(&mut self) -> Block {
        let block = self.b.create_block();
        if self.emits_cold_code {
            self.b.set_cold_block(block);
        }
        block
    }

    /// A block that is rarely reached: it is put at the function's end.
    pub fn cold_block(&mut self) -> Block {
        let block = self.b.create_block();
        self.b.set_cold_block(block);
        block
    }

    pub fn operand(&mut self, operand: &Operand) -> Value {
        match operand {
            // Liveness has put every variable read here into a parameter or the frame.
            Operand::Var(var) => self.values[var],
            Operand::Atom(name) => {
                let atom = self.emitter.atom(name);
                self.address(atom, 0)
            }
            Operand::Fixnum(value) => self.constant(word::fixnum(*value)),
            Operand::Float(bits) => {
                let word = word::immediate_float(*bits).unwrap_or(word::NIL);
                self.constant(word)
            }
            Operand::Nil => self.constant(word::NIL),
            Operand::Constant(id) => {
                let (data, tag) = self.emitter.constants[id];
                self.address(data, tag)
            }
            Operand::Dynamic(module, name) => {
                let record = self.emitter.dynamic_variable(module.clone(), name.clone());
                self.address(record, 0)
            }
            Operand::Absent => self.constant(word::ABSENT),
        }
    }

    pub fn operands(&mut self, operands: &[Operand]) -> Vec<Value> {
        operands
            .iter()
            .map(|operand| self.operand(operand))
            .collect()
    }

    /// The address of data plus a tag.
    pub fn address(&mut self, data: DataId, tag: u64) -> Value {
        let global = match self.data.get(&(data, tag)) {
            Some(global) => *global,
            None => {
                let declaration = self.emitter.module.declarations().get_data_decl(data);
                let colocated = declaration.linkage.is_final();
                let name = self
                    .b
                    .func
                    .declare_imported_user_function(ir::UserExternalName {
                        namespace: 1,
                        index: data.as_u32(),
                    });
                let global = self.b.create_global_value(ir::GlobalValueData::Symbol {
                    name: ir::ExternalName::user(name),
                    offset: ir::immediates::Imm64::new(tag as i64),
                    colocated,
                    tls: false,
                });
                self.data.insert((data, tag), global);
                global
            }
        };
        self.b.ins().symbol_value(I64, global)
    }

    pub fn function(&mut self, id: FuncId) -> FuncRef {
        if let Some(function) = self.functions.get(&id) {
            return *function;
        }
        let function = self.emitter.module.declare_func_in_func(id, self.b.func);
        self.functions.insert(id, function);
        function
    }

    pub fn piece_address(&mut self, piece: PieceId) -> Value {
        let id = self.emitter.pieces[piece.0 as usize];
        let function = self.function(id);
        self.b.ins().func_addr(I64, function)
    }

    /// The Lisp signature of this many arguments.
    pub fn signature(&mut self, arguments: usize) -> SigRef {
        let registers = arguments.min(REGISTER_ARGUMENTS);
        if let Some(signature) = self.signatures.get(&registers) {
            return *signature;
        }
        let signature = self.b.import_signature(lisp_signature(registers));
        self.signatures.insert(registers, signature);
        signature
    }

    /// Calls a function of the runtime; the context goes first.
    pub fn call_runtime(&mut self, name: &str, arguments: &[Value]) -> Value {
        let id = self.emitter.runtime_function(name, arguments.len());
        let function = self.function(id);
        let mut all = vec![self.context()];
        all.extend_from_slice(arguments);
        let call = self.b.ins().call(function, &all);
        self.b.inst_results(call)[0]
    }

    /// The same from a path that is rarely taken: through a wrapper that preserves all registers, so
    /// that the frequent path keeps its values in whatever registers it likes and saves none.
    pub fn call_cold(&mut self, name: &str, arguments: &[Value]) -> Value {
        let id = self.emitter.cold_function(name, arguments.len());
        let function = self.function(id);
        self.b.ins().call(function, arguments);
        self.load_context(super::cold::RESULT)
    }

    /// Says where the instructions that follow come from; nothing changes where that is unknown.
    pub fn set_place(&mut self, span: Span) {
        if let Some(place) = super::place::encode(self.sources, span) {
            self.b.set_srcloc(place);
        }
    }

    /// The place of the first instructions.
    fn set_first_place(&mut self) {
        // Cranelift counts places from the first it sees, and cannot tell the one before that from
        // none at all.
        let zero = ir::SourceLoc::new(0);
        self.b.func.params.ensure_base_srcloc(zero);
        self.set_place(self.module.functions[self.piece.function.0 as usize].span);
        match &self.piece.kind {
            PieceKind::Continuation { span, .. } | PieceKind::Handler { span, .. } => {
                self.set_place(*span);
            }
            PieceKind::Join { .. } => {
                if let Some(span) = super::control::first_span(&self.piece.body) {
                    self.set_place(span);
                }
            }
            PieceKind::Entry { .. } => {}
        }
    }

    pub fn line(&self, span: Span) -> u32 {
        if self.sources.files.get(span.file.0 as usize).is_none() {
            return 0;
        }
        self.sources.line(span)
    }

    /// The address of the record that says where we are.
    pub fn location(&mut self, span: Span) -> Value {
        let line = self.line(span);
        let data = self.emitter.location(self.piece.function.0, line);
        self.address(data, 0)
    }
}

/// Offset of an argument slot in the context.
pub(super) fn argument_offset(slot: usize) -> i32 {
    (offset_of!(Context, arguments) + 8 * slot) as i32
}
