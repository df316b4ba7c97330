//! The symbols of an object under construction: pieces, atoms, constants, cells, entry points.
//! Each is declared where it is first named and defined when the object is finished.

use super::mangle;
use crate::base::symbol::Symbol;
use crate::cut::ir::{self as cut, PieceKind};
use crate::middle::ir::ConstantId;
use alate_abi::call::REGISTER_ARGUMENTS;
use cranelift_codegen::ir::{self, AbiParam, Signature, types::I64};
use cranelift_codegen::isa::{CallConv, OwnedTargetIsa};
use cranelift_codegen::settings::{self, Configurable};
use cranelift_frontend::FunctionBuilderContext;
use cranelift_module::{DataId, FuncId, Linkage, Module};
use cranelift_object::{ObjectBuilder, ObjectModule};
use std::collections::BTreeMap;

/// The machine code is for: the one the compiler runs on, with the flags the design rests on.
///
/// Errors are of Cranelift's own making (an unsupported machine).
pub fn isa() -> Result<OwnedTargetIsa, String> {
    let mut flags = settings::builder();
    for (name, value) in [
        ("opt_level", "speed"),
        // The pinned register holds the worker context.
        ("enable_pinned_reg", "true"),
        // Tail calls need frame pointers.
        ("preserve_frame_pointers", "true"),
        ("is_pic", "true"),
        // Code addresses on a Lisp stack read as fixnums.
        ("log2_min_function_alignment", "4"),
        (
            "enable_verifier",
            if cfg!(debug_assertions) {
                "true"
            } else {
                "false"
            },
        ),
        ("unwind_info", "false"),
    ] {
        flags.set(name, value).map_err(|error| error.to_string())?;
    }
    // Only what every machine of the family has: a program must run where it is copied to.
    let triple = cranelift_native::builder()?.triple().clone();
    cranelift_codegen::isa::lookup(triple)
        .map_err(|error| error.to_string())?
        .finish(settings::Flags::new(flags))
        .map_err(|error| error.to_string())
}

/// A function of another module, as its entry cell's key.
pub type CellKey = (Symbol, Symbol, usize);

pub struct Emitter {
    pub module: ObjectModule,
    pub pieces: Vec<FuncId>,
    /// By function: bytes of the largest frame that one of its pieces pushes.
    pub largest_frames: Vec<u64>,
    pub atoms: BTreeMap<Symbol, DataId>,
    pub cells: BTreeMap<CellKey, DataId>,
    /// Records of dynamic variables, by module and name.
    pub dynamics: BTreeMap<(Symbol, Symbol), DataId>,
    pub constants: BTreeMap<ConstantId, (DataId, u64)>,
    pub external_functions: BTreeMap<CellKey, DataId>,
    /// Static closures of functions without free variables.
    pub closures: BTreeMap<u32, DataId>,
    pub function_information: BTreeMap<u32, DataId>,
    /// By function and line.
    pub locations: BTreeMap<(u32, u32), DataId>,
    pub imports: BTreeMap<String, FuncId>,
    /// Wrappers for calls from rarely taken paths, with their numbers of arguments.
    pub cold_functions: BTreeMap<String, (FuncId, usize)>,
    pub empty_tuple: Option<DataId>,
    /// What funs that stand for exported functions say of themselves.
    pub export_information: Option<DataId>,
}

impl Emitter {
    pub fn new(name: &str) -> Result<Emitter, String> {
        let builder = ObjectBuilder::new(isa()?, name, cranelift_module::default_libcall_names())
            .map_err(|error| error.to_string())?;
        Ok(Emitter {
            module: ObjectModule::new(builder),
            pieces: Vec::new(),
            largest_frames: Vec::new(),
            cold_functions: BTreeMap::new(),
            empty_tuple: None,
            export_information: None,
            atoms: BTreeMap::new(),
            cells: BTreeMap::new(),
            dynamics: BTreeMap::new(),
            constants: BTreeMap::new(),
            external_functions: BTreeMap::new(),
            closures: BTreeMap::new(),
            function_information: BTreeMap::new(),
            locations: BTreeMap::new(),
            imports: BTreeMap::new(),
        })
    }

