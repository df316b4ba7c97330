//! The runtime in which macros run: started when the first one is defined, with those modules of the
//! library that are needed.

use crate::pack::PackedModule;
use alate_compiler::macros::{Answer, EXPAND_EXPORTED, Host};
use alate_compiler::pipeline::{self, Interface};
use alate_runtime::start::hosted::{Caller, Hosted};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The module that calls functions for the compiler.
const SERVER: &str = "alate_host";

/// Modules as the loader wants them.
pub trait Modules: Sync {
    /// A module of the library.
    fn library(&self, module: &str) -> Option<(&Interface, &[u8])>;

    /// A module of the program that is being built, compiled now if it exports macros; none if there is
    /// no such module, or it exports none. The error is a sentence for the user.
    fn program(&self, module: &str) -> Result<Option<(Interface, Vec<u8>)>, String>;
}

impl<T: AsRef<[u8]> + Sync> Modules for BTreeMap<String, PackedModule<T>> {
    fn library(&self, module: &str) -> Option<(&Interface, &[u8])> {
        let module = self.get(module)?;
        Some((&module.interface, module.object.as_ref()))
    }

    fn program(&self, _: &str) -> Result<Option<(Interface, Vec<u8>)>, String> {
        Ok(None)
    }
}

/// Where macros run.
pub struct Macros<'a> {
    modules: &'a dyn Modules,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    runtime: Option<Hosted>,
    loaded: BTreeSet<String>,
    /// Whether a module exports macros, as far as that was asked.
    exports_macros: BTreeMap<String, bool>,
}

impl<'a> Macros<'a> {
    pub fn new(modules: &'a dyn Modules) -> Macros<'a> {
        Macros {
            modules,
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // What has failed half-way has not been loaded.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What calls functions in the runtime, which is started if need be.
    fn caller(&self, state: &mut State) -> Result<Caller, String> {
        if let Some(runtime) = &state.runtime {
            return Ok(runtime.caller());
        }
        let stubs = pipeline::stubs_object()?;
        let mut objects = Vec::new();
        let mut wanted = vec![SERVER.to_owned()];
        while let Some(module) = wanted.pop() {
            if let Some((interface, object)) = self.modules.library(&module)
                && state.loaded.insert(module)
            {
                wanted.extend(needs(interface));
                objects.push(object);
            }
        }
        // SAFETY: the objects are the library's, which this compiler has compiled.
        let runtime = unsafe { Hosted::start(&stubs, &objects)? };
        Ok(state.runtime.insert(runtime).caller())
    }

    /// Loads modules of the library and all that they need.
    fn load_library(&self, state: &mut State, modules: Vec<String>) -> Result<(), String> {
        let mut wanted = modules;
        while let Some(module) = wanted.pop() {
            if let Some((interface, object)) = self.modules.library(&module)
                && state.loaded.insert(module)
            {
                wanted.extend(needs(interface));
                load(state, object)?;
            }
        }
        Ok(())
    }
}

/// Modules that a module may call: those that it does, and those whose names occur in it.
fn needs(interface: &Interface) -> Vec<String> {
    let called = interface.calls.iter().map(|(module, _, _)| module);
    called.chain(&interface.atoms).cloned().collect()
}

fn load(state: &mut State, object: &[u8]) -> Result<(), String> {
    let Some(runtime) = &mut state.runtime else {
        return Err("the runtime for macros has not started".to_owned());
    };
    // SAFETY: the object is what this compiler has written.
    let loaded = unsafe { runtime.load(object) };
    loaded.map(|_| ()).map_err(|error| error.to_string())
}

fn exports_macros(interface: &Interface) -> bool {
    let mut exports = interface.exports.iter();
    exports.any(|(name, arity)| name == EXPAND_EXPORTED && *arity == 3)
}

impl Host for Macros<'_> {
    fn load(&self, interface: &Interface, object: &[u8]) -> Result<(), String> {
        let mut state = self.state();
        self.caller(&mut state)?;
        self.load_library(&mut state, needs(interface))?;
        load(&mut state, object)
    }

    fn load_macros(&self, module: &str) -> Result<Option<()>, String> {
        let known = self.state().exports_macros.get(module).copied();
        let answer = |exports: bool| Ok(exports.then_some(()));
        if let Some(exports) = known {
            return answer(exports);
        }
        // A module of the program hides one of the library. Compiling it may need macros itself.
        if let Some((interface, object)) = self.modules.program(module)? {
            self.load(&interface, &object)?;
            self.state().exports_macros.insert(module.to_owned(), true);
            return answer(true);
        }
        let library = self.modules.library(module);
        let exports = library.is_some_and(|(interface, _)| exports_macros(interface));
        let mut state = self.state();
        if exports {
            self.caller(&mut state)?;
            self.load_library(&mut state, vec![module.to_owned()])?;
        }
        state.exports_macros.insert(module.to_owned(), exports);
        answer(exports)
    }

    fn call(&self, request: &[u8], answer: &mut Answer) -> Result<Vec<u8>, String> {
        let caller = self.caller(&mut self.state())?;
        Ok(caller.call(request, answer))
    }
}
