//! The runtime in which macros run: started when the first one is defined, with those modules of the
//! library that are needed.

use alate_compiler::base::span::SourceFile;
use alate_compiler::host::Host;
use alate_compiler::macros::{Answer, EXPAND_EXPORTED, Included, NotIncluded};
use alate_compiler::pipeline::{self, Compiled, Interface};
use alate_runtime::start::hosted::{Caller, Hosted, Main, Role, Service};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The module that calls functions for the compiler.
const SERVER: &str = "alate_host";

/// A module that exports macros, and the files that it was made from.
pub struct MacroModule {
    pub interface: Interface,
    pub object: Vec<u8>,
    pub files: Vec<SourceFile>,
}

/// The modules and files that macros and sources lead to. Errors are sentences for the user.
pub trait Modules: Sync {
    /// A module of the library.
    fn library(&self, module: &str) -> Option<(&Interface, &[u8])>;

    /// A module of the program that is being built, compiled now if it exports macros; none if there is
    /// no such module, or it exports none.
    fn program(&self, module: &str, host: &dyn Host) -> Result<Option<MacroModule>, String>;

    /// As [`Host::include`].
    fn include(&self, file: &Included, from: &str) -> Result<SourceFile, NotIncluded>;
}

/// A program that is started with the compiler beside it.
pub struct Started<'p> {
    pub role: Role,
    pub main: Main<'p>,
    /// Modules of its own.
    pub modules: &'p [Compiled],
    /// Modules of the library.
    pub library: &'p [String],
}

/// Where macros run.
pub struct Macros<'a> {
    modules: &'a dyn Modules,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    runtime: Option<Hosted>,
    /// Why it could not be started: it is not tried again.
    failure: Option<String>,
    loaded: BTreeSet<String>,
    /// The files of modules that export macros; none: it exports none. As far as that was asked.
    exporting: BTreeMap<String, Option<Vec<SourceFile>>>,
}