    /// Declares a function for each piece.
    pub fn declare_pieces(&mut self, module: &cut::Module) -> Result<(), String> {
        self.largest_frames = vec![0; module.functions.len()];
        for piece in &module.pieces {
            let largest = &mut self.largest_frames[piece.function.0 as usize];
            *largest = (*largest).max(super::cold::largest_push(&piece.body));
            let symbol = mangle::code(module.name.as_str(), &piece.symbol);
            let signature = lisp_signature(piece_parameters(&piece.kind));
            let id = self
                .module
                .declare_function(&symbol, Linkage::Local, &signature)
                .map_err(|error| error.to_string())?;
            self.pieces.push(id);
        }
        Ok(())
    }

    /// Declares the cells of what the module exports: these win over other modules' weak ones.
    pub fn declare_exports(&mut self, module: &cut::Module) {
        for function in module.functions.iter().filter(|function| function.exported) {
            let key = (module.name.clone(), function.name.clone(), function.arity);
            let symbol = mangle::cell(key.0.as_str(), key.1.as_str(), key.2);
            let id = self.data(&symbol, Linkage::Export, true);
            self.cells.insert(key, id);
        }
    }

    /// The record of an atom; its symbol's value is the atom's word.
    pub fn atom(&mut self, name: &Symbol) -> DataId {
        if let Some(id) = self.atoms.get(name) {
            return *id;
        }
        let id = self.data(&mangle::atom(name.as_str()), Linkage::Preemptible, true);
        self.atoms.insert(name.clone(), id);
        id
    }

    /// The entry cell of a function of any module.
    pub fn cell(&mut self, key: CellKey) -> DataId {
        if let Some(id) = self.cells.get(&key) {
            return *id;
        }
        let symbol = mangle::cell(key.0.as_str(), key.1.as_str(), key.2);
        let id = self.data(&symbol, Linkage::Preemptible, true);
        self.cells.insert(key, id);
        id
    }

    /// Declares the records of the dynamic variables that the module defines, which win over other
    /// modules' weak ones.
    pub fn declare_dynamics(&mut self, module: &cut::Module) {
        for name in &module.dynamics {
            let symbol = mangle::variable(module.name.as_str(), name.as_str());
            let id = self.data(&symbol, Linkage::Export, true);
            self.dynamics
                .insert((module.name.clone(), name.clone()), id);
        }
    }

    /// The record of a dynamic variable of any module.
    pub fn dynamic_variable(&mut self, module: Symbol, name: Symbol) -> DataId {
        let symbol = mangle::variable(module.as_str(), name.as_str());
        let key = (module, name);
        if let Some(id) = self.dynamics.get(&key) {
            return *id;
        }
        let id = self.data(&symbol, Linkage::Preemptible, true);
        self.dynamics.insert(key, id);
        id
    }

    pub fn location(&mut self, function: u32, line: u32) -> DataId {
        if let Some(id) = self.locations.get(&(function, line)) {
            return *id;
        }
        let id = self.local_data(&format!("location.{function}.{line}"));
        self.locations.insert((function, line), id);
        id
    }

    pub fn closure(&mut self, function: u32) -> DataId {
        if let Some(id) = self.closures.get(&function) {
            return *id;
        }
        let id = self.local_data(&format!("closure.{function}"));
        self.closures.insert(function, id);
        id
    }

    pub fn function_information(&mut self, function: u32) -> DataId {
        if let Some(id) = self.function_information.get(&function) {
            return *id;
        }
        let id = self.local_data(&format!("function.{function}"));
        self.function_information.insert(function, id);
        id
    }

    pub fn external_function(&mut self, key: CellKey) -> DataId {
        if let Some(id) = self.external_functions.get(&key) {
            return *id;
        }
        let index = self.external_functions.len();
        let id = self.local_data(&format!("external.{index}"));
        self.external_functions.insert(key, id);
        id
    }

