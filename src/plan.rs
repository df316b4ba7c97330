//! Which modules make up a program: those named, those they call, those whose names occur as atoms.

use crate::library::Library;
use crate::macros::Macros;
use crate::source;
use crate::surroundings::{Surroundings, module_of};
use crate::unit::{self, Unit};
use alate_compiler::pipeline::Options;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Why a module belongs to the program, weakest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reason {
    /// Its name occurs as an atom, so it may be called by name.
    Atom,
    Called,
    Named,
}

/// The modules of a program.
pub struct Plan {
    /// The user's modules, named ones first, then in the order of discovery.
    pub units: Vec<(Reason, Unit)>,
    /// The library's modules, by name.
    pub library: BTreeSet<String>,
}

/// Modules that every program needs, whatever it calls.
const ALWAYS: &[&str] = &[];

/// The compiler recurses over nested source within its own bounds; this is room for them.
const COMPILE_STACK: usize = 256 << 20;

/// Threads for compiling.
pub fn threads() -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new()
        .stack_size(COMPILE_STACK)
        .thread_name(|index| format!("compile-{index}"))
        .build()
        .expect("the operating system gives threads")
}

/// A thread with room for the compiler.
pub fn deep_thread() -> std::thread::Builder {
    std::thread::Builder::new()
        .name("compile".to_owned())
        .stack_size(COMPILE_STACK)
}

/// Has threads that help any other one have room for the compiler.
pub fn use_deep_threads() {
    // It fails if they have begun, which they have not in a program that has just started.
    let _ = rayon::ThreadPoolBuilder::new()
        .stack_size(COMPILE_STACK)
        .build_global();
}

/// Compiles the files, and all that they lead to. `folders` are those of `-I`.
pub fn make(
    library: &Library,
    files: &[PathBuf],
    folders: &[PathBuf],
    include: &[String],
    options: &Options,
) -> Plan {
    let surroundings = Surroundings::new(library, files, folders);
    let pool = threads();
    let mut search = Search {
        library,
        candidates: &surroundings.candidates,
        plan: Plan {
            units: Vec::new(),
            library: BTreeSet::new(),
        },
        known: BTreeMap::new(),
        wanted: BTreeMap::new(),
    };
    let mut round: Vec<(Reason, PathBuf)> = files
        .iter()
        .map(|file| (Reason::Named, file.clone()))
        .collect();
    for module in include
        .iter()
        .map(String::as_str)
        .chain(ALWAYS.iter().copied())
    {
        search.wanted.insert(module.to_owned(), Reason::Called);
    }
    let macros = Macros::new(&surroundings);
    let make = |path: &Path| {
        let host = macros.within(&module_of(path));
        unit::make(path, &library.compiler, options, &host)
    };
    loop {
        let made: Vec<(Reason, Unit)> = pool.install(|| {
            round
                .par_iter()
                .map(|(reason, path)| (*reason, make(path)))
                .collect()
        });
        for (reason, unit) in made {
            search.add(reason, unit);
        }
        round = search.next_round();
        if round.is_empty() {
            return search.plan;
        }
    }
}

struct Search<'a> {
    library: &'a Library,
    /// Files that nobody named, by module.
    candidates: &'a BTreeMap<String, PathBuf>,
    plan: Plan,
    /// Modules settled: the unit's index, or `None` for library modules and those that do not exist.
    known: BTreeMap<String, Option<usize>>,
    /// Modules to settle.
    wanted: BTreeMap<String, Reason>,
}

impl Search<'_> {
    fn add(&mut self, reason: Reason, unit: Unit) {
        let index = self.plan.units.len();
        for interface in unit.interfaces() {
            self.known.insert(interface.module.clone(), Some(index));
            want(&mut self.wanted, interface);
        }
        self.plan.units.push((reason, unit));
    }

    /// Settles what is wanted, library modules at once; answers the files to compile next.
    fn next_round(&mut self) -> Vec<(Reason, PathBuf)> {
        let mut files: Vec<(Reason, PathBuf)> = Vec::new();
        while let Some((module, reason)) = self.wanted.pop_first() {
            if let Some(known) = self.known.get(&module) {
                if let Some(index) = known {
                    let made = self.plan.units.len();
                    let old = match self.plan.units.get_mut(*index) {
                        Some((old, _)) => old,
                        None => &mut files[*index - made].0,
                    };
                    *old = (*old).max(reason);
                }
                continue;
            }
            if let Some(path) = self.candidates.get(&module)
                && source::defines(path, &module)
            {
                // Units of this round get the indices that follow, in this order.
                let index = self.plan.units.len() + files.len();
                self.known.insert(module, Some(index));
                files.push((reason, path.clone()));
                continue;
            }
            if let Some(interface) = self.library.interface(&module) {
                want(&mut self.wanted, interface);
                self.plan.library.insert(module.clone());
            }
            self.known.insert(module, None);
        }
        files
    }
}

fn want(wanted: &mut BTreeMap<String, Reason>, interface: &alate_compiler::pipeline::Interface) {
    let mut add = |module: &str, reason: Reason| {
        let slot = wanted.entry(module.to_owned()).or_insert(reason);
        *slot = (*slot).max(reason);
    };
    for (module, _, _) in &interface.calls {
        add(module, Reason::Called);
    }
    for (module, _) in &interface.variable_uses {
        add(module, Reason::Called);
    }
    for atom in &interface.atoms {
        add(atom, Reason::Atom);
    }
}