impl<'a> Macros<'a> {
    pub fn new(modules: &'a dyn Modules) -> Macros<'a> {
        Macros {
            modules,
            state: Mutex::default(),
        }
    }

    /// With a runtime that is started now, which is a program: it has these modules, and those of the
    /// library that they need.
    pub fn started(modules: &'a dyn Modules, program: Started) -> Result<Macros<'a>, String> {
        let macros = Macros::new(modules);
        let mut state = macros.state();
        let mut wanted = vec![SERVER.to_owned()];
        wanted.extend_from_slice(program.library);
        let runtime = macros.start(&mut state, wanted, Some(program))?;
        state.runtime = Some(runtime);
        drop(state);
        Ok(macros)
    }

    /// What answers the questions of its processes, once it has been started.
    pub fn service(&self) -> Option<Service> {
        self.state().runtime.as_ref().map(Hosted::service)
    }

    /// Loads a module of the library, and all that it needs.
    pub fn load_of_library(&self, module: &str) -> Result<(), String> {
        let mut state = self.state();
        self.caller(&mut state)?;
        self.load_library(&mut state, vec![module.to_owned()])
    }

    /// A module has been compiled and loaded anew: the files it was made from, if it exports macros.
    pub fn has_changed(&self, module: &str, files: Option<Vec<SourceFile>>) {
        self.state().exporting.insert(module.to_owned(), files);
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
        if let Some(failure) = &state.failure {
            return Err(failure.clone());
        }
        let started = self.start(state, vec![SERVER.to_owned()], None);
        match started {
            Ok(runtime) => Ok(state.runtime.insert(runtime).caller()),
            Err(failure) => {
                state.failure = Some(failure.clone());
                Err(failure)
            }
        }
    }

    fn start(
        &self,
        state: &mut State,
        wanted: Vec<String>,
        program: Option<Started>,
    ) -> Result<Hosted, String> {
        let stubs = pipeline::stubs_object()?;
        let mut objects: Vec<&[u8]> = self.library_objects(state, wanted);
        let mut role = Role::Guest;
        let mut main = None;
        if let Some(program) = program {
            let own = program.modules.iter();
            objects.extend(own.filter_map(|module| module.object.as_deref()));
            role = program.role;
            main = Some(program.main);
        }
        // SAFETY: this compiler has compiled the objects.
        unsafe { Hosted::start(&stubs, &objects, role, main) }
    }

    /// Loads modules of the library and all that they need.
    fn load_library(&self, state: &mut State, modules: Vec<String>) -> Result<(), String> {
        let objects = self.library_objects(state, modules);
        objects
            .into_iter()
            .try_for_each(|object| load(state, object))
    }

    /// The objects of modules of the library, and of all that they need, that have not been loaded: they
    /// count as loaded from now on.
    fn library_objects(&self, state: &mut State, modules: Vec<String>) -> Vec<&'a [u8]> {
        let mut objects = Vec::new();
        let mut wanted = modules;
        while let Some(module) = wanted.pop() {
            if let Some((interface, object)) = self.modules.library(&module)
                && state.loaded.insert(module)
            {
                wanted.extend(needs(interface));
                objects.push(object);
            }
        }
        objects
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

/// Whether a module exports macros.
pub fn exports_macros(interface: &Interface) -> bool {
    let mut exports = interface.exports.iter();
    exports.any(|(name, arity)| name == EXPAND_EXPORTED && *arity == 3)
}

/// Where macros run that a module uses.
pub struct Within<'a> {
    macros: &'a Macros<'a>,
    /// The modules that are being compiled, each for the macros of the next.
    chain: Vec<String>,
}

impl<'a> Macros<'a> {
    /// For the compilation of a module that nobody needs the macros of yet.
    pub fn within(&'a self, module: &str) -> Within<'a> {
        Within {
            macros: self,
            chain: vec![module.to_owned()],
        }
    }

    fn load(&self, interface: &Interface, object: &[u8]) -> Result<(), String> {
        let mut state = self.state();
        self.caller(&mut state)?;
        self.load_library(&mut state, needs(interface))?;
        load(&mut state, object)
    }
}

impl Host for Within<'_> {
    fn load(&self, interface: &Interface, object: &[u8]) -> Result<(), String> {
        self.macros.load(interface, object)
    }

    fn load_macros(&self, module: &str) -> Result<Option<Vec<SourceFile>>, String> {
        let macros = self.macros;
        if self.chain.last().is_some_and(|own| own == module) {
            // A module does not expand its own macros by its name.
            return Ok(None);
        }
        if self.chain.iter().any(|earlier| earlier == module) {
            let chain = self.chain.join(", then ");
            return Err(format!(
                "modules need each other's macros: {chain}, then {module}"
            ));
        }
        let known = macros.state().exporting.get(module).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        // A module of the program hides one of the library. Compiling it may need macros itself.
        let mut chain = self.chain.clone();
        chain.push(module.to_owned());
        let within = Within { macros, chain };
        let answer = match macros.modules.program(module, &within)? {
            Some(found) => {
                macros.load(&found.interface, &found.object)?;
                Some(found.files)
            }
            None => {
                let library = macros.modules.library(module);
                let exports = library.is_some_and(|(interface, _)| exports_macros(interface));
                if exports {
                    let mut state = macros.state();
                    macros.caller(&mut state)?;
                    macros.load_library(&mut state, vec![module.to_owned()])?;
                }
                exports.then(Vec::new)
            }
        };
        let mut state = macros.state();
        state.exporting.insert(module.to_owned(), answer.clone());
        Ok(answer)
    }

    fn include(&self, file: &Included, from: &str) -> Result<SourceFile, NotIncluded> {
        self.macros.modules.include(file, from)
    }

    fn call(&self, request: &[u8], answer: &mut Answer) -> Result<Vec<u8>, String> {
        let caller = self.macros.caller(&mut self.macros.state())?;
        Ok(caller.call(request, answer))
    }
}