    /// The tuple of no elements, and its tag.
    pub fn empty_tuple(&mut self) -> (DataId, u64) {
        let id = match self.empty_tuple {
            Some(id) => id,
            None => self.local_data("empty_tuple"),
        };
        self.empty_tuple = Some(id);
        (id, alate_abi::word::TAG_TUPLE)
    }

    pub fn export_information(&mut self) -> DataId {
        if let Some(id) = self.export_information {
            return id;
        }
        let id = self.local_data("export");
        self.export_information = Some(id);
        id
    }

    /// Writable, so that the dynamic linker can relocate it.
    pub fn local_data(&mut self, symbol: &str) -> DataId {
        self.data(symbol, Linkage::Local, true)
    }

    fn data(&mut self, symbol: &str, linkage: Linkage, writable: bool) -> DataId {
        // Symbols are made by `mangle` and distinct by kind, so a declaration cannot clash.
        self.module
            .declare_data(symbol, linkage, writable, false)
            .expect("symbols of different kinds are distinct")
    }

    /// A function of the runtime in the C convention: the context and words in, a word out.
    pub fn runtime_function(&mut self, name: &str, parameters: usize) -> FuncId {
        let mut signature = Signature::new(self.module.isa().default_call_conv());
        signature
            .params
            .extend(std::iter::repeat_n(AbiParam::new(I64), parameters + 1));
        signature.returns.push(AbiParam::new(I64));
        self.import(name, &signature)
    }

    /// The wrapper of a function of the runtime that preserves all registers.
    pub fn cold_function(&mut self, name: &str, arguments: usize) -> FuncId {
        if let Some((id, _)) = self.cold_functions.get(name) {
            return *id;
        }
        let signature = self.cold_signature(arguments);
        let id = self
            .module
            .declare_function(&format!("cold.{name}"), Linkage::Local, &signature)
            .expect("a wrapper is declared once");
        self.cold_functions
            .insert(name.to_string(), (id, arguments));
        id
    }

    pub fn cold_signature(&self, arguments: usize) -> Signature {
        let mut signature = Signature::new(CallConv::PreserveAll);
        signature
            .params
            .extend(std::iter::repeat_n(AbiParam::new(I64), arguments));
        signature
    }

    /// The wrappers' functions.
    pub fn build_cold_functions(
        &mut self,
        scratch: &mut FunctionBuilderContext,
    ) -> Vec<(FuncId, ir::Function)> {
        let wrappers = self.cold_functions.clone();
        wrappers
            .into_iter()
            .map(|(name, (id, arguments))| {
                (
                    id,
                    super::cold::build_wrapper(self, id, &name, arguments, scratch),
                )
            })
            .collect()
    }

    /// A stub of the program object in the Lisp convention.
    pub fn stub(&mut self, name: &str, arguments: usize) -> FuncId {
        self.import(name, &lisp_signature(arguments))
    }

    fn import(&mut self, name: &str, signature: &Signature) -> FuncId {
        if let Some(id) = self.imports.get(name) {
            return *id;
        }
        let id = self
            .module
            .declare_function(name, Linkage::Import, signature)
            .expect("an entry point has one signature");
        self.imports.insert(name.to_string(), id);
        id
    }
}

/// `sp` and as many arguments as travel in registers.
pub fn lisp_signature(arguments: usize) -> Signature {
    let mut signature = Signature::new(CallConv::Tail);
    let registers = 1 + arguments.min(REGISTER_ARGUMENTS);
    signature
        .params
        .extend(std::iter::repeat_n(AbiParam::new(I64), registers));
    signature
}

/// How many arguments a piece takes after `sp`.
pub fn piece_parameters(kind: &PieceKind) -> usize {
    match kind {
        PieceKind::Entry { parameters, .. } | PieceKind::Join { parameters } => parameters.len(),
        PieceKind::Continuation { .. } => 1,
        PieceKind::Handler { .. } => 3,
    }
}
